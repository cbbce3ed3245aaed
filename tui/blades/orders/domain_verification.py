"""Domain Verification (Step 2: Verify): choose a method, prove the domain, see the result of the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.certificate_registration.mails import ResendEmail, SendEmailInstructions
from store.operations.certificate_registration.token_pages import PlaceTokenPage
from store.operations.certificate_registration.verify import VerifyDomain
from store.resources import Method, OrderLedger, VerificationCheck
from store.services.certificate_registration.configuration import (
    Progress,
    configuration_steps,
    proof_methods,
    proof_places,
)
from store.services.certificate_registration.limits import CHECK_MINUTES
from tui.blades.orders.base import OrderBlade, next_event_verb
from tui.blades.orders.proof_steps import CANNOT, LABELS, NEEDS, instructions
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.status import TOKENS, distance, minute, spelled, status
from tui.text.step_words import STEP_TONES
from tui.widgets.radio import Radio, RadioRow
from tui.widgets.section import Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.services.certificate_registration.configuration import MethodChoice

_VERIFIED = "Certificate is Domain Verified"


class DomainVerification(OrderBlade):
    """Four methods, the manual one in two variants; an impossible one keeps its row and its reason."""

    OPENS = "Choose"
    PERFORMS = ("VerifyDomain", "ResendEmail", "SendEmailInstructions", "PlaceTokenPage", "AdvanceClock")

    DEFAULT_CSS = """
    DomainVerification #method { margin: 0; }
    DomainVerification #token > Static { text-wrap: nowrap; text-overflow: ellipsis; }
    """
    LABEL = "Domain Verification"
    COPIES = "Copy token"
    HELP_TEXT = (
        "The certificate authority must see that the domain is yours. Verify asks for a check, which takes "
        f"{spelled(CHECK_MINUTES)} minutes; Refresh shows what it found. From December 2021 on, proof by a "
        "page gives no www name; an App Service domain, a DNS TXT record and a mail do. CAA records, where "
        "there are any, must allow godaddy.com."
    )

    # The portal's four buttons in its order, then what leads to where the chosen method's proof is put.

    @performs("v", "Verify", "Ask for a check by the chosen method")
    def verify(self) -> VerifyDomain:
        return VerifyDomain(order=self.resource, method=self.method.value)

    @verb("r", "Refresh", "Show what the check found")
    def tell_result(self) -> None:
        """Refresh: load the changes of other programs, and say the state of the proof."""
        self.host.refresh_world()
        known = self._ledger()
        if known.verification is not None:
            text = f"Domain verification is pending: checked at {minute(known.verification.due_at)} UTC."
            self.host.say("Refresh", text, "info", keep=False)
        elif known.last_check is not None and known.last_check.passed:
            self.host.say("Refresh", f"{_VERIFIED}.", "success", keep=False)
        elif known.last_check is not None:
            self.host.say("Refresh", known.last_check.found, "warning", keep=False)

    @performs("p", "Resend Email", "Send the verification mail again")
    def resend_email(self) -> ResendEmail:
        return ResendEmail(order=self.resource)

    @resend_email.why_not
    def _needs_mail(self) -> str:
        if self._by_mail():
            return ""
        return "It sends the mail of Mail Verification. Choose that method first."

    @performs("i", "Email Instructions", "Ask the CA about an order flagged for possible fraud")
    def email_instructions(self) -> SendEmailInstructions:
        return SendEmailInstructions(order=self.resource)

    @verb("o", "DNS zone")
    def open_zone(self) -> None:
        """Show the zone in which the record is looked for."""
        zone = proof_places(self.world, self.order).zone_id
        if zone:
            self.host.go("zone.overview", zone)
        else:
            self.host.go("zones")

    @open_zone.shown
    def _by_record(self) -> bool:
        return self.method in (Method.MANUAL_TXT, Method.DOMAIN)

    @performs("l", "Place token page")
    def place_token_page(self) -> PlaceTokenPage | None:
        """Putting the token page on the app that answers for the host."""
        site = proof_places(self.world, self.order).site_id
        return PlaceTokenPage(site=site, order=self.resource) if site else None

    @place_token_page.shown
    def _by_page(self) -> bool:
        return self.method is Method.MANUAL_HTML

    @verb("o", "Mailbox")
    def open_mailbox(self) -> None:
        self.host.go("mailbox")

    @open_mailbox.shown
    def _by_mail(self) -> bool:
        return self.method is Method.MAIL

    next_event = next_event_verb

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._method: Method | None = None
        self._told: tuple[object, object] | None = None

    def content(self) -> ComposeResult:
        yield Section("Method", Radio("METHOD", "NEEDS"), id="method")
        yield Section("Token", Notes(id="chip"), id="token")
        yield Section("Steps", Notes(id="steps"), id="how")
        yield Section("Last check", Notes(id="found"))

    @property
    def method(self) -> Method:
        """The chosen method: the one of the last proof until another is chosen."""
        if self._method is None:
            self._method = self._first()
        return self._method

    def _first(self) -> Method:
        known = self._ledger()
        if known.verification is not None:
            return known.verification.method
        return known.last_check.method if known.last_check else Method.MANUAL_TXT

    def _ledger(self) -> OrderLedger:
        return self.world.need(OrderLedger, self.resource)

    def refresh_view(self, world: World) -> None:
        choices, places = proof_methods(world, self.order), proof_places(world, self.order)
        rows = [
            RadioRow(one.method.name, LABELS[one.method], NEEDS[one.method], _impossible(one))
            for one in choices
        ]
        self.query_one(Radio).show_rows(rows, self.method.name)
        chip = Content.assemble(
            ("Domain Verification Token   ", "$text-muted"),
            cell(f"  {places.token}  ", "bold $text on $field"),
            "   ",
            ("c", "bold $key"),
            " copy",
            ("   not the asuid value", "$text-muted"),
        )
        self.query_one("#chip", Notes).show(chip)
        chosen = next(one for one in choices if one.method is self.method)
        keys = self.verify.key, self.tell_result.key
        self.query_one("#how", Section).retitle(LABELS[self.method])
        self.query_one("#steps", Notes).show(*instructions(chosen, places, *keys))
        self._show_found()

    def on_table_opened(self, event: Table.Opened) -> None:
        chosen = next(one for one in proof_methods(self.world, self.order) if one.method.name == event.key)
        if chosen.impossible is not None:
            text = f"{chosen.impossible.message} {chosen.impossible.next_step}"
            self.host.say(LABELS[chosen.method], text, "warning", keep=False)
            return
        self._method = chosen.method
        self.update_view(force=True)

    def _show_found(self) -> None:
        """Show the result; a new result scrolls into view on a low screen."""
        found = self.query_one("#found", Notes)
        found.show(*self._found())
        known = self._ledger()
        news = (known.verification, known.last_check)
        if self._told is not None and news != self._told:
            self.call_after_refresh(found.scroll_visible, animate=False)
        self._told = news

    def _found(self) -> list[Content]:
        """The running check, the result of the last, and the reasons for the CA not to issue."""
        known, now = self._ledger(), self.world.now
        lines: list[Content] = []
        if known.verification is not None:
            due = known.verification.due_at
            text = f"{LABELS[known.verification.method]}, result at {due:%H:%M} UTC, {distance(now, due)}"
            lines.append(Content.assemble(status("Pending", "time", bold=True), "  ", cell(text)))
        elif known.last_check is not None:
            lines += _check_lines(known.last_check, issued=bool(self.order.thumbprint))
        else:
            lines.append(status("not checked", "muted"))
        _, verify, assign = configuration_steps(self.world, self.order)
        if verify.done and assign.progress in (Progress.TO_DO, Progress.UNDER_WAY):
            word = "Not issued" if assign.progress is Progress.TO_DO else "Issuing"
            head = status(word, STEP_TONES[assign.progress], bold=True)
            lines.append(Content.assemble(head, "  ", cell(assign.detail)))
        return lines

    def copy_text(self) -> str:
        return self.order.properties.domain_verification_token


def _impossible(choice: MethodChoice) -> str:
    """The reason in a row's few words; choosing the row shows all of it."""
    if choice.impossible is None:
        return ""
    return CANNOT.get(choice.impossible.code, choice.impossible.message)


def _check_lines(check: VerificationCheck, *, issued: bool) -> list[Content]:
    word = (
        status(_VERIFIED, "success", bold=True)
        if check.passed
        else status("No new proof" if issued else "Not verified", "warning", bold=True)
    )
    when = (f"  {minute(check.checked_at)}  {LABELS[check.method]}", TOKENS["muted"])
    return [Content.assemble(word, when), cell(check.found)]
