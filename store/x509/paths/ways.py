"""All ways from a leaf up, through certificates in any order, to trusted roots and to dead ends.

The order of the certificates makes no difference: candidates are tried in an order of their contents, also
where a limit ends the search. Source: RFC 4158 "Certification Path Building".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from cryptography import x509

from store.errors import AzureError
from store.x509.certificates import CertificateFacts, describe, load_certificate, signed_by
from store.x509.faults import without_warnings
from store.x509.paths.limits import LONGEST_SHOWN, MOST_CERTIFICATES, MOST_SIGNATURES, MOST_STEPS, MOST_WAYS

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)


class Node(NamedTuple):
    """A certificate on a way; `owner` is its subject and key, which several certificates may share."""

    der: bytes
    certificate: x509.Certificate
    facts: CertificateFacts
    owner: tuple[bytes, str]

    @property
    def name(self) -> str:
        """How sentences call it; a stranger's name may be as long as the file."""
        found = self.facts.common_name or self.facts.subject or "a certificate without a name"
        return found[:LONGEST_SHOWN]


class Way(NamedTuple):
    """One way up, leaf first; `trusted` where its last certificate is a trusted root."""

    nodes: tuple[Node, ...]
    trusted: bool

    @property
    def complete(self) -> bool:
        """Whether it ends in a certificate that signed itself."""
        return self.nodes[-1].facts.self_signed


class Ways(NamedTuple):
    """Paths from a search, the likeliest first; `stopped` where a limit ended the search."""

    found: tuple[Way, ...]
    stopped: bool


@lru_cache(maxsize=1024)
def ways_up(leaf: bytes, pool: frozenset[bytes], roots: frozenset[bytes] = frozenset()) -> Ways:
    """Every way from the leaf through the pool (both DER) to one of the trusted roots or to an end.

    Each step is a verified signature by a certificate that may issue; unreadable certificates are passed
    over. Raises `AzureError` CertificateUnreadable (the leaf), PfxTooManyCertificates.
    """
    if len(pool) > MOST_CERTIFICATES:
        raise AzureError(
            "PfxTooManyCertificates",
            f"The file has {len(pool)} certificates; at most {MOST_CERTIFICATES} are looked at.",
            "Export it again with the certificates of its own chain only.",
        )
    describe(leaf)
    search = _Search(leaf, pool, roots)
    found = tuple(search.ways())
    return Ways(found, search.stopped)


class _Search:
    def __init__(self, leaf: bytes, pool: frozenset[bytes], roots: frozenset[bytes]) -> None:
        self.roots = roots
        nodes = [node for der in (pool | roots) if (node := node_of(der)) is not None]
        self.nodes = sorted(nodes, key=self._likelihood)
        top = node_of(leaf)
        assert top is not None  # `describe` has read it
        self.leaf = top
        self.issuers: dict[bytes, list[Node]] = {}
        self.signatures = 0
        self.stopped = False

    def _likelihood(self, node: Node) -> tuple[bool, bool, float, str]:
        facts = node.facts
        # Newer certificates replace older ones of the same authority; the thumbprint decides a tie.
        return (
            node.der not in self.roots,
            not facts.self_signed,
            -facts.not_after.timestamp(),
            facts.thumbprint,
        )

    def ways(self) -> Iterator[Way]:
        """The ways, depth first; sets `stopped` where it gives up."""
        steps = given = 0
        open_ends: list[tuple[Node, ...]] = [(self.leaf,)]
        while open_ends:
            way = open_ends.pop()
            above = self._further(way)
            if not above:
                given += 1
                yield Way(way, way[-1].der in self.roots)
            steps += 1 + len(above)
            if steps > MOST_STEPS or (given >= MOST_WAYS and (open_ends or above)):
                self.stopped = True
                return
            open_ends += [(*way, node) for node in reversed(above)]

    def _further(self, way: tuple[Node, ...]) -> list[Node]:
        top = way[-1]
        if top.der in self.roots or top.facts.self_signed:
            return []
        # Coming back to an owner cannot help: the way without the round is shorter and asks no more.
        seen = {node.owner for node in way}
        if top.der not in self.issuers:
            self.issuers[top.der] = [node for node in self.nodes if self._issued(top, node)]
        return [node for node in self.issuers[top.der] if node.owner not in seen]

    def _issued(self, node: Node, issuer: Node) -> bool:
        if not names_fit(node, issuer) or not may_issue(issuer) or not identifiers_fit(node, issuer):
            return False
        if self.signatures >= MOST_SIGNATURES:
            self.stopped = True
            return False
        self.signatures += 1
        return signed_by(node.certificate, issuer.certificate)


@lru_cache(maxsize=1024)
def node_of(der: bytes) -> Node | None:
    """The certificate read; None where it cannot be."""
    try:
        certificate, facts = load_certificate(der), describe(der)
    except AzureError:
        return None
    with without_warnings():
        owner = certificate.subject.public_bytes(), facts.public_key_hash
    return Node(der, certificate, facts, owner)


def names_fit(node: Node, issuer: Node) -> bool:
    """Whether one names the other as its issuer."""
    return node.certificate.issuer == issuer.certificate.subject


def may_issue(node: Node) -> bool:
    """A CA by its basic constraints whose key usage, where there is one, allows to sign certificates."""
    if not node.facts.is_ca:
        return False
    usage = extension(node, x509.KeyUsage)
    return usage is None or usage.key_cert_sign


def identifiers_fit(node: Node, issuer: Node) -> bool:
    """Whether the authority key identifier, where there is one, is that of this issuer."""
    wanted = extension(node, x509.AuthorityKeyIdentifier)
    if wanted is None:
        return True
    own = extension(issuer, x509.SubjectKeyIdentifier)
    if wanted.key_identifier and own is not None and wanted.key_identifier != own.digest:
        return False
    serial = wanted.authority_cert_serial_number
    return serial is None or serial == issuer.certificate.serial_number


def extension(node: Node, kind: type[_Extension]) -> _Extension | None:
    """The certificate's extension of this kind, or None."""
    try:
        return node.certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None
