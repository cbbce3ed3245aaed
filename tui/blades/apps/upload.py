"""Upload Certificate: a PFX file and its password, and what App Service would say of them."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from store.errors import AzureError, StateError
from store.operations.arguments import File
from store.operations.simulator.trust import TrustRoot
from store.operations.web.uploads import UploadCertificate as Upload
from tui.blades.apps.pfx_form import PfxForm
from tui.blades.apps.requirement_report import RequirementReport, explanation, report_text
from tui.blades.apps.upload_words import (
    HELP,
    file_facts,
    judge,
    same_as,
    short_refusal,
    show_verdict,
    surroundings,
    waits_for,
)
from tui.dialogs.read_text import ReadText
from tui.navigation.verbs import performs, verb
from tui.text.plain import plain
from tui.text.signs import SIGNS
from tui.widgets.actions import ActionRow
from tui.widgets.body import Body
from tui.widgets.entries import Entries
from tui.widgets.form import Field
from tui.widgets.section import Banner, Essentials, Notes, Section

if TYPE_CHECKING:
    from store import Done, World
    from store.x509.requirements.report import Report, Requirement


class UploadCertificate(PfxForm):
    """The report follows the fields; Upload waits for a file that would be taken."""

    LABEL = "Upload Certificate"
    COPIES = "Copy report"
    PERFORMS = ("UploadCertificate", "TrustRoot")
    HELP_TEXT = HELP
    DEFAULT_CSS = "UploadCertificate #across.-empty { display: none; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "upload", "Upload", id="site.upload.confirm"),
        Binding("f3", "browse", "Choose a file", id="site.upload.browse"),
    ]

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._seen: Report | AzureError | None = None
        #: What `_seen` is about, and what was last asked for.
        self._about: object = None

    @verb("u", "Upload")
    def upload(self) -> None:
        self.action_upload()

    @upload.operation
    def operation(self) -> Upload:
        """What the fields say now."""
        return Upload(site=self.resource, file=File(self.path), password=self.password)

    @upload.why_not
    def waits(self) -> str:
        """Why Upload is not possible yet, "" when it is."""
        if not self.path:
            return "Upload waits for: PFX Certificate File"
        if isinstance(self._seen, AzureError) and self._about == self._asked():
            return short_refusal(self._seen)
        if self.report is None:
            return "Upload waits for the check of the file."
        if self.report.accepted:
            return ""
        return waits_for(self._failed())

    @verb("p", "Password")
    def enter_password(self) -> None:
        self.input("password").focus()

    @verb("o", "Another file")
    def choose_another(self) -> None:
        self.action_browse()

    @verb("3", "Re-encrypt with 3DES", "by the PFX helper")
    def encrypt_anew(self) -> None:
        self.host.go("pfx_helper", self.path)

    @encrypt_anew.shown
    def _weak_cipher(self) -> bool:
        return self._fails("cipher")

    @verb("4", "Complete the chain", "by the PFX helper")
    def add_chain(self) -> None:
        self.host.go("pfx_helper", self.path)

    @add_chain.shown
    def _short_chain(self) -> bool:
        return self._fails("chain")

    @performs("5", "Trust this root", "In the simulator, as if it came with every browser")
    def trust_root(self) -> TrustRoot:
        return TrustRoot(file=File(self.path), password=self.password)

    @trust_root.shown
    def _untrusted(self) -> bool:
        return self.report is not None and self.report.line("trust").code == "CertificateNotTrusted"

    def _fails(self, rule: str) -> bool:
        return any(line.id == rule for line in self._failed())

    def content(self) -> ComposeResult:
        yield from self.fields()
        yield Banner(id="verdict")
        yield Section(
            "File", Essentials(id="facts"), Essentials(id="across", classes="high-only"), id="about"
        )
        yield Section("Private certificate requirements", RequirementReport(), id="rules")
        yield Section("Command line", Notes(id="line"), id="same")

    def bottom(self) -> ComposeResult:
        yield ActionRow("Upload")

    def title(self) -> str:
        return self.LABEL if self.report is None else f"{self.LABEL} - requirement report"

    def subtitle(self) -> str:
        return f"{self.site.name} {SIGNS.dot} {self.world.era.app_menu}"

    # What is typed, and what was seen

    @property
    def report(self) -> Report | None:
        """The report on the contents of the fields, None while there is none."""
        seen = self._seen if self._about == self._asked() else None
        return None if isinstance(seen, AzureError) else seen

    def _asked(self) -> object:
        """What a report depends on: fields, certificates already there, trusted roots, day."""
        return self.path, self.password, *surroundings(self.world, self.site)

    def refresh_view(self, world: World) -> None:
        if self.path and self._about != self._asked():
            self.look()
        self._show()

    def look(self) -> None:
        """Judge the file in a thread; what was seen before stays until then."""
        self.stop_waiting()
        if not self.path:
            self._seen, self._about = None, None
            self._show()
            return
        asked = self._asked()
        look = partial(judge, self.world, self.site, self.path, self.password)
        self.host.work.look("upload", look, lambda seen: self._found(asked, seen), keys_wait=True)

    def _found(self, asked: object, seen: Report | AzureError) -> None:
        if self.is_attached and asked == self._asked():
            self._seen, self._about = seen, asked
            self._show()
            if self.query_one(RequirementReport).has_focus:
                # The verdict first, also where the fields above it must leave the screen.
                self.call_after_refresh(self.query_one("#verdict").scroll_visible, animate=False, top=True)

    # Showing

    def _show(self) -> None:
        seen, report = self._seen, None if isinstance(self._seen, AzureError) else self._seen
        wrong = seen if isinstance(seen, AzureError) else None
        field = self.query_one("#file", Field)
        field.note(short_refusal(wrong) if wrong else "", "warning")
        for section in ("#about", "#rules", "#same"):
            self.query_one(section).display = report is not None
        banner = self.query_one("#verdict", Banner)
        if report is None:
            banner.hide()
        else:
            show_verdict(banner, report, given=bool(self.password))
            self._show_report(report)
        self._mark_first()
        self.update_chrome()

    def _show_report(self, report: Report) -> None:
        name = PurePath(self.path).name
        left, right, across = file_facts(name, report.facts, self.world.now)
        self.query_one("#facts", Essentials).show(left, right)
        self.query_one("#across", Essentials).show(across)
        self.query_one("#across").set_class(not across, "-empty")
        ways = {"cipher": self.encrypt_anew, "chain": self.add_chain, "trust": self.trust_root}
        keys = {rule: way.key for rule, way in ways.items() if rule != "trust" or self._untrusted()}
        self.query_one(RequirementReport).show_report(report, keys)
        self.query_one("#line", Notes).show(same_as(name, self.world.era.name, report))

    def update_chrome(self) -> None:
        super().update_chrome()
        if self._painted:
            self.query_one(ActionRow).wait(self.why_not(self.upload))

    def _failed(self) -> list[Requirement]:
        return [line for line in self.report.lines if line.verdict == "failed"] if self.report else []

    # What the verbs do

    def on_entries_opened(self, event: Entries.Opened) -> None:
        if self.report is not None:
            rule = self.report.line(event.key)
            self.app.push_screen(ReadText(rule.title, explanation(rule)))

    def copy_text(self) -> str:
        report = self.report
        return report_text(plain(PurePath(self.path).name), report) if report else ""

    def action_upload(self) -> None:
        """As if Upload were pressed."""
        self.query_one(ActionRow).confirm()

    def on_action_row_confirmed(self) -> None:
        self.host.perform(self.operation(), title=self.LABEL, then=self._uploaded)

    def on_action_row_cancelled(self) -> None:
        self.leave()

    def _uploaded(self, _: Done) -> None:
        self.input("password").value = ""
        if self.host.in_front(self):
            self.leave()

    def refused(self, error: AzureError | StateError) -> None:
        """Show the refusal in the portal's words; the notification names the fault."""
        head = "Upload for private certificate failed."
        told = "Check the notification error for more details."
        self.query_one(Body).made_refusal().show("error", head, told)
        self.update_view(force=True)
