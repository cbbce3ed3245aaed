"""A new key and its PKCS#10 request, with which every request to the CA begins."""

from __future__ import annotations

from typing import NamedTuple

from store.services.authority.authorities import to_text
from store.services.authority.keys import make_key
from store.world import View


class Request(NamedTuple):
    """A private key (base64 of PKCS#8) and the certificate request for it (PEM)."""

    key: str
    csr: str

    def __repr__(self) -> str:
        return "Request(…)"


def new_request(view: View, host: str) -> Request:
    """A key of the world's kind with its request; slow for RSA. Raises `AzureError` HostNameInvalid."""
    from store.x509.authority import request_csr

    key = make_key(view, f"request {host}")
    return Request(to_text(key), request_csr(key, host, (host,)))
