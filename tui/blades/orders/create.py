"""Create App Service Certificate: the purchase, judged while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from store.operations.certificate_registration.create import CreateOrder
from store.operations.subscription.create import CreateResourceGroup
from store.resources import ProductType, ResourceGroup, Subscription, subscription_of
from store.services.certificate_registration.limits import PRICES
from store.services.certificate_registration.order_limits import orders_words
from store.services.certificate_registration.purchase import orders_in
from store.services.certificate_registration.term import lead_days, shorter_than_term
from store.services.names import ORDER_NAME
from tui.blades.base import Blade
from tui.blades.orders.purchase_words import purchase_problems, script_line, what_one_gets
from tui.dialogs.new_group import NewGroup
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.state_words import OFFER_WORDS
from tui.widgets.actions import ActionRow
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input
from tui.widgets.section import Essentials, Section

if TYPE_CHECKING:
    from store import Done, World

_IDS = {
    "Subscription": "subscription",
    "Resource group": "group",
    "SKU": "sku",
    "Naked Domain Host Name": "host",
    "Certificate name": "name",
    "Enable auto renewal": "renew",
    "Legal Terms": "legal",
}
#: Labels that some years have instead.
_ALSO = {"Name": "Certificate name", "Certificate SKU": "SKU"}
#: Before which fields a heading stands, in the years whose form has headings.
_HEADINGS = {"Subscription": "Project details", "SKU": "Certificate details"}


#: Cells of the page from which rows stand apart, and rows from which the script's line is shown.
_WIDE, _HIGH = 100, 26


def _sku() -> Choice:
    options = [
        Option(one.sku, f"{one.sku} {one.label} {SIGNS.dot} {PRICES[one] / 100:.2f} USD/year")
        for one in ProductType
    ]
    return Choice(*options, title="SKU")


def _renew() -> Choice:
    return Choice(Option("on", "On"), Option("off", "Off"), title="Enable auto renewal")


def _legal() -> Choice:
    return Choice(Option("no", "Not accepted"), Option("yes", "Accepted"), title="Legal Terms")


class Create(Blade):
    """The form of the era: fields in its order, a note beside each, the result below, one primary."""

    LABEL = "Create App Service Certificate"
    KIND_LABEL = "App Service Certificates"
    PERFORMS = ("CreateOrder", "CreateResourceGroup")
    HELP_TEXT = (
        "Standard secures a domain and its www name, Wild Card every name one level below a domain. Prices "
        "are examples. The order is billed when the certificate is issued, and each automatic renewal is."
    )
    DEFAULT_CSS = """
    Create .create--heading { text-style: bold; margin: 0 0 1 0; }
    /* Between the rows of a narrow form it stands apart from those above, close to its own. */
    .-narrow .create--heading { margin: 1 0 0 0; }
    .-narrow .create--heading:first-child { margin: 0; }
    """
    SCOPED_CSS = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "create", "Create", id="create.confirm"),
        Binding("f3", "new_group", "New resource group", id="create.new_group"),
    ]

    def content(self) -> ComposeResult:
        labels = self.world.era.create_fields
        headings = _HEADINGS if labels[0] == "Subscription" else {}
        controls = {"SKU": _sku, "Enable auto renewal": _renew, "Legal Terms": _legal}
        for label in labels:
            if label in headings:
                yield Static(headings[label], classes="create--heading")
            known = _ALSO.get(label, label)
            control = controls[known]() if known in controls else self._control(known)
            yield Field(label, control, id=_IDS[known])
        yield Section("What you will get", Essentials(id="preview"))

    def _control(self, label: str) -> Input | Choice:
        if label in ("Subscription", "Resource group"):
            return Choice(title=label)
        return Input(compact=True, max_length=260)

    def bottom(self) -> ComposeResult:
        yield ActionRow("Create")

    def title(self) -> str:
        return self.LABEL

    def refresh_view(self, world: World) -> None:
        subscriptions = [Option(one.id, one.properties.display_name) for one in world.all(Subscription)]
        self._choice("subscription").offer(subscriptions)
        payer = self._value("subscription")
        groups = [one for one in world.all(ResourceGroup) if subscription_of(one.id).lower() == payer.lower()]
        self._choice("group").offer([Option(group.id, group.name) for group in groups])
        self._check()

    def on_resize(self, _: events.Resize) -> None:
        if self._drawn_revision >= 0:
            self._check()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if self._drawn_revision >= 0:
            self._check()

    def focus_first(self) -> None:
        self._field("host").control.focus()

    # Fields

    def _field(self, id: str) -> Field:
        return self.query_one(f"#{id}", Field)

    def _has(self, id: str) -> bool:
        """Whether this year's form has the field."""
        return bool(self.query(f"#{id}"))

    def _value(self, id: str) -> str:
        return self._field(id).value.strip()

    def _choice(self, id: str) -> Choice:
        control = self._field(id).control
        assert isinstance(control, Choice)
        return control

    def operation(self) -> CreateOrder:
        """What the fields say now."""
        return CreateOrder(
            name=self._value("name"),
            host=self._value("host"),
            resource_group=self._value("group"),
            sku=self._value("sku"),
            subscription=self._value("subscription"),
            auto_renew=not self._has("renew") or self._value("renew") == "on",
        )

    def on_input_changed(self, _: Input.Changed) -> None:
        self._check()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        if event.choice is self._field("subscription").control:
            self.refresh_view(self.world)
        self._check()

    def _check(self) -> None:
        """Judge every field, and say what Create waits for."""
        self._hints()
        asked = self.operation()
        problems = dict(purchase_problems(self.world, asked))
        if self._has("legal") and self._value("legal") == "no":
            problems["Legal Terms"] = "They must be accepted."
        for label, id in _IDS.items():
            if not self._has(id):
                continue
            # A field nobody has typed in is waited for, not wrong.
            typed = bool(self._value(id)) and id != "legal"
            self._field(id).note(problems.get(label, "") if typed else "")
        self._praise(problems)
        self.query_one(ActionRow).wait(self._waits(problems))
        facts = what_one_gets(self.world, asked, problems)
        if self.size.height >= _HIGH:
            facts.append(("Same as", cell(script_line(asked))))
        self.query_one("#preview", Essentials).show(facts)

    def _praise(self, problems: dict[str, str]) -> None:
        """Say of the fields that are right what they come to."""
        if "Subscription" not in problems:
            self._field("subscription").note(self._quota(), "success")
        if "Certificate name" not in problems:
            self._field("name").note("available", "success")

    def _hints(self) -> None:
        star = self._value("sku") == ProductType.WILDCARD.sku
        days = lead_days(self.world.era, self.world.now)
        ends = "the year's end" if shorter_than_term(self.world.era, self.world.now) else "expiry"
        paid = " and is charged" if ends == "expiry" else ", charged"
        renews = self._fits(f"renews {days} days before {ends}{paid}", f"{days} d before {ends}")
        off = "ends with the year" if ends != "expiry" else "expires in a year"
        self._field("group").hint(self._fits("existing; f3 makes a new one", "f3 makes a new one"))
        self._field("sku").hint("example price")
        self._field("host").hint(
            "*.contoso.com" if star else self._fits("contoso.com, or one full subdomain", "contoso.com")
        )
        self._field("name").hint(
            self._fits("{} to {} letters and digits".format(*ORDER_NAME), "letters and digits")
        )
        if self._has("renew"):
            self._field("renew").hint(renews if self._value("renew") == "on" else off)

    def _fits(self, long: str, short: str) -> str:
        """What a note says where there is room for it, and where there is not."""
        return short if self.size.width < _WIDE else long

    def _waits(self, problems: dict[str, str]) -> str:
        here = next((field.label for field in self.query(Field) if field.control.has_focus), "")
        here = _ALSO.get(here, here)
        if self.size.width < _WIDE and here in problems and self._value(_IDS[here]):
            # The note beside the field is cut: the whole sentence has room here only.
            return problems[here]
        called = {self._field(_IDS[label]).label: problem for label, problem in problems.items()}
        if len(called) > 1:
            return f"Create waits for {len(called)} fields: {', '.join(called)}"
        for label, problem in called.items():
            return f"{label}: {problem}"
        refused = self.portal.why_not(self.operation())
        return f"{refused.message} {refused.next_step}".strip() if refused else ""

    def _quota(self) -> str:
        payer = self.world.need(Subscription, self._value("subscription")).properties
        used = orders_in(self.world, self._value("subscription"))
        orders = orders_words(payer, used)
        return self._fits(f"{OFFER_WORDS.get(payer.offer, payer.offer)}, {orders} used", orders)

    def action_create(self) -> None:
        """As if Create were pressed."""
        self.query_one(ActionRow).confirm()

    def on_input_submitted(self) -> None:
        self.screen.focus_next("Input, Choice, Push")

    def on_action_row_confirmed(self) -> None:
        operation = self.operation()
        self.host.perform(operation, title="Create", then=lambda done: self._created(operation, done))

    def _created(self, operation: CreateOrder, _: Done) -> None:
        if self.host.in_front(self):
            self.host.go("order.overview", operation.target(self.world), fresh=True)

    async def on_action_row_cancelled(self) -> None:
        await self.screen.run_action("screen.back")

    def action_new_group(self) -> None:
        """Make a resource group now, and choose it."""
        self.host.ask(NewGroup(self._value("subscription")), self._make_group)

    def _make_group(self, operation: object) -> None:
        assert isinstance(operation, CreateResourceGroup)
        made = operation.target(self.world)
        self.host.perform(
            operation, title="Create resource group", then=lambda _: self._choice("group").choose(made)
        )
