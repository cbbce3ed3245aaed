"""The simulated CAs of a world: their documents, and certificates signed by them."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from store.errors import AzureError
from store.resources import Authority
from store.secret import Secret
from store.services.authority.baseline import client_auth, hierarchy, latest_expiry
from store.services.authority.keys import make_key
from store.services.authority.stored import stored_certificate, stored_key
from store.world import Draft, View

if TYPE_CHECKING:
    from store.x509.authority import AuthorityKeys, IssuedCertificate


def authority_of(draft: Draft, issuer: str) -> Authority:
    """The hierarchy from which a CA issues at the draft's moment; made where the world has it not yet.

    The keys of a new one take a moment where they are RSA. Raises `AzureError` UnknownIssuer.
    """
    name = hierarchy(issuer, draft.now)
    return draft.get(Authority, name) or make_authority(draft, name)


def make_authority(
    draft: Draft, name: str, root_key: bytes | None = None, intermediate_key: bytes | None = None
) -> Authority:
    """Put a hierarchy into the world, from keys (PKCS#8 DER) that are made where none are handed in."""
    from store.x509.authority import new_authority

    serials = draft.random(f"serials of {name}")
    made = new_authority(
        name,
        now=draft.facts.created_at,
        serials=(serials.getrandbits(63) + 1, serials.getrandbits(63) + 1),
        key_kind=draft.facts.keys,
        root_key=root_key or make_key(draft, f"root of {name}"),
        intermediate_key=intermediate_key or make_key(draft, f"intermediate of {name}"),
    )
    record = _record(name, made)
    draft.put(record)
    return record


def chain_above(view: View, issuer: str) -> tuple[bytes, bytes]:
    """Intermediate and root (DER) above a certificate whose issuer is this subject.

    Raises `AzureError` ResourceNotFound.
    """
    for authority in view.all(Authority):
        if authority.intermediate_subject == issuer:
            return _keys_of(authority).chain
    raise AzureError("ResourceNotFound", f"There is no certificate authority '{issuer}'.")


def _record(issuer: str, made: AuthorityKeys) -> Authority:
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
    """The authority's certificates and keys; raises `AzureError` ResourceNotFound, StoredValueUnreadable."""
    return _keys_of(view.need(Authority, issuer))


@lru_cache(maxsize=8)
def _keys_of(authority: Authority) -> AuthorityKeys:
    from store.x509.authority import AuthorityKeys

    one = f"of the CA '{authority.id}'"
    return AuthorityKeys(
        root_certificate=stored_certificate(authority.root_certificate, f"The root certificate {one}"),
        root_key=stored_key(authority.root_key, f"The root's key {one}"),
        intermediate_certificate=stored_certificate(
            authority.intermediate_certificate, f"The intermediate certificate {one}"
        ),
        intermediate_key=stored_key(authority.intermediate_key, f"The intermediate's key {one}"),
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
    """A CA's certificate for `key` (PKCS#8 DER) from now until `until` (UTC), never above the day's maximum.

    Its common name is the first of `names`, its serial number has 8 octets, drawn for `purpose`. Hierarchy
    and purposes are those of the day. Raises `AzureError` as `x509.authority.issue`.
    """
    from store.x509.authority import LeafRequest, issue

    return issue(
        _keys_of(authority_of(draft, issuer)),
        LeafRequest(
            key=key,
            common_name=names[0],
            names=names,
            not_before=draft.now,
            not_after=min(until, latest_expiry(draft.now)),
            serial=int(draft.hex(f"serial {purpose}", 16), 16) or 1,
            client_auth=client_auth(issuer, draft.now),
        ),
    )


def secret_value(view: View, issuer: str, *, key: bytes, certificate: bytes) -> str:
    """The value of a vault's secret: base64 of a PKCS#12 without password, with the chain up to the root.

    `issuer` is the subject of the certificate's issuer.
    """
    return to_text(pfx_of(view, issuer, key=key, certificate=certificate))


def pfx_of(
    view: View, issuer: str, *, key: bytes, certificate: bytes, password: Secret | None = None
) -> bytes:
    """A PFX with the chain up to the root: as a vault's secret holds it, or in 3DES with a password."""
    from store.x509.pfx.build import build_pfx

    return build_pfx(key, certificate, chain_above(view, issuer), password)


def to_text(data: bytes) -> str:
    """Base64, as documents hold bytes."""
    return b64encode(data).decode("ascii")
