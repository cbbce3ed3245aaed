"""Chains are judged as a TLS client does: a table of cases in every order of the file, beside OpenSSL."""

from __future__ import annotations

from itertools import islice, permutations
from pathlib import Path

import pytest

from store.x509.chain import build_chain
from store.x509.paths.judgement import judge
from store.x509.paths.ways import ways_up
from tests.support.path_cases import CASES, NOW, Case, openssl_takes
from tests.support.pfx_parts import needs_openssl

#: OpenSSL takes the first issuer that fits: of so many orders one has to lead it to the way that holds.
_ORDERS = 24

cases = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def verdicts(case: Case) -> set[tuple[bool, str]]:
    """What is said of the case in every order of its certificates."""
    found = set()
    for pool in permutations(case.pool):
        ways_up.cache_clear()
        judged = judge(case.leaf, pool, case.roots, NOW)
        said = "; ".join(judged.faults)
        if not judged.trusted:
            top = judged.facts[-1]
            said = (
                f"{top.subject} is not a trusted root"
                if top.self_signed
                else build_chain(case.leaf, pool).reason
            )
        found.add((judged.holds, said))
    return found


@cases
def test_every_order_of_the_file_gives_the_one_right_verdict(case: Case) -> None:
    [(holds, said)] = verdicts(case)
    assert holds is not bool(case.fault)
    assert case.fault in said


@needs_openssl
@cases
def test_openssl_says_the_same(case: Case, tmp_path: Path) -> None:
    assert any(openssl_takes(case, order, tmp_path) for order in orders(case)) is not bool(case.fault)


def orders(case: Case) -> list[tuple[bytes, ...]]:
    """Orders of the file: all of up to four certificates, some of five."""
    return [*islice(permutations(case.pool), _ORDERS), tuple(reversed(case.pool))]
