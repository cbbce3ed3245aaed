"""From a leaf up to a root that signed itself, within a heap of certificates in any order.

The heap is a file's; whether a client trusts what comes out is judged in `store.x509.paths`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from store.x509.certificates import CertificateFacts
from store.x509.faults import without_warnings
from store.x509.paths.judgement import Judgement, lasts_until
from store.x509.paths.rules import out_of_time
from store.x509.paths.ways import Node, Way, may_issue, names_fit, node_of, ways_up


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """One way up in a file: DER and facts, leaf first; `reason` says why it ends too early.

    `others` are the file's certificates on other ways up (DER), which clients may need instead; `loose` are
    those on none.
    """

    certificates: tuple[bytes, ...]
    facts: tuple[CertificateFacts, ...]
    complete: bool
    reason: str = ""
    #: Subject of the certificate that is missing or does not fit.
    missing: str = ""
    others: tuple[bytes, ...] = ()
    loose: tuple[bytes, ...] = ()

    @property
    def above(self) -> tuple[bytes, ...]:
        """The chain without its leaf."""
        return self.certificates[1:]

    def out_of_time(self, now: datetime) -> tuple[str, ...]:
        """Which authorities in the file are out of their time (`now`, UTC), in sentences."""
        nodes = [*filter(None, map(node_of, (*self.above, *self.others)))]
        nodes += [node for node in map(node_of, self.loose) if node is not None and may_issue(node)]
        return tuple(filter(None, (out_of_time(node, now) for node in nodes)))


@without_warnings()
def build_chain(leaf: bytes, pool: Sequence[bytes], preferred: Judgement | None = None) -> Chain:
    """The chain of a leaf through the pool (both DER), whatever the pool's order.

    Of several ways the one that ends in a root, and lasts longest, is taken; before all others the one
    that was judged best (`preferred`), where the pool has it whole. Raises `AzureError` as `ways_up`.
    """
    ways = ways_up(leaf, frozenset(pool))
    judged = preferred.certificates if preferred is not None and preferred.holds else ()
    way = min(ways.found, key=lambda one: _rank(one, judged))
    on_ways = dict.fromkeys(node.der for one in ways.found for node in one.nodes)
    certificates = tuple(node.der for node in way.nodes)
    reason = "" if way.complete else _why_not_further(way, pool, stopped=ways.stopped)
    return Chain(
        certificates=certificates,
        facts=tuple(node.facts for node in way.nodes),
        complete=way.complete,
        reason=reason,
        missing="" if way.complete else way.nodes[-1].facts.issuer,
        others=tuple(der for der in on_ways if der not in certificates),
        loose=tuple(sorted(set(pool) - on_ways.keys() - {leaf})),
    )


def _rank(way: Way, judged: tuple[bytes, ...]) -> tuple[bool, bool, float, int, str]:
    certificates = tuple(node.der for node in way.nodes)
    return (
        certificates != judged,
        not way.complete,
        -lasts_until(way) if way.complete else 0.0,
        -len(way.nodes),
        " ".join(node.facts.thumbprint for node in way.nodes),
    )


def _why_not_further(way: Way, pool: Sequence[bytes], *, stopped: bool) -> str:
    top = way.nodes[-1]
    name = top.facts.issuer
    if stopped:
        return "too many certificates could be its issuer"
    named = _named_issuers(top, pool)
    if not named:
        own = top.certificate.subject == top.certificate.issuer
        return f"{name} did not make its own signature" if own else f"{name} is missing"
    if {node.owner for node in named} & {node.owner for node in way.nodes}:
        return "the issuers go round in a circle"
    if not any(map(may_issue, named)):
        return f"{name} is not allowed to issue certificates"
    return f"{name} in the file did not sign {top.facts.subject}"


def _named_issuers(top: Node, pool: Sequence[bytes]) -> list[Node]:
    """Certificates whose subject is the issuer of the given certificate."""
    nodes = [node_of(der) for der in sorted(set(pool))]
    return [node for node in nodes if node is not None and node.der != top.der and names_fit(top, node)]
