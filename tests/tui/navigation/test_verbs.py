"""Verbs of a page: their order, their names, what they say and which declarations are refused."""

from __future__ import annotations

import pytest

from store.operations.simulator.clock import AdvanceClock
from tui.navigation.routes import ROUTES, page_id
from tui.navigation.verbs import Verbs, opens, performs, verb


@verb("r", "Refresh", "as other instances left it")
def refresh_verb(page: Desk) -> None:
    """Of several pages."""
    page.done.append("refreshed")


class Desk(Verbs):
    """A page with a verb of every form."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.selected = ""
        self.later = False

    @verb("y", "Rekey", "A new key", bar=False)
    def rekey(self) -> None:
        self.done.append("asked first")

    @rekey.operation
    def rekeying(self) -> AdvanceClock | None:
        return AdvanceClock(by=self.selected) if self.selected else None

    refresh = refresh_verb

    @performs("a", "Advance", select_first="Select a time first.")
    def advance(self) -> AdvanceClock | None:
        return self.rekeying()

    @advance.why_not
    def too_late(self) -> str:
        return "It is too late." if self.later else ""

    @advance.labelled
    def advance_name(self) -> str:
        return "Advance again" if self.done else "Advance"

    create = opens("n", "Create", "create", "Buy a certificate")

    @verb("l", "Later")
    def postpone(self) -> None:
        self.later = True

    @postpone.shown
    def in_time(self) -> bool:
        return not self.later


class Corner(Desk):
    """A page that has the verbs of another, one of its own, and one in another way."""

    @verb("z", "Zoom")
    def zoom(self) -> None:
        self.done.append("zoomed")

    @performs("a", "Advance")
    def advance(self) -> AdvanceClock:
        return AdvanceClock(next=True)


def names(page: Verbs) -> list[str]:
    return [one.label for one in page.verbs()]


def test_verbs_stand_in_the_order_they_are_defined_in() -> None:
    assert names(Desk()) == ["Rekey", "Refresh", "Advance", "Create", "Later"]


def test_inherited_verbs_come_first_and_those_defined_anew_where_they_are() -> None:
    assert names(Corner()) == ["Rekey", "Refresh", "Create", "Later", "Zoom", "Advance"]


def test_a_page_that_hides_an_inherited_verb_has_it_no_more() -> None:
    hidden = type("Hidden", (Desk,), {"create": None})
    assert names(hidden()) == ["Rekey", "Refresh", "Advance", "Later"]


def test_a_verb_read_from_a_page_acts_on_that_page() -> None:
    one, other = Desk(), Desk()
    one.selected = "8h"
    assert one.rekey.action is not None and one.rekey.operation is not None
    one.rekey.action()
    assert (one.done, other.done) == (["asked first"], [])
    assert one.rekey.operation() == AdvanceClock(by="8h")
    assert other.rekey.operation is not None and other.rekey.operation() is None


def test_a_verb_that_pages_share_acts_on_the_page_it_is_read_from() -> None:
    one, other = Desk(), Corner()
    assert other.refresh.action is not None
    other.refresh.action()
    assert (one.done, other.done) == ([], ["refreshed"])


def test_the_method_under_a_verb_stays_a_method() -> None:
    desk = Desk()
    desk.selected = "1h"
    assert desk.rekeying() == AdvanceClock(by="1h")
    assert desk.too_late() == ""


def test_a_verb_has_the_words_it_was_declared_with() -> None:
    desk = Desk()
    assert (desk.rekey.key, desk.rekey.tip, desk.rekey.bar) == ("y", "A new key", False)
    assert desk.advance.select_first == "Select a time first."
    assert desk.create.route == "create" and desk.create.action is None


def test_label_reason_and_presence_follow_the_state_of_the_page() -> None:
    desk = Desk()
    assert desk.advance.why_not is not None and desk.advance.why_not() == ""
    assert desk.postpone.action is not None
    desk.postpone.action()
    desk.done.append("one thing")
    assert desk.advance.why_not() == "It is too late."
    assert names(desk) == ["Rekey", "Refresh", "Advance again", "Create"]


def test_a_verb_is_absent_while_its_route_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ROUTES, "create")
    assert "Create" not in names(Desk())


def test_a_verb_is_named_after_its_page_and_its_method() -> None:
    rekey = ROUTES["order.rekey"].load()
    locks = ROUTES["order.locks"].load()
    assert f"{page_id(rekey)}.rekey" == "order.rekey.rekey"
    assert page_id(locks) == "locks", "a page with several routes is named after the shortest"
    assert Desk().rekey.id == "desk.rekey"
    assert Corner().rekey.id == "corner.rekey"


def test_a_reserved_or_repeated_key_is_refused_when_a_page_is_written() -> None:
    with pytest.raises(TypeError, match="reserved"):
        type("Bad", (Verbs,), {"take": opens("t", "Take", "time")})
    with pytest.raises(TypeError, match="twice"):
        type("Bad", (Verbs,), {"add": opens("a", "Add", "create"), "again": opens("a", "Again", "create")})
    with pytest.raises(TypeError, match="twice"):
        type("Bad", (Desk,), {"add": opens("a", "Add", "create")})


def test_pages_that_share_a_verb_give_it_one_name() -> None:
    with pytest.raises((TypeError, RuntimeError)) as refused:
        type("Bad", (Verbs,), {"read_again": refresh_verb})
    cause = refused.value.__cause__ or refused.value
    assert "refresh" in str(cause)
