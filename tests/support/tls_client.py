"""A TLS client of the loopback interface: what it is shown, and how it was refused."""

from __future__ import annotations

import hashlib
import socket
import ssl
import warnings

from msgspec import Struct


class Seen(Struct, frozen=True):
    """A handshake: thumbprint of the certificate, TLS version, whether a session was resumed."""

    thumbprint: str
    version: str
    resumed: bool


def client(least: ssl.TLSVersion | None = None, most: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """A context that trusts anybody, for these versions alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        if least is not None:
            context.minimum_version = least
        if most is not None:
            context.maximum_version = most
    return context


def handshake(
    context: ssl.SSLContext,
    port: int,
    name: str | None,
    *,
    address: str = "127.0.0.1",
    session: ssl.SSLSession | None = None,
) -> tuple[Seen, ssl.SSLSession | None]:
    """Shake hands, ask for the page, and go; returns what was seen and the session for the next time."""
    with (
        socket.create_connection((address, port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname=name, session=session) as secure,
    ):
        # Else its first octets after the handshake wait until the server has acknowledged those of it.
        secure.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        shown = secure.getpeercert(binary_form=True) or b""
        secure.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while secure.recv(4096):
            pass
        seen = Seen(
            hashlib.sha1(shown).hexdigest().upper(), secure.version() or "", bool(secure.session_reused)
        )
        return seen, secure.session
