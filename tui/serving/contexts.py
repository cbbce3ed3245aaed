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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


#: The newest version of a client that knows none with a name in an extension (RFC 8446, section 4.2.1).
_OFFERED = {b"\x03\x01": "1.0", b"\x03\x02": "1.1"}
#: Octets of a greeting up to the end of that version (RFC 5246, section 7.4.1.2).
GREETING_OCTETS = 11


class Greeted(ssl.SSLSocket):
    """A connection whose client's greeting was looked at: its first `GREETING_OCTETS`, or fewer."""

    greeting = b""

    @property
    def offers(self) -> str:
        """The newest version that the client has, "" where its greeting does not say it there."""
        return _OFFERED.get(self.greeting[GREETING_OCTETS - 2 :], "")


def server_context(identity: Identity, least: str) -> ssl.SSLContext:
    """A context with this certificate that refuses clients below a TLS version ("1.0" to "1.3").

    The version is kept by the ciphers too: they are those of the context that a name leads to, the versions
    those of the one a connection was accepted with. TLS 1.0 and 1.1 have the same ciphers: `Greeted` tells
    them apart.
    """
    context = _context(least)
    context.set_ciphers(_NONE if least == "1.3" else _MODERN if least == "1.2" else _OLD)
    with _file(identity.chain) as chain, _file(identity.key) as key:
        context.load_cert_chain(chain, key)
    return context


@contextmanager
def _file(text: str) -> Iterator[str]:
    """A path where OpenSSL, which reads files alone, finds the text: in memory where the system has that."""
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("certblade"), "w") as file:
            file.write(text)
            file.flush()
            yield f"/proc/self/fd/{file.fileno()}"
    else:
        # The user's own, and gone at once.
        with tempfile.NamedTemporaryFile("w", prefix="certblade-") as kept:
            kept.write(text)
            kept.flush()
            yield kept.name


def _context(least: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        # Old versions are there to be tried: the app's owner has chosen them.
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = _VERSIONS[least]
    # A client gets another one with each resumption; each costs it and us some work.
    context.num_tickets = 1
    return context


class _Listener(NamedTuple):
    """The context that connections to a front end are accepted with; it has no certificate of its own."""

    front: FrontEnd
    context: ssl.SSLContext


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
        context = _context(least)
        if least < "1.2":
            context.set_ciphers(_OLD)
        context.sni_callback = self._named
        context.sslsocket_class = Greeted
        wanted = {*now.names.values(), now.default}
        self._made = {shown: made for shown, made in self._made.items() if shown in wanted}
        return _Listener(now, context)

    def _named(self, connection: ssl.SSLObject | Greeted, name: str | None, _: ssl.SSLContext) -> int | None:
        try:
            # Its own listener's or a later one: no look is needed again, a greeting's octets come together.
            held = self._listener
            shown = (held.front if held else self._present()).shown(name)
            if isinstance(connection, Greeted) and (connection.offers or shown.least) < shown.least:
                return ssl.ALERT_DESCRIPTION_PROTOCOL_VERSION
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
