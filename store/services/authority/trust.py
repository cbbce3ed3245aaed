"""Which roots the browsers of a world trust: those of its CAs and those added to its store."""

from __future__ import annotations

from store.resources import Authority, TrustedRoot
from store.services.authority.stored import key_hash, stored_certificate
from store.world import View


def trusted_roots(view: View) -> tuple[bytes, ...]:
    """The trusted roots as DER; raises `AzureError` StoredValueUnreadable."""
    added = (stored_certificate(one.certificate, _added(one)) for one in view.all(TrustedRoot))
    return (*map(_root, view.all(Authority)), *added)


def rsa_stand_ins(view: View) -> frozenset[str]:
    """The roots, by the SHA-256 of their public key, below which an EC key stands for an RSA key.

    They are those of the world's own CAs in a world made with the quick EC keys: the real CAs certify the
    RSA keys of orders and vaults, and no rule may lock such a world out of what it issues itself.
    """
    if view.facts.keys != "ec":
        return frozenset()
    return frozenset(key_hash(_root(one), _name(one)) for one in view.all(Authority))


def trusts_key(view: View, wanted: str) -> bool:
    """Whether one of the trusted roots has the public key with this SHA-256 (not its name)."""
    return any(key_hash(root, "A trusted root") == wanted for root in trusted_roots(view))


def _root(authority: Authority) -> bytes:
    return stored_certificate(authority.root_certificate, _name(authority))


def _name(authority: Authority) -> str:
    return f"The root certificate of the CA '{authority.id}'"


def _added(root: TrustedRoot) -> str:
    return f"The root '{root.subject}'"
