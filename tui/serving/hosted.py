"""Servers that a portal starts and stops: Azure with a login ready for its user, and the apps' front end."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from store.errors import AzureError, UsageError
from store.wire.host_lines import named_by_a_client
from store.wire.seen import ClientView, judged
from tui.serving.arm import ArmServer
from tui.serving.handshake import shake_hands
from tui.serving.hosts import HostServer
from tui.serving.installation import installation_path, open_installation


class Shown(Struct, frozen=True, kw_only=True):
    """The answer to a client that asked for `host`: what it saw and how, or why there was no connection."""

    host: str
    protocol: str = ""
    cipher: str = ""
    seen: ClientView | None = None
    refused: AzureError | None = None


class HostedArm:
    """The served world of a portal; made, and stopped, in a thread: both take a moment."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Serves the world in `path`; raises `StateError`, `AzureError` and `UsageError` as `ArmServer`."""
        #: The world's file.
        self.path = path
        self._held = ExitStack()
        with ExitStack() as making:
            self.server = making.enter_context(
                ArmServer(path, open_installation(installation_path()), read_only=read_only)
            )
            self._session = making.enter_context(self.server.session(azure_cli=True))
            self._held = making.pop_all()

    @property
    def shell_line(self) -> str:
        """What makes `az` work in a shell."""
        return f". {self._session.shell_file}"

    @property
    def python_line(self) -> str:
        """What logs the SDKs in."""
        return f"exec(open({str(self._session.python_file)!r}).read())"

    @property
    def who(self) -> str:
        """The name of the principal that is logged in."""
        return self._session.who

    def stop(self) -> None:
        """End it; its files are deleted."""
        self._held.close()


class HostedFrontEnd:
    """The TLS front end of a portal's world; made, and stopped, in a thread."""

    def __init__(self, path: Path, port: int = 0, plain_port: int = 0, *, read_only: bool = False) -> None:
        """Serves the apps of the world in `path`; a port of 0 is any that is free.

        Raises `StateError`, and `AzureError` PortNotAvailable.
        """
        #: The world's file.
        self.path = path
        try:
            self.server = HostServer(path, port=port, plain_port=plain_port, read_only=read_only)
        except UsageError as error:
            step = "Start it on another port; 0 is any that is free."
            raise AzureError(error.code, error.message, step) from None
        self.server.start()

    def ask(self, address: str, host: str) -> Shown:
        """Shake hands for a host at a loopback address, and judge what came by the world that is served."""
        try:
            came = shake_hands(address, self.server.port, named_by_a_client(host))
            seen = judged(self.server.world, host, came.chain)
        except AzureError as error:
            return Shown(host=host, refused=error)
        return Shown(host=host, protocol=came.protocol, cipher=came.cipher, seen=seen)

    def stop(self) -> None:
        """End it: nothing listens any more."""
        self.server.stop()
