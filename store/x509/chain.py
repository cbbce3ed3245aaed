"""From a leaf up to a root that signed itself, within a heap of certificates in any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from cryptography import x509

from store.errors import AzureError
from store.x509.certificates import CertificateFacts, describe, load_certificate, signed_by

#: More certificates than this are not looked at, nor more signatures verified: both cost a stranger nothing.
MOST_CERTIFICATES = 50
_MOST_SIGNATURES = 100


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """The longest way up that was found: DER and facts, leaf first; `reason` says why it ends too early."""

    certificates: tuple[bytes, ...]
    facts: tuple[CertificateFacts, ...]
    complete: bool
    reason: str = ""
    #: Subject of the certificate that is missing or does not fit.
    missing: str = ""

    @property
    def above(self) -> tuple[bytes, ...]:
        """The chain without its leaf."""
        return self.certificates[1:]


class _Node(NamedTuple):
    der: bytes
    certificate: x509.Certificate
    facts: CertificateFacts


class _Walk:
    def __init__(self, leaf: bytes, pool: Sequence[bytes]) -> None:
        ders = dict.fromkeys([leaf, *pool])
        self.nodes = [node for der in ders if (node := _node(der)) is not None]
        self.left = _MOST_SIGNATURES

    def climb(self) -> list[int]:
        """Indices of a complete chain, or of the longest incomplete one."""
        best = [0]
        open_ends = [[0]]
        seen = {0}
        while open_ends:
            path = open_ends.pop()
            if self.nodes[path[-1]].facts.self_signed:
                return path
            best = max(best, path, key=len)
            for index in self._issuers(path[-1]):
                if index not in seen:
                    seen.add(index)
                    open_ends.append([*path, index])
        return best

    def named_issuers(self, index: int) -> list[int]:
        """Certificates whose subject is the issuer of that one."""
        wanted = self.nodes[index].certificate.issuer
        return [i for i, node in enumerate(self.nodes) if i != index and node.certificate.subject == wanted]

    def _issuers(self, index: int) -> list[int]:
        return [i for i in self.named_issuers(index) if self.nodes[i].facts.is_ca and self._signed(index, i)]

    def _signed(self, index: int, issuer: int) -> bool:
        if self.left <= 0:
            return False
        self.left -= 1
        return signed_by(self.nodes[index].certificate, self.nodes[issuer].certificate)

    def why_not_further(self, path: list[int]) -> str:
        top = path[-1]
        name = self.nodes[top].facts.issuer
        if self.left <= 0:
            return "too many certificates could be its issuer"
        candidates = self.named_issuers(top)
        if not candidates:
            own = self.nodes[top].certificate
            return (
                f"{name} did not make its own signature"
                if own.subject == own.issuer
                else f"{name} is missing"
            )
        if set(candidates) & set(path):
            return "the issuers go round in a circle"
        if not any(self.nodes[index].facts.is_ca for index in candidates):
            return f"{name} is not allowed to issue certificates"
        return f"{name} in the file did not sign {self.nodes[top].facts.subject}"


def build_chain(leaf: bytes, pool: Sequence[bytes]) -> Chain:
    """The chain of a leaf through the pool (both DER), whatever the pool's order.

    Each step is a verified signature by a certificate that may issue. Unreadable certificates in the
    pool are passed over. Raises `AzureError` CertificateUnreadable (the leaf), PfxTooManyCertificates.
    """
    if len(pool) > MOST_CERTIFICATES:
        raise AzureError(
            "PfxTooManyCertificates",
            f"The file has {len(pool)} certificates; at most {MOST_CERTIFICATES} are looked at.",
            "Export it again with the certificates of its own chain only.",
        )
    describe(leaf)
    walk = _Walk(leaf, pool)
    path = walk.climb()
    nodes = [walk.nodes[index] for index in path]
    complete = nodes[-1].facts.self_signed
    return Chain(
        certificates=tuple(node.der for node in nodes),
        facts=tuple(node.facts for node in nodes),
        complete=complete,
        reason="" if complete else walk.why_not_further(path),
        missing="" if complete else nodes[-1].facts.issuer,
    )


def _node(der: bytes) -> _Node | None:
    try:
        return _Node(der, load_certificate(der), describe(der))
    except AzureError:
        return None
