"""Eras: each begins in its year, is described for a time, and names what came after it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store.arm.template import order_template
from store.eras import CHANGES, ERAS
from store.worlds import begin
from tests.support.order_cloud import Shop
from tui.text.era_facts import ca_rules, era_numbers


@pytest.mark.parametrize("era", list(ERAS))
def test_a_world_begins_in_the_year_of_its_era_and_its_documents_describe_it(era: str) -> None:
    world = begin("empty", era=era, keys="ec")
    assert str(world.now.year) == era
    assert world.era.describes(world.now)


@pytest.mark.parametrize("era", list(ERAS))
def test_every_era_says_which_later_changes_are_not_simulated(era: str) -> None:
    end = ERAS[era].described[1]
    assert not ERAS[era].describes(end) and ERAS[era].describes(end - timedelta(seconds=1))
    text = era_numbers(ERAS[era])
    assert f"to {end:%Y-%m-%d}" in text
    for change in CHANGES:
        assert (change.source in text and change.what in text) is (change.since >= end)


def test_the_rules_of_every_ca_are_told_with_their_days_and_ballots() -> None:
    text = ca_rules()
    for told in (
        "398 days since 2020-09-01",
        "47 days since 2029-03-15",
        "10 days since 2029-03-15",
        "SC-081v3",
    ):
        assert told in text


@pytest.mark.parametrize(
    ("era", "version"),
    [("2018", "2015-08-01"), ("2019", "2018-02-01"), ("2022", "2022-03-01"), ("2026", "2024-11-01")],
)
def test_a_template_has_the_api_version_of_its_year(era: str, version: str) -> None:
    shop = Shop(era)
    shop.issue()
    made = order_template(shop.world, shop.order())
    assert {one["apiVersion"] for one in made["resources"]} == {version}


def test_a_demo_can_begin_on_any_day() -> None:
    """Also where the first certificate is short, and where its proof holds ten days."""
    for number, era in enumerate(list(ERAS) * 3):
        moment = datetime(2017, 5, 1, 9, tzinfo=UTC) + timedelta(days=500 * number)
        world = begin("demo", era=era, now=moment, keys="ec")
        assert moment - timedelta(seconds=1) <= world.now <= moment
