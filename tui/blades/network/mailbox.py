"""Mailbox: the mails that reached the domains' administrators, and the links in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.certificate_registration.mails import OpenMailLink
from store.resources import Mail, name_of
from store.services.certificate_registration.mail_state import MailState, mail_state
from tui.blades.base import refresh_verb
from tui.blades.listing import Listing
from tui.navigation.verbs import performs
from tui.text.cells import cell
from tui.text.status import Tone, link, minute, muted, status
from tui.widgets.columns import Cells, Column, Rows
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


_TONES: dict[MailState, Tone] = {
    MailState.OPENED: "success",
    MailState.WAITS: "warning",
    MailState.PROVED: "muted",
    MailState.ENDED: "muted",
}


class Mailbox(Listing):
    """Mails, newest first. Mail to a mailbox that does not exist is lost without a word to the sender."""

    OPENS = "Open the link"
    LABEL = "Mailbox"
    KIND_LABEL = "what the domains' administrators receive"
    COPIES = "Copy link"
    PERFORMS = ("OpenMailLink",)
    HELP_TEXT = (
        "The certificate authority writes to admin@, administrator@, hostmaster@, postmaster@ and webmaster@ "
        "of the domain. Opening the link in its mail proves the domain; it opens once."
    )

    @performs(
        "o",
        "Open link",
        "Open the link in the selected mail, as the owner of the domain",
        select_first="There is no mail.",
    )
    def open_link(self) -> OpenMailLink | None:
        mail = self.selected()
        return OpenMailLink(mail=mail.id) if mail else None

    refresh_world = refresh_verb

    def content(self) -> ComposeResult:
        yield Table(
            Column("STATUS", 10),
            Column("SENT", 16),
            Column("ORDER", 16, leaves=2),
            Column("SUBJECT", 36, least=16, gives=12, grow=True),
            Column("TO", 22, leaves=1, grow=True),
            empty=muted("No mail has arrived."),
        )
        yield Section("Mail", Notes(id="mail"))

    def refresh_view(self, world: World) -> None:
        mails = sorted(world.all(Mail), key=lambda mail: mail.sent_at, reverse=True)
        rows = Rows([mail.id for mail in mails], lambda id: _row(world, world.need(Mail, id)))
        self.query_one(Table).show(rows)
        self._show_mail()

    def selected(self) -> Mail | None:
        """The mail under the cursor."""
        return self.world.get(Mail, self.query_one(Table).cursor_key or None)

    def on_table_moved(self) -> None:
        self._show_mail()
        self.update_chrome()

    def on_table_opened(self) -> None:
        self.press(self.open_link)

    def _show_mail(self) -> None:
        mail, notes = self.selected(), self.query_one("#mail", Notes)
        if mail is None:
            notes.show(muted("nothing is selected"))
            return
        opened = f"The link was opened {minute(mail.opened_at)} UTC." if mail.opened_at else ""
        refused = opened or self.why_not(self.open_link)
        key = Content.assemble((self.open_link.key, "bold $key"), " ", self.open_link.label)
        notes.show(
            Content.assemble(("To       ", "$text-muted"), cell(", ".join(mail.to))),
            Content.assemble(("Subject  ", "$text-muted"), cell(mail.subject, "bold $text")),
            Content(""),
            cell(mail.body),
            link(mail.link),
            Content(""),
            muted(refused) if refused else key,
        )

    def copy_text(self) -> str:
        mail = self.selected()
        return mail.link if mail else ""


def _row(world: World, mail: Mail) -> Cells:
    state = mail_state(world, mail)
    return (
        status(state.value, _TONES[state]),
        muted(minute(mail.sent_at)),
        cell(name_of(mail.order)),
        cell(mail.subject),
        muted(mail.to[0] if len(mail.to) == 1 else f"{mail.to[0]} and {len(mail.to) - 1} more"),
    )
