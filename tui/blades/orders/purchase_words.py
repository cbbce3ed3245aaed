"""A purchase before it is made: its faults, its result, and the same as a command line."""

from __future__ import annotations

import shlex
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from store.errors import AzureError
from store.operations.certificate_registration.create import CreateOrder
from store.resources import ProductType, Subscription, name_of
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS
from store.services.certificate_registration.names_and_proof import page_proves_www
from store.services.certificate_registration.purchase import (
    host_problem,
    names_bought,
    order_name_problem,
    purchase_refusal,
)
from store.services.certificate_registration.term import longest_days, shorter_than_term
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import Fact, muted

if TYPE_CHECKING:
    from store import World


def purchase_problems(world: World, asked: CreateOrder) -> Iterator[tuple[str, str]]:
    """Label of a field → what is wrong with it, in the store's words."""
    payer = world.get(Subscription, asked.subscription)
    refused = purchase_refusal(world, payer) if payer else None
    if refused is not None:
        yield "Subscription", f"{refused.message} {refused.next_step}".strip()
    if not asked.resource_group:
        yield "Resource group", "There is none yet: f3 makes one."
    if wrong := host_problem(asked.host, asked.sku):
        yield "Naked Domain Host Name", wrong
    if wrong := order_name_problem(world, asked.resource_group, asked.name):
        yield "Certificate name", wrong


def what_one_gets(world: World, asked: CreateOrder, problems: Container[str]) -> list[Fact]:
    """The certificate that this purchase comes to; `problems` are the labels of fields at fault."""
    host = asked.host
    wrong = bool(host) and "Naked Domain Host Name" in problems
    once = "   once the host name is corrected" if wrong else ""
    valid = "1 year from issue"
    if shorter_than_term(world.era, world.now):
        days = longest_days(world.era, world.now)
        valid = f"1 year, as certificates of {days} days at no further cost"
    return [
        ("Subject", Content.assemble(cell(f"CN={host}" if host else SIGNS.impossible), muted(once))),
        ("Names", _names(world, asked) if host and not wrong else muted(SIGNS.impossible)),
        ("Valid", cell(f"{valid}; verify the domain within {DENIED_AFTER_DAYS} days")),
    ]


def _names(world: World, asked: CreateOrder) -> Content:
    try:
        names = names_bought(world, asked.host, asked.sku)
    except AzureError as error:
        return muted(error.message)
    by_page = "" if len(names) == 1 or page_proves_www(world) else "   verified by DNS or mail"
    star = asked.sku == ProductType.WILDCARD.sku
    return Content.assemble(cell(", ".join(names)), muted("" if star else by_page))


def script_line(asked: CreateOrder) -> str:
    """The same purchase for a script."""
    words = ["certblade", "do", "create-order", "--name", asked.name, "--host", asked.host]
    words += ["--resource-group", name_of(asked.resource_group), "--sku", asked.sku]
    return shlex.join(words + ([] if asked.auto_renew else ["--auto-renew", "false"]))
