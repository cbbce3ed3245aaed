"""The search for ways up ends, whatever certificates a stranger brings, and says when it gave up."""

from __future__ import annotations

import pytest

from store.errors import AzureError
from store.x509.chain import build_chain
from store.x509.paths.judgement import judge
from store.x509.paths.limits import LONGEST_SHOWN, MOST_CERTIFICATES, MOST_WAYS
from store.x509.paths.ways import ways_up
from tests.support.path_cases import HOST, NOW, ROOT, certificate, dns, only

LEVELS = MOST_WAYS.bit_length()


def lattice() -> list[bytes]:
    """Two authorities of the same name on each level, all certified by both of the level above."""
    return [
        certificate(f"L{level}", f"L{level + 1}", key=f"{level} {own}", signer=f"{level + 1} {above}")
        for level in range(LEVELS)
        for own in "ab"
        for above in "ab"
    ]


@pytest.fixture(scope="module")
def leaf() -> bytes:
    return certificate(HOST, "L0", signer="0 a", ca=False)


def test_the_search_stops_at_its_limit_and_says_so(leaf: bytes) -> None:
    pool = lattice()
    ways = ways_up(leaf, frozenset(pool))
    assert ways.stopped and len(ways.found) == MOST_WAYS < 2**LEVELS
    judged = judge(leaf, pool, (), NOW)
    assert judged.stopped and not judged.trusted
    assert "too many certificates" in build_chain(leaf, pool).reason


def test_where_it_stops_does_not_hang_on_the_order_of_the_file(leaf: bytes) -> None:
    pool = lattice()
    found = set()
    for order in (pool, pool[::-1], pool[7:] + pool[:7]):
        ways_up.cache_clear()
        found.add(judge(leaf, order, (), NOW).certificates)
    assert len(found) == 1


def test_a_trusted_root_is_found_before_the_limit(leaf: bytes) -> None:
    root = certificate(f"L{LEVELS}", f"L{LEVELS}", key=f"{LEVELS} b", signer=f"{LEVELS} b")
    assert judge(leaf, lattice(), (root,), NOW).holds


def test_files_with_too_many_certificates_are_refused_unread(leaf: bytes) -> None:
    with pytest.raises(AzureError, match="PfxTooManyCertificates"):
        build_chain(leaf, [bytes([number]) for number in range(MOST_CERTIFICATES + 1)])


def test_long_names_are_cut_in_sentences() -> None:
    long = ".".join(["a" * 60] * 4)
    leaf = certificate(HOST, "CA", ca=False, names=(long,))
    ca = certificate("CA", "Root", only(dns("contoso.com")))
    [fault] = judge(leaf, [ca], [ROOT], NOW).faults
    assert long[:LONGEST_SHOWN] in fault and long[: LONGEST_SHOWN + 1] not in fault
