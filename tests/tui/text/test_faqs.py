"""FAQs: what they say of machines, and that they lead only to what is there."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

import store
import tui
from store.eras import ERAS
from tests.support.order_cloud import Shop
from tui.navigation.routes import ROUTES
from tui.text.era_facts import era_numbers
from tui.text.faqs import faqs

#: Pages of Azure that texts may lead to once this portal has them.
PAGES = ("Resource Explorer", "New support request")
ABSENT = [page.lower() for page in PAGES if page not in {route.label for route in ROUTES.values()}]


@pytest.mark.parametrize("package", [store, tui], ids=lambda one: one.__name__)
def test_no_text_points_to_a_page_that_is_not_there(package: ModuleType) -> None:
    for file in Path(str(package.__file__)).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8").lower()
        assert not [name for name in ABSENT if name in text], file


@pytest.mark.parametrize("era", sorted(ERAS))
def test_a_deployed_machine_keeps_its_version_and_the_extension_follows(era: str) -> None:
    texts = " ".join(text for one in faqs(Shop(era).world) for _, text in one.parts)
    assert "the machine keeps that version until it is deployed anew" in texts
    assert "The Key Vault VM extension is given the address without a version" in texts
    assert "by itself" not in texts


def test_where_a_paid_year_has_several_certificates_its_end_counts_for_manual_renew() -> None:
    """What is read of the windows is what Manual Renew is refused by."""
    for era in ERAS:
        shop = Shop(era)
        shop.issue()
        text = dict(faqs(shop.world)[1].parts)["When is a certificate renewed?"]
        refused = shop.refused("RenewOrder", order="contosocert").message
        several = "the end of the paid year" in refused
        assert several is (era == "2026")
        assert ("days before the end of the paid year" in text) is several
        assert ("days before the end of the paid year" in era_numbers(ERAS[era])) is several
