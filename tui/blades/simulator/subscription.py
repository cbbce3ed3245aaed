"""Subscription: what it may buy, whether it can pay, and what it has paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.subscription.state import (
    CLOUDS,
    OFFERS,
    STATES,
    SetCard,
    SetCloud,
    SetOffer,
    SetSubscriptionState,
)
from store.resources import Charge, Subscription, name_of
from store.services.certificate_registration.order_limits import order_limit
from store.services.certificate_registration.purchase import orders_in
from tui.blades.base import Blade, refresh_verb
from tui.blades.simulator.subscription_forms import LimitForm, SubscriptionForm
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import fill_in
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.state_words import OFFER_WORDS
from tui.text.status import Fact, Tone, day, muted, status
from tui.widgets.columns import Cells, Column
from tui.widgets.pick import Pick
from tui.widgets.section import Essentials, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.operations.operation import Operation

_FAILING = "The card will be refused: no purchase is issued and no year renewed until it is valid again."
_TONES: dict[str, Tone] = {
    "Enabled": "success",
    "Warned": "warning",
    "Suspended": "error",
    "Cancelled": "error",
}


class SubscriptionBlade(Blade):
    """State, card, offer and cloud are the simulator's to set; charges follow from what was issued."""

    LABEL = "Subscription"
    COPIES = "Copy subscription id"
    PERFORMS = (
        "SetSubscriptionState",
        "SetCard",
        "SetOffer",
        "SetCloud",
        "CreateSubscription",
        "RaiseOrderLimit",
    )
    HELP_TEXT = (
        "A subscription that is suspended or cancelled can neither be changed nor pay, and its key vaults "
        "give nothing out. With a card that is refused no purchase is issued and no year renewed: auto renew "
        "alone does not keep a certificate alive. Nothing is charged for a denied order."
    )

    @verb("u", "State")
    def choose_state(self) -> None:
        self.pick("State", STATES, "state")

    @verb("p", "Card", "Let payments fail, or succeed again")
    def switch_card(self) -> None:
        """Let payments succeed again at once; ask before they fail."""
        operation = self.switching()
        if operation.valid:
            self.host.perform(operation, title="Card")
        else:
            confirm(self.host, "Let payments fail", operation, Content(_FAILING), does="Let them fail")

    @switch_card.operation
    def switching(self) -> SetCard:
        """The card the other way round."""
        return SetCard(valid=not self.found.properties.card_valid, subscription=self.found.id)

    @verb("y", "Offer")
    def choose_offer(self) -> None:
        self.pick("Offer", OFFERS, "offer")

    @verb("l", "Cloud")
    def choose_cloud(self) -> None:
        self.pick("Cloud", CLOUDS, "cloud")

    @verb("o", "Locks")
    def open_locks(self) -> None:
        self.host.go("locks", self.found.id)

    @verb("n", "Create", "Another subscription")
    def create(self) -> None:
        """Ask for its name."""
        fill_in(self.host, SubscriptionForm(), "Create subscription")

    @verb("z", "Raise limit", "Of App Service Certificates, by support")
    def raise_limit(self) -> None:
        """Ask for the new limit."""
        limit = order_limit(self.found.properties)
        fill_in(self.host, LimitForm(self.found.id, limit), "Raise the limit of certificates")

    @verb(">", "Next subscription")
    def next_subscription(self) -> None:
        """Show the next subscription of the tenant."""
        self._place += 1
        self.update_view(force=True)

    @next_subscription.shown
    def _has_several(self) -> bool:
        return not self.resource and len(self.world.table(Subscription)) > 1

    refresh_world = refresh_verb

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._place = 0

    @property
    def found(self) -> Subscription:
        """The subscription that is shown."""
        known = list(self.world.all(Subscription))
        return self.world.get(Subscription, self.resource) or known[self._place % len(known)]

    def content(self) -> ComposeResult:
        yield Section("Essentials", Essentials())
        with Section("Charges"):
            yield Table(
                Column("DATE", 10),
                Column("CERTIFICATE", 24, least=12),
                Column("WHAT", 30, least=12, grow=True),
                Column("USD", 9, right=True),
                empty=muted("Nothing was charged."),
            )

    def title(self) -> str:
        return f"{self.found.properties.display_name} - {self.LABEL}"

    def refresh_view(self, world: World) -> None:
        found = self.found
        self.query_one(Essentials).show(*_facts(world, found))
        charges = [one for one in world.all(Charge) if one.subscription.lower() == found.key]
        total = sum(one.cents for one in charges)
        rows = {one.id: _charge(one) for one in reversed(charges)}
        sums = (muted(""), muted(""), cell("Total", "bold $text"), cell(_dollars(total), "bold $text"))
        self.query_one(Table).show(rows | ({"total": sums} if rows else {}))

    def pick(self, what: str, values: tuple[str, ...], field: str) -> None:
        """Ask for one of the values and set it."""
        held = str(getattr(self.found.properties, field))
        rows: dict[str, Cells] = {value: (cell(OFFER_WORDS.get(value, value)),) for value in values}
        dialog = Pick(what, (Column(what.upper(), 40, grow=True),), rows, start=held)
        self.host.ask(dialog, lambda value: self.host.perform(self._change(field, value), title=what))

    def _change(self, field: str, value: str) -> Operation:
        if field == "state":
            return SetSubscriptionState(to=value, subscription=self.found.id)
        if field == "offer":
            return SetOffer(offer=value, subscription=self.found.id)
        return SetCloud(cloud=value, subscription=self.found.id)

    def copy_text(self) -> str:
        return name_of(self.found.id)


def _facts(world: World, found: Subscription) -> tuple[list[Fact], list[Fact]]:
    properties = found.properties
    count, limit = orders_in(world, found.id), order_limit(properties)
    card = status("valid", "success") if properties.card_valid else status("payments fail", "error")
    names: list[Fact] = [
        ("Subscription name", cell(properties.display_name)),
        ("Subscription ID", cell(name_of(found.id))),
        ("Tenant", cell(properties.tenant_id)),
        ("Cloud", cell(properties.cloud)),
    ]
    states: list[Fact] = [
        ("State", status(properties.state, _TONES.get(properties.state, "plain"), bold=True)),
        ("Credit card", card),
        ("Offer", cell(OFFER_WORDS.get(properties.offer, properties.offer))),
        ("App Service Certificates", _quota(count, limit)),
    ]
    return states, names


def _quota(count: int, limit: int) -> Content:
    text = f"{count} of {limit}"
    return status(f"{text}, the limit is reached", "warning") if count >= limit else cell(text)


def _charge(one: Charge) -> Cells:
    return (
        cell(day(one.charged_at)),
        cell(name_of(one.resource), "$text"),
        muted(one.text),
        cell(_dollars(one.cents)),
    )


def _dollars(cents: int) -> str:
    return f"{cents / 100:,.2f}"
