"""Certificate Configuration: the three steps between buying a certificate and using it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.content import Content

from store.resources import group_of, name_of
from store.services import steps
from store.services.certificate_registration.configuration import configuration_steps
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS
from store.services.certificate_registration.stages import status_word
from store.services.certificate_registration.state import order_state
from store.services.certificate_registration.vault_link import link_state
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade, next_event_verb
from tui.blades.orders.hops import current_number
from tui.text.cells import cell
from tui.text.order_words import link_tone, state_tone
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, Fact, Tone, muted, nothing, sign, status, thumbprint_full
from tui.text.step_words import STEP_TONES, order_stages
from tui.widgets.entries import Entries, Entry
from tui.widgets.section import Essentials, Notes, Paragraph, Section
from tui.widgets.wires import stage_line

if TYPE_CHECKING:
    from store import World
    from store.services.certificate_registration.configuration import Step

#: Entry key → the page of that step and what opening it is called.
_PAGES = {
    "1": ("order.vault_status", "Key Vault Status"),
    "2": ("order.verification", "Domain Verification"),
    "3": ("order.assign", "Assign"),
}
#: Cells before a step's text, so that the texts stand below one another.
_TITLE = 22


class Configuration(OrderBlade):
    """Step 1: Store, Step 2: Verify, Step 3: Assign. It opens on the first step that is not done."""

    PERFORMS = ("AdvanceClock",)

    DEFAULT_CSS = "Configuration Entries { margin: 1 0 0 0; }"
    LABEL = steps.PAGE
    COPIES = "Copy token"
    HELP_TEXT = (
        "Store puts the certificate into a key vault, Verify proves that the domain is yours, Assign brings "
        f"the certificate to an app. An order that nobody verifies within {DENIED_AFTER_DAYS} days is "
        "denied, for good."
    )
    refresh_world = refresh_verb
    next_event = next_event_verb

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._arrived = False

    def content(self) -> ComposeResult:
        yield Paragraph("Each step must be followed before the certificate can be used.")
        yield Entries()
        yield Section("Step", Essentials(id="facts"), Notes(id="open"), id="step", classes="wide-only")
        yield Section("Where this order stands", Notes(id="stages"), Essentials(id="states"))

    def refresh_view(self, world: World) -> None:
        steps = configuration_steps(world, self.order)
        entries = self.query_one(Entries)
        entries.show([_entry(str(place), step) for place, step in enumerate(steps, 1)])
        if not self._arrived:
            self._arrived = True
            entries.select(next((str(place) for place, step in enumerate(steps, 1) if not step.done), "3"))
        self._show_step()
        self._show_stages()

    def on_resize(self, _: events.Resize) -> None:
        if self._arrived:
            self._show_stages()

    def _show_stages(self) -> None:
        self.query_one("#stages", Notes).show(
            stage_line(order_stages(self.world, self.order, self.drift()), self.size.width - 8), Content("")
        )
        self.query_one("#states", Essentials).show(self._states())

    def _states(self) -> tuple[Fact, ...]:
        """The three states that are easily taken for one another."""
        properties = self.order.properties
        tone = state_tone(order_state(self.world, self.order))
        word = status_word(properties.status)
        link = link_state(self.world, self.order)
        return (
            ("Certificate Status", status(word, "success" if word == "Issued" else tone)),
            ("Link to Key Vault", status(link.value, link_tone(link)) if link else nothing()),
            (
                "provisioningState",
                Content.assemble(
                    status(properties.provisioning_state.value, "success"),
                    ("   the ARM write, not the certificate", "$text-muted"),
                ),
            ),
        )

    def _show_step(self) -> None:
        key = self.query_one(Entries).cursor_key or "1"
        step = configuration_steps(self.world, self.order)[int(key) - 1]
        self.query_one("#step", Section).retitle(step.title)
        self.query_one("#facts", Essentials).show(self._facts(key, step))
        route, label = _PAGES[key]
        keys = Content.assemble(("enter", "bold $key"), f" open {label}")
        self.query_one("#open", Notes).show(Content(""), keys)

    def _facts(self, key: str, step: Step) -> tuple[Fact, ...]:
        order, link = self.order, self.order.link
        if key == "1":
            vault = link.key_vault_id if link else ""
            return (
                ("Key vault", cell(name_of(vault)) if link else muted("not assigned")),
                ("Resource group", cell(name_of(group_of(vault))) if link else nothing()),
                ("Secret", cell(link.key_vault_secret_name) if link else nothing()),
            )
        if key == "2":
            token = Content.assemble(
                cell(order.properties.domain_verification_token, "bold $text"),
                "   ",
                ("c", "bold $key"),
                " copy",
            )
            return ("Domain", cell(order.domain)), ("Token", token), ("Proof", cell(step.detail))
        current = current_number(self.drift())
        print_ = thumbprint_full(order.thumbprint, current, current)
        return (
            ("Thumbprint", print_ if order.thumbprint else muted("not issued yet")),
            ("Product Type", cell(order.properties.product_type.label)),
            ("State", cell(step.detail)),
        )

    def on_entries_moved(self) -> None:
        self._show_step()

    def on_entries_opened(self, event: Entries.Opened) -> None:
        self.host.go(_PAGES[event.key][0], self.resource)

    def copy_text(self) -> str:
        return self.order.properties.domain_verification_token


def _entry(key: str, step: Step) -> Entry:
    tone = STEP_TONES[step.progress]
    style = "bold $text" if tone != "muted" else "$text-muted"
    head = Content.assemble(
        sign(tone), "  ", cell(step.title.ljust(_TITLE), style), cell(step.text, TOKENS[_text_tone(tone)])
    )
    return Entry(key, head, (muted(step.detail.replace(", secret ", f" {SIGNS.dot} secret ")),), indent=3)


def _text_tone(tone: Tone) -> Tone:
    return tone if tone in ("error", "muted") else "plain"
