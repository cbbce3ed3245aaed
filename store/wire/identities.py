"""Certificates with their keys and chains as a TLS server takes them: PEM, the leaf first."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from store.resources import Authority, SecretVersion, TrustedRoot
from store.resources.lookups import VERSIONS_BY_THUMBPRINT
from store.services.key_vault.links import certificates_with
from store.services.key_vault.stored_certificates import pfx_bytes
from store.services.web.client_trust import kept_file
from store.services.web.serving import PLATFORM_NAMES
from store.time.calendar import days, later
from store.wire.host_lines import no_private_key
from store.world import View
from store.world.index import index_by
from store.x509.authority import LeafRequest, self_signed
from store.x509.keys import new_key
from store.x509.pem import encode
from store.x509.pfx.open import open_bytes

#: Days before and after a moment for which App Service's own certificate is made: Azure renews it before
#: anybody sees it end, and the clock of a world that is served may go on by years.
_DAYS_BEFORE, _DAYS_AFTER = 180, 36_500
#: Files that stay opened: several front ends show the same certificate, and a swap is often taken back.
_KEPT = 32


class Identity(NamedTuple):
    """The certificate with its chain, and the key; both PEM. The key is never printed."""

    chain: str
    key: str

    def __repr__(self) -> str:
        return "Identity(…)"


def identity(view: View, thumbprint: str) -> Identity:
    """The certificate with this thumbprint, wherever the world keeps it with its key.

    Raises `AzureError` NoPrivateKey where it does not, and those of a file that cannot be opened.
    """
    for value in _files(view, thumbprint):
        found = _opened(value)
        if found is not None:
            return found
    raise no_private_key(thumbprint)


def _files(view: View, thumbprint: str) -> tuple[str, ...]:
    """The PFX files (base64) that hold it: of a certificate of an app, of a version of a secret."""
    versions = index_by(view, SecretVersion, VERSIONS_BY_THUMBPRINT).get(thumbprint, ())
    held = (kept_file(view, one) for one in certificates_with(view, thumbprint))
    kept = (one.properties.value for one in versions)
    return tuple(value for value in (*held, *kept) if value)


@lru_cache(maxsize=_KEPT)
def _opened(value: str) -> Identity | None:
    opened = open_bytes(pfx_bytes(value) or b"", "")
    key, leaf = opened.pair()
    if key is None or leaf is None:
        return None
    above = [one for one in opened.certificates if one != leaf]
    chain = "".join(encode("CERTIFICATE", one) for one in (leaf, *above))
    return Identity(chain, encode("PRIVATE KEY", key.der))


def platform_identity(now: datetime) -> Identity:
    """App Service's own certificate, visibly simulated: it signs itself, with a key of its own."""
    key = new_key("ec")
    made = self_signed(
        LeafRequest(
            key=key,
            common_name=PLATFORM_NAMES[0],
            names=PLATFORM_NAMES,
            not_before=now - days(_DAYS_BEFORE),
            not_after=later(now, days(_DAYS_AFTER)),
            serial=1,
        )
    )
    return Identity(encode("CERTIFICATE", made.certificate), encode("PRIVATE KEY", key))


def trusted(view: View) -> str:
    """The roots that clients of this world trust, as PEM for `--cacert` and `-CAfile`."""
    from base64 import b64decode

    own = (one.root_certificate for one in view.all(Authority))
    added = (one.certificate for one in view.all(TrustedRoot))
    return "".join(encode("CERTIFICATE", b64decode(one)) for one in (*own, *added))
