"""The simulated CAs of a world: their documents, and certificates signed by them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from store.resources import Authority
from store.world import Draft, View

if TYPE_CHECKING:
    from store.x509.authority import AuthorityKeys, IssuedCertificate


def authority_record(issuer: str, made: AuthorityKeys) -> Authority:
    """The document of a new authority, `GODADDY` or `DIGICERT`."""
    from store.x509.certificates import describe

    root, intermediate = describe(made.root_certificate), describe(made.intermediate_certificate)
    return Authority(
        id=issuer,
        root_certificate=to_text(made.root_certificate),
        root_subject=root.subject,
        root_thumbprint=root.thumbprint,
        root_key=to_text(made.root_key),
        intermediate_certificate=to_text(made.intermediate_certificate),
        intermediate_subject=intermediate.subject,
        intermediate_thumbprint=intermediate.thumbprint,
        intermediate_key=to_text(made.intermediate_key),
    )


def authority_keys(view: View, issuer: str) -> AuthorityKeys:
    """The authority's certificates and keys; raises `AzureError` ResourceNotFound."""
    return _keys_of(view.need(Authority, issuer))


@lru_cache(maxsize=8)
def _keys_of(authority: Authority) -> AuthorityKeys:
    from store.x509.authority import AuthorityKeys

    return AuthorityKeys(
        root_certificate=b64decode(authority.root_certificate),
        root_key=b64decode(authority.root_key),
        intermediate_certificate=b64decode(authority.intermediate_certificate),
        intermediate_key=b64decode(authority.intermediate_key),
    )


def issue_leaf(
    draft: Draft,
    issuer: str,
    *,
    key: bytes,
    names: tuple[str, ...],
    until: datetime,
    purpose: str,
) -> IssuedCertificate:
    """A certificate for `key` (PKCS#8 DER) from now until `until` (UTC).

    Its common name is the first of `names`, its serial number has 8 octets, drawn for `purpose`. Raises
    `AzureError` as `x509.authority.issue`.
    """
    from store.x509.authority import LeafRequest, issue

    return issue(
        authority_keys(draft, issuer),
        LeafRequest(
            key=key,
            common_name=names[0],
            names=names,
            not_before=draft.now,
            not_after=until,
            serial=int(draft.hex(f"serial {purpose}", 16), 16) or 1,
        ),
    )


def secret_value(view: View, issuer: str, *, key: bytes, certificate: bytes) -> str:
    """What a vault's secret holds: base64 of a PKCS#12 without password, with the chain up to the root."""
    from store.x509.pfx.build import build_pfx

    return to_text(build_pfx(key, certificate, authority_keys(view, issuer).chain, None))


def to_text(data: bytes) -> str:
    """Base64, as documents hold bytes."""
    return b64encode(data).decode("ascii")
