"""Each known problem comes about by operations alone, is named by its evidence, and goes by its repair."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from store.problems import PROBLEMS, likely
from store.problems.renewal import still_earlier
from store.problems.report import support_report
from store.resources import CertificateOrder, Mail, SecretVersion
from tests.support.problem_case import Bench, Case
from tests.support.problems_of_apps import CASES as OF_APPS
from tests.support.problems_of_orders import CASES as OF_ORDERS
from tests.support.worlds import walk_world

CASES = (*OF_ORDERS, *OF_APPS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_it_is_named_by_its_evidence_and_goes_by_its_repair(case: Case, tmp_path: Path) -> None:
    bench = Bench(case.world(), tmp_path)
    case.happens(bench)
    found = [one for one in likely(bench.world) if one.problem.code == case.code]
    assert found, [one.problem.code for one in likely(bench.world)]
    for one in found:
        assert one.finding.evidence and one.finding.way_out.text
        mine = likely(bench.world, one.finding.resource)
        distances = [one.finding.resource == first.finding.resource for first in mine]
        assert distances == sorted(distances, reverse=True) or any(
            one.finding.resource in first.finding.about for first in mine
        )
    assert _told_secrets(bench) == set()
    case.repaired(bench)
    assert case.code not in {one.problem.code for one in likely(bench.world)}


def _told_secrets(bench: Bench) -> set[str]:
    """What reports about the resources with a problem, and about the subscription, tell and must not."""
    world = bench.world
    secrets = {order.properties.domain_verification_token for order in world.all(CertificateOrder)}
    secrets |= {mail.link for mail in world.all(Mail)} | {str(bench.folder)}
    secrets |= {one.properties.value[:60] for one in world.all(SecretVersion)}
    about = dict.fromkeys(("", *(one.finding.resource for one in likely(world))))
    told = json.dumps([support_report(world, one, "") for one in about])
    return {one for one in secrets if one and one in told}


def test_every_known_problem_has_a_case() -> None:
    assert {problem.code for problem in PROBLEMS} == {case.code for case in CASES}
    codes = Counter(problem.code for problem in PROBLEMS)
    assert codes.most_common(1)[0][1] == 1


def test_each_symptom_is_whole_in_a_row_of_80_cells() -> None:
    assert max(len(problem.symptom) for problem in PROBLEMS) <= 72


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["a"], "a still has an earlier certificate."),
        (["a", "b"], "a, b still have an earlier certificate."),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more still have an earlier certificate."),
    ],
)
def test_certificates_that_were_not_synced_are_told_together(names: list[str], told: str) -> None:
    assert still_earlier(names) == told


def test_a_world_in_order_has_none() -> None:
    assert likely(walk_world()) == ()
