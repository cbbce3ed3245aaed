"""A text to read, select and copy: a template, a token, a report, the numbers of an era."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.text.plain import paragraphs
from tui.widgets.card import Card

if TYPE_CHECKING:
    from store.eras import Era


class ReadText(Card[None]):
    """Shows a text as it is; the terminal's own selection works on it where its clipboard does not."""

    WIDTH = 100
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy"),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self._text = paragraphs(text)

    def content(self) -> ComposeResult:
        yield Static(Content(self._text))

    def bottom(self) -> ComposeResult:
        keys = Content.assemble(("esc", "bold $key"), " close   ", ("c", "bold $key"), " copy")
        yield Static(keys, classes="card--keys")

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._text)
        self.app.notify("The text was sent to the terminal's clipboard.", title="Copy", markup=False)


def era_text(era: Era) -> ReadText:
    """The numbers and rules of an era, as the seeds of this program state them."""
    return ReadText(f"Era {era.name}", era_numbers(era))


def era_numbers(era: Era) -> str:
    """What an era means, one line each."""
    validity = "one year" if era.validity_days is None else f"{era.validity_days} days"
    lines = (
        ("Certificates are valid for", validity),
        (
            "Auto renew begins",
            f"{era.auto_renew_days} days before expiry, job every {era.auto_renew_period_hours} h",
        ),
        ("Manual Renew is allowed from", f"{era.manual_renew_days} days before expiry"),
        ("Sync job", f"every {era.sync_period_hours} h"),
        ("Proof of the domain holds", f"{era.reverify_days} days"),
        ("Key vaults", "access policies or RBAC" if era.rbac_vaults else "access policies only"),
        ("www by HTML page", "yes" if era.www_by_html else "no"),
        ("Step 1 puts a Delete lock on", f"the {era.default_lock}" if era.default_lock else "nothing"),
        (
            "Serial number in a PFX",
            f"at most {era.serial_octets} octets" if era.serial_octets else "any length",
        ),
        ("App menu", era.app_menu),
    )
    return "\n".join(f"{label:<30} {value}" for label, value in lines)
