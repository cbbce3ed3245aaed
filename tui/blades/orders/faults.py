"""Faults: what an instructor lets happen to an order in the world outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.arm.records import records
from store.operations.simulator.faults import AgeProof, FlagForFraud
from store.services.certificate_registration.names_and_proof import proof_age
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.columns import Column
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_FLAG = "The CA issues nothing until its review is resolved; Step 2 > Email Instructions asks for that."


class AgeForm(OperationForm):
    """By how many days the last proof of the domain is made older."""

    DOES = "Age"
    REQUIRED = ("days",)
    BLAMES = {"InvalidDays": "days"}

    def __init__(self, order: str, age: str) -> None:
        super().__init__("Age the proof of the domain")
        self._order = order
        self._age = age

    def content(self) -> ComposeResult:
        number = Input("400", type="integer", compact=True, max_length=6)
        yield Field("Days older", number, self._age, id="days")

    def operation(self) -> AgeProof:
        typed = self.value("days")
        return AgeProof(order=self._order, days=int(typed) if typed.isdecimal() else 0)


class OrderFaults(OrderBlade):
    """Faults that are staged for this order; Undo takes one back."""

    LABEL = "Faults"
    COPIES = "Copy the fault"
    PERFORMS = ("AgeProof", "FlagForFraud")
    HELP_TEXT = (
        "A proof that is too old holds a renewal or rekey in Pending Issuance; an order flagged for possible "
        "fraud is issued by nobody until the review ends. Payments and states are set on Subscription, "
        "health in an app's Configuration, mailboxes in the DNS zone."
    )

    @verb("p", "Age the proof", "As if the domain had been verified long ago")
    def age_proof(self) -> None:
        """Ask by how many days."""
        age = proof_age(self.world, self.order)
        told = f"{age.days} d old" if age is not None else ""
        fill_in(self.host, AgeForm(self.resource, told), "Age the proof of the domain")

    @age_proof.operation
    def aging(self) -> AgeProof:
        """The smallest step, to learn whether there is a proof at all."""
        return AgeProof(order=self.resource, days=1)

    @verb("l", "Flag for fraud", "The CA reviews the order")
    def flag(self) -> None:
        """Flag the order, after a question."""
        lines = (cell(self.order.name, "bold $text"), muted(_FLAG))
        confirm(self.host, "Flag for possible fraud", self.flagging(), *lines, does="Flag")

    @flag.operation
    def flagging(self) -> FlagForFraud:
        return FlagForFraud(order=self.resource)

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        with Section("Faults in force"):
            yield Table(
                Column("STAGED BY", 18),
                Column("WHAT IT DOES", 60, least=20, grow=True),
                empty=muted("No fault is staged for this order."),
            )

    def refresh_view(self, world: World) -> None:
        faults = [one for one in records(world, "faults") if one["resource"] == self.order.name]
        self.query_one(Table).show(
            {str(at): (cell(one["operation"]), _sentence(one["sentence"])) for at, one in enumerate(faults)}
        )

    def copy_text(self) -> str:
        table = self.query_one(Table)
        return table.rows[table.cursor_key][1].plain if table.cursor_key else ""


def _sentence(text: str) -> Content:
    return cell(text, "$text")
