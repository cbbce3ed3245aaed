"""TLS contexts: one for each certificate and least version, and a new one for the listener at each swap.

A resumed session shows no certificate, and keeps that of the session's beginning. Tickets and sessions are of
the context a connection was accepted with, so a listener with another table of certificates has a context of
its own: old tickets then lead to a full handshake. A greeting that comes after a swap on a connection from
before it is answered by the present table, since the context is chosen when the greeting begins.
"""

from __future__ import annotations

import os
import ssl
import tempfile
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from store.wire.front_ends import FrontEnd, Shown
from store.wire.identities import Identity

#: Ciphers that TLS 1.2 alone has: an older client finds none in common.
_MODERN = "ECDHE+AESGCM:ECDHE+CHACHA20"
_VERSIONS = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}
#: Lower is not what OpenSSL's default level of security allows; that of the client decides.
_OLD = "ALL:@SECLEVEL=0"
#: No client of TLS 1.2 or earlier has one of these in common with a server that has no keys shared before.
_NONE = "PSK"


def server_context(identity: Identity, least: str) -> ssl.SSLContext:
    """A context with this certificate that refuses clients below a TLS version ("1.0" to "1.3").

    The version is kept by the ciphers too: they are those of the context that a name leads to, the versions
    those of the one a connection was accepted with.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        # Old versions are there to be tried: the app's owner has chosen them.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = _VERSIONS[least]
    # A client gets another one with each resumption; each costs it and us some work.
    context.num_tickets = 1
    context.set_ciphers(_NONE if least == "1.3" else _MODERN if least == "1.2" else _OLD)
    with tempfile.TemporaryDirectory(prefix="certblade-") as folder:
        # OpenSSL reads files alone; these are the user's own and gone at once.
        paths = []
        for name, text in (("chain.pem", identity.chain), ("key.pem", identity.key)):
            path = Path(folder) / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(text)
            paths.append(path)
        chain, key = paths
        context.load_cert_chain(chain, key)
    return context


class _Listener(NamedTuple):
    """The context that connections to a front end are accepted with.

    `shows` is what a client is shown by it alone; None where it lets in clients that the certificate's own
    app refuses.
    """

    front: FrontEnd
    context: ssl.SSLContext
    shows: Shown | None


class Contexts:
    """The contexts of one front end; `identity` gives a certificate by its thumbprint ("": the platform's).

    `present` gives the front end as it is at the moment of a handshake. A certificate that cannot be served
    is replaced by the platform's, and `fault` is told. Thread-safe.
    """

    def __init__(
        self,
        identity: Callable[[str], Identity],
        present: Callable[[], FrontEnd],
        fault: Callable[[Exception], None],
    ) -> None:
        self._identity = identity
        self._present = present
        self._fault = fault
        self._made: dict[Shown, ssl.SSLContext] = {}
        self._listener: _Listener | None = None
        self._making = threading.Lock()

    def listener(self) -> ssl.SSLContext:
        """The context to accept a connection with, new wherever the front end is another one than before."""
        # Asked within: a thread with an older answer must not take the context of a newer one away.
        with self._making:
            now, held = self._present(), self._listener
            if held is None or held.front is not now:
                same = held is not None and held.front == now
                self._listener = held = held._replace(front=now) if held and same else self._for(now)
            return held.context

    def _for(self, now: FrontEnd) -> _Listener:
        least = min((shown.least for shown in (*now.names.values(), now.default)), default="1.2")
        context = server_context(self._of(now.default.thumbprint), least)
        if least < "1.2":
            context.set_ciphers(_OLD)
        context.sni_callback = self._named
        wanted = {*now.names.values(), now.default}
        self._made = {shown: made for shown, made in self._made.items() if shown in wanted}
        return _Listener(now, context, now.default if least == now.default.least else None)

    def _named(self, connection: ssl.SSLObject, name: str | None, accepted: ssl.SSLContext) -> int | None:
        try:
            # Its own listener's or a later one: no look is needed again, a greeting's octets come together.
            held = self._listener
            shown = (held.front if held else self._present()).shown(name)
            if held is None or accepted is not held.context or shown != held.shows:
                connection.context = self._context(shown)
        except Exception as error:
            # Raised into OpenSSL it would be printed over the screen.
            self._fault(error)
            return ssl.ALERT_DESCRIPTION_INTERNAL_ERROR
        return None

    def _context(self, shown: Shown) -> ssl.SSLContext:
        made = self._made.get(shown)
        if made is None:
            with self._making:
                made = self._made.get(shown) or server_context(self._of(shown.thumbprint), shown.least)
                self._made[shown] = made
        return made

    def _of(self, thumbprint: str) -> Identity:
        try:
            return self._identity(thumbprint)
        except Exception as error:
            self._fault(error)
            return self._identity("")
