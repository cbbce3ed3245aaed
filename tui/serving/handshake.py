"""A client's TLS handshake with a front end on the loopback interface: what it is sent, nothing believed.

It takes a moment, and a thread of its own: nothing here may be called from the screen's.
"""

from __future__ import annotations

import socket
import ssl
from typing import Any

from msgspec import Struct

from store.errors import AzureError

#: Seconds that a client waits for each step.
_PATIENCE = 5.0
_PROTOCOLS = {"TLSv1": "TLS 1.0", "TLSv1.1": "TLS 1.1", "TLSv1.2": "TLS 1.2", "TLSv1.3": "TLS 1.3"}


class Handshake(Struct, frozen=True, kw_only=True):
    """What came over the wire: the chain as it was sent (DER, leaf first), "TLS 1.3", and the cipher."""

    chain: tuple[bytes, ...]
    protocol: str
    cipher: str


def shake_hands(address: str, port: int, host: str) -> Handshake:
    """Connect to a loopback address, ask for a host name, and leave.

    Raises `AzureError` HandshakeFailed: nobody listens, the other side refuses, or says nothing in time.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # What is sent is judged afterwards, as of the world's own time.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((address, port), timeout=_PATIENCE) as plain,
            context.wrap_socket(plain, server_hostname=host) as secure,
        ):
            cipher = secure.cipher()
            return Handshake(
                chain=_chain(secure),
                protocol=_PROTOCOLS.get(secure.version() or "", secure.version() or ""),
                cipher=cipher[0] if cipher else "",
            )
    except (OSError, UnicodeError, ValueError) as error:
        raise AzureError(
            "HandshakeFailed",
            f"No TLS connection to '{host}' at {address}:{port}: {_reason(error)}.",
            "Look whether the front end is started, and which TLS versions the app accepts.",
        ) from None


def _chain(secure: ssl.SSLSocket) -> tuple[bytes, ...]:
    """All that was sent. Since Python 3.13 the standard library gives it to everybody."""
    giving = getattr(secure, "get_unverified_chain", None)
    if giving is not None:
        return tuple(giving())
    inner: Any = getattr(secure, "_sslobj", None)
    sent = inner.get_unverified_chain() if inner is not None else None
    return tuple(ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in sent or ())


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return (error.reason or "the handshake failed").replace("_", " ").lower()
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "it is no host name" if isinstance(error, ValueError) else "no answer in time"
