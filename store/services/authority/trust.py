"""Which roots the browsers of a world trust: those of its CAs and those added to its store."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache

from store.resources import Authority, TrustedRoot
from store.world import View


def trusted_roots(view: View) -> tuple[bytes, ...]:
    """The trusted roots as DER."""
    texts = [one.root_certificate for one in view.all(Authority)]
    texts += [one.certificate for one in view.all(TrustedRoot)]
    return tuple(b64decode(text) for text in texts)


def trusts_key(view: View, key_hash: str) -> bool:
    """Whether one of the trusted roots has the public key with this SHA-256 (not its name)."""
    return any(_key_hash(root) == key_hash for root in trusted_roots(view))


@lru_cache(maxsize=64)
def _key_hash(root: bytes) -> str:
    from store.x509.certificates import describe

    return describe(root).public_key_hash
