"""Heaps of certificates drawn at random, with flaws drawn at random, get the verdict of `openssl verify`."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography import x509

from store.x509.paths.judgement import judge
from tests.support.path_cases import (
    ANY,
    HOST,
    MAIL,
    NOW,
    PAST,
    SERVER,
    SOON,
    UNKNOWN,
    Case,
    certificate,
    dns,
    named,
    never,
    only,
    openssl_takes,
    purposes,
)
from tests.support.pfx_parts import needs_openssl

#: Names of authorities, the leaf's issuer first.
NAMES = ("CA", "B", "C", "D")


def flaws(draw: Random, *, authority: bool) -> tuple[list[x509.ExtensionType], dict[str, Any]]:
    """Extensions and dates of a certificate; most have none that is special."""
    more: list[x509.ExtensionType] = []
    other: dict[str, Any] = {}
    if authority:
        dates = draw.choice([{}] * 8 + [{"end": PAST}, {"start": SOON}])
        length = draw.choice([{}] * 6 + [{"length": 0}, {"length": 1}])
        other = {**dates, **length}
        more += draw.choice([[]] * 12 + [[purposes(each)] for each in (MAIL, SERVER, ANY)])
        mine = x509.DirectoryName(named("CA"))
        bases = (only(dns("contoso.com")), only(dns("shop.com")), never(dns("contoso.com")), only(mine))
        more += draw.choice([[]] * 16 + [[base] for base in bases])
    if draw.random() < 0.06:
        more.append(UNKNOWN)
        other["critical"] = draw.random() < 0.5
    return more, other


def heap(draw: Random) -> Case:
    """A leaf, two to four authorities that certify each other upwards or back, and one trusted root."""
    pool = []
    for subject in ("CA", "CA", *draw.choices(NAMES[:3], k=draw.randint(0, 2))):
        above = NAMES[NAMES.index(subject) + 1 :] if draw.random() < 0.85 else NAMES
        more, other = flaws(draw, authority=True)
        pool.append(certificate(subject, draw.choice(above), *more, **other))
    top = draw.choice(("B", "C", "D"))
    more, other = flaws(draw, authority=True)
    root = certificate(top, top, *more, **other)
    more, other = flaws(draw, authority=False)
    leaf = certificate(HOST, "CA", *more, ca=False, **other)
    return Case(leaf, list(dict.fromkeys(pool)), (root,), "")


@needs_openssl
@pytest.mark.parametrize("seed", range(40))
def test_a_random_heap_is_judged_as_openssl_does(seed: int, tmp_path: Path) -> None:
    case = heap(Random(seed))
    taken = any(openssl_takes(case, order, tmp_path) for order in permutations(case.pool))
    assert judge(case.leaf, case.pool, case.roots, NOW).holds is taken
