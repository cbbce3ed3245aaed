"""FAQs: four titled entries, each opening its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tui.blades.orders.base import OrderBlade
from tui.dialogs.read_text import ReadText
from tui.text.faqs import faqs
from tui.text.status import link, muted
from tui.widgets.entries import Entries, Entry
from tui.widgets.section import Paragraph

if TYPE_CHECKING:
    from store import World


class Faqs(OrderBlade):
    """Documentation on configuration, rekey and sync, and renewal."""

    LABEL = "FAQs"
    HELP_TEXT = "The texts speak of the era of this world: the numbers in them are the ones its jobs follow."

    def content(self) -> ComposeResult:
        yield Entries()
        yield Paragraph("\nIf none of this helps, Drift shows where it stops and what repairs it.")

    def refresh_view(self, world: World) -> None:
        self.query_one(Entries).show(
            [Entry(faq.title, link(faq.title), (muted(faq.about),)) for faq in faqs(world)]
        )

    def on_entries_opened(self, event: Entries.Opened) -> None:
        for faq in faqs(self.world):
            if faq.title == event.key:
                self.app.push_screen(ReadText(faq.title, faq.text))
