"""Export template (Automation script before 2019): the order as an ARM template, to read and copy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.arm.template import order_template
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade
from tui.dialogs.read_text import ReadText
from tui.host import Outside
from tui.navigation.verbs import verb
from tui.text.plain import paragraphs
from tui.text.status import muted
from tui.widgets.columns import Column
from tui.widgets.section import Paragraph
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class ExportTemplate(OrderBlade):
    """Written by Azure is not in it: status, dates, the certificate. Nor is any key."""

    COPIES = "Copy template"
    HELP_TEXT = (
        "An ARM template is what one deploys to get a resource like this one. Deploying it buys another "
        "certificate: the order is new, and its domain is to be verified again."
    )
    refresh_world = refresh_verb

    @verb("v", "View as text", "To select and copy")
    def show_text(self) -> None:
        """The template alone, without line numbers."""
        self.app.push_screen(ReadText(self.world.era.template_menu, self.copy_text()))

    def content(self) -> ComposeResult:
        yield Paragraph("Of this certificate alone. Resource Explorer has the others.")
        yield Table(Column("", 3, right=True), Column("", 60, least=20, grow=True))

    def title(self) -> str:
        return f"{self.order.name} - {self.world.era.template_menu}"

    def refresh_view(self, world: World) -> None:
        lines = paragraphs(self.copy_text()).split("\n")
        rows = {str(place): (muted(place), Content(line)) for place, line in enumerate(lines, 1)}
        self.query_one(Table).show(rows)

    def outside(self) -> Outside:
        return Outside(f"{self.order.name}-template", "json", self.copy_text())

    def copy_text(self) -> str:
        return json.dumps(order_template(self.world, self.order), indent=2, ensure_ascii=False)
