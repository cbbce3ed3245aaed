"""A server that a portal starts and stops, with a login ready for its user."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tui.serving.arm import ArmServer
from tui.serving.installation import installation_path, open_installation


class HostedArm:
    """The served world of a portal; made, and stopped, in a thread: both take a moment."""

    def __init__(self, path: Path) -> None:
        """Serves the world in `path`; raises `StateError`, `AzureError` and `UsageError` as `ArmServer`."""
        #: The world's file.
        self.path = path
        self._held = ExitStack()
        with ExitStack() as making:
            self.server = making.enter_context(ArmServer(path, open_installation(installation_path())))
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
