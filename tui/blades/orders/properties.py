"""Properties: the order's identity, as ARM has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.resources import Contact, OrderLedger, Provenance, Subscription, group_of, name_of, subscription_of
from store.services.provenance import INFERRED, imported
from store.services.regions import region_name
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import Fact, minute, muted, nothing, unknown
from tui.widgets.section import Essentials, Notes, Paragraph, Section

if TYPE_CHECKING:
    from store import World


class OrderProperties(OrderBlade):
    """Id, name, type, location, subscription and group; then what the CA keeps as the order's contact."""

    LABEL = "Properties"
    COPIES = "Copy resource ID"
    HELP_TEXT = "The resource ID names the order in scripts: `certblade show ID` prints the same resource."
    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Section("Resource", Essentials(id="resource"), Paragraph(id="id"))
        yield Section("Order", Essentials(id="order"))
        yield Section("Export", Notes(id="export"), id="exported")

    def refresh_view(self, world: World) -> None:
        order = self.order
        subscription = world.get(Subscription, subscription_of(order.id))
        shown = subscription.properties.display_name if subscription else "not found"
        self.query_one("#resource", Essentials).show(
            (
                _fact("Name", order.name),
                _fact("Type", type(order).__struct_config__.tag),
                _fact("Location", region_name(order.location)),
                _fact("Resource group", name_of(group_of(order.id))),
                _fact("Subscription", shown),
                _fact("Subscription ID", name_of(subscription_of(order.id))),
            )
        )
        # Without blanks to wrap at, a name would be cut anywhere.
        parts = re.split(r"(?<=.)(?=/providers/|/certificateOrders/)", order.id)
        rows = Content("\n").join(cell(part, "$text") for part in parts)
        resource_id = Content.assemble(("Resource ID\n", "$text-muted"), rows)
        self.query_one("#id", Paragraph).update(resource_id)
        self.query_one("#order", Essentials).show(self._order_facts())
        told = world.get(Provenance, order.id)
        self.query_one("#exported", Section).display = told is not None
        self.query_one("#export", Notes).show(*(_provenance(told) if told else ()))

    def _order_facts(self) -> tuple[Fact, ...]:
        properties = self.order.properties
        issued, contact = properties.last_certificate_issuance_time, properties.contact
        signed = properties.signed_certificate
        records = self.world.need(OrderLedger, self.resource).issued
        return (
            _fact("Provisioning state", properties.provisioning_state.value),
            _fact("Status", properties.status.value),
            _fact("Key size", properties.key_size),
            _fact("Subject", signed.subject if signed else properties.distinguished_name),
            ("Names", self._known(", ".join(records[-1].names) if records else "")),
            ("Serial number", self._known(signed.serial_number if signed else "")),
            ("Issuer", self._known(signed.issuer if signed else "")),
            ("Last issued", cell(f"{minute(issued)} UTC") if issued else nothing()),
            ("Contact", self._known(_person(contact))),
        )

    def _known(self, text: str) -> Content:
        """A value; of an imported order one that no export tells is said to be so."""
        if text:
            return cell(text)
        return unknown() if imported(self.world) else nothing()

    def copy_text(self) -> str:
        return self.order.id


def _person(contact: Contact) -> str:
    """Whom the CA writes to; contact data of an import is not read."""
    return f"{contact.name_first} {contact.name_last} <{contact.email}>" if contact.email else ""


def _provenance(told: Provenance) -> list[Content]:
    """The files an order was read from, what is inferred of it and why, what none of them has."""
    lines = [Content.assemble(muted("Files     "), cell(", ".join(told.files) or SIGNS.impossible))]
    for field, reason in told.inferred.items():
        lines.append(Content.assemble(muted("Inferred  "), cell(f"{INFERRED} {field}: {reason}")))
    if told.unknown:
        lines.append(Content.assemble(unknown(), muted(": "), cell(", ".join(told.unknown))))
    return lines


def _fact(label: str, value: object) -> Fact:
    return label, cell(value)
