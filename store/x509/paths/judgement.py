"""Would a client trust a certificate? The best of all ways up, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from store.x509.certificates import CertificateFacts
from store.x509.faults import without_warnings
from store.x509.paths.rules import date_faults, faults
from store.x509.paths.ways import Way, ways_up


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """The best way up at a moment: DER and facts, leaf first.

    `trusted` where it ends in a trusted root; `faults` say what a client has against it all the same, the
    leaf's own dates and extended key usage left out; `untimely` where they are of dates alone; `stopped`
    where a limit ended the search, so that a better way may have been missed.
    """

    certificates: tuple[bytes, ...]
    facts: tuple[CertificateFacts, ...]
    trusted: bool
    faults: tuple[str, ...] = ()
    untimely: bool = False
    stopped: bool = False

    @property
    def holds(self) -> bool:
        """Whether a client trusts it."""
        return self.trusted and not self.faults


@without_warnings()
def judge(leaf: bytes, pool: Sequence[bytes], roots: Sequence[bytes], now: datetime) -> Judgement:
    """A client's verdict on the leaf by these roots; `pool` has the certificates sent with it, in any order.

    All are DER, `now` is UTC. Every way through the pool and the roots is judged, the best is told: one that
    a client takes, else one to a trusted root with the fewest faults. Raises `AzureError` as `ways_up`.
    """
    ways = ways_up(leaf, frozenset(pool), frozenset(roots))
    moment = now.astimezone(UTC)
    judged = [(way, tuple(faults(way)), tuple(date_faults(way, moment))) for way in ways.found]
    way, wrong, late = min(judged, key=lambda one: _rank(one[0], len(one[1]) + len(one[2])))
    return Judgement(
        certificates=tuple(node.der for node in way.nodes),
        facts=tuple(node.facts for node in way.nodes),
        trusted=way.trusted,
        faults=(*wrong, *late),
        untimely=bool(late) and not wrong,
        stopped=ways.stopped,
    )


def _rank(way: Way, wrong: int) -> tuple[bool, bool, int, float, int, str]:
    return (
        not way.trusted,
        not way.complete,
        wrong,
        -lasts_until(way),
        -len(way.nodes),
        " ".join(node.facts.thumbprint for node in way.nodes),
    )


def lasts_until(way: Way) -> float:
    """When (POSIX time) the first authority of a way expires: the way is of use until then."""
    return min((node.facts.not_after.timestamp() for node in way.nodes[1:]), default=0.0)
