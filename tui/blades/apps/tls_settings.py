"""TLS/SSL settings of an app: bindings, private key certificates and public key certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalGroup

from store.operations.web.bindings import RemoveBinding
from store.operations.web.public_certificates import DeletePublicCertificate
from store.operations.web.settings import SetHttpsOnly, SetMinTlsVersion
from store.resources import PublicCertificate, WebCertificate, name_of
from tui.blades.apps.base import SiteBlade
from tui.blades.apps.binding_list import Bindings
from tui.blades.apps.certificate_forms import (
    CreateManaged,
    ImportCertificate,
    ImportVaultCertificate,
    UploadPublic,
)
from tui.blades.apps.certificate_lists import PrivateCertificates, PublicCertificates, Tiles
from tui.blades.apps.host_words import diagnosis
from tui.blades.apps.verbs import ADD_SOURCE, BINDING, FILTER, IMPORT, MANAGED, PUBLIC, SCALE, SOURCES, VAULT
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.dialogs.read_text import ReadText
from tui.navigation.routes import ROUTES
from tui.navigation.verbs import REFRESH, Verb
from tui.text.cells import cell
from tui.text.faqs import faqs
from tui.text.signs import SIGNS
from tui.text.status import muted
from tui.widgets.commandbar import Spoken
from tui.widgets.form import Option, Toggle
from tui.widgets.pick import Pick
from tui.widgets.section import Banner, Section
from tui.widgets.setting import Setting
from tui.widgets.table import Column, Table
from tui.widgets.tabs import Tab, TabRow, Tabs

if TYPE_CHECKING:
    from store import World

_ON_OFF = (Option("off", "Off"), Option("on", "On"))


_FORMS: dict[str, type[OperationForm]] = {
    IMPORT.label: ImportCertificate,
    VAULT.label: ImportVaultCertificate,
    MANAGED.label: CreateManaged,
    PUBLIC[0].label: UploadPublic,
}


class TlsSettings(SiteBlade):
    """Three tabs. Later portals have the bindings under Custom domains and a tab for managed certificates."""

    DEFAULT_CSS = "TlsSettings #unbound { margin: 1 0 0 0; }"
    COPIES = "Copy thumbprint"
    HELP_TEXT = (
        "Certificates are stored in the webspace (the plan's resource group, region and system), and every "
        "app there can use them. Import or upload secures nothing by itself: each host name needs a "
        "binding. To replace a certificate: upload, add the binding again, delete the old one; so the "
        "inbound IP stays."
    )
    VERBS = (
        REFRESH,
        Verb(
            "x",
            "Delete bindings",
            operation=lambda blade: blade.removal(),
            action=lambda blade: blade.remove_binding(),
            select_first="Select a host name in the tab Bindings first.",
        ),
        Verb("y", "Buy Certificate", action=lambda blade: blade.app.go("create", fresh=True)),
        Verb("d", "Troubleshoot", action=lambda blade: blade.troubleshoot()),
        Verb("f", "FAQs", action=lambda blade: blade.faqs()),
    )

    def content(self) -> ComposeResult:
        yield Banner(id="tier")
        with Tabs():
            yield TabRow()
            if self.world.era.bindings_on_domains:
                yield PrivateCertificates("Managed certificates", managed=True, id="managed")
                yield PrivateCertificates("Bring your own certificates", managed=False, id="private")
            else:
                with VerticalGroup(id="bindings"):
                    with Section("Protocol Settings", classes="low-untitled"):
                        yield Setting("HTTPS Only", "o", id="https")
                        yield Setting("Minimum TLS Version", "v", id="tls")
                    yield Banner(id="unbound")
                    yield Tiles(id="add", classes="low-close")
                    yield Bindings("TLS/SSL bindings", muted("No custom domain is mapped to this app."))
                yield PrivateCertificates("Private Key Certificates", id="private")
            yield PublicCertificates(id="public")

    def title(self) -> str:
        return f"{self.site.name} - {self.world.era.app_menu}"

    def verbs(self) -> tuple[Verb, ...]:
        bar = super().verbs()
        if self.world.era.bindings_on_domains:
            bar = tuple(verb for verb in bar if verb.key != "x")
        shown = [*bar, *self._tab_verbs()]
        return tuple(verb for verb in shown if not verb.route or verb.route in ROUTES)

    def _tab_verbs(self) -> Sequence[Verb]:
        tab = self.query_one(Tabs).chosen if self.query(Tabs) else ""
        if not self.plan.sku.allows_tls:
            return (SCALE, *BINDING[1:]) if tab == "bindings" else (SCALE,)
        if tab == "bindings":
            return BINDING
        return PUBLIC if tab == "public" else (*self._tiles(), FILTER)

    def _tiles(self) -> Sequence[Verb]:
        era = self.world.era
        if era.bindings_on_domains:
            return (ADD_SOURCE,)
        return SOURCES if era.managed_certificates else SOURCES[:-1]

    def _tiles_of(self, tiles: Tiles) -> Sequence[Verb]:
        """What can be added where these tiles are; the banner of unbound hosts offers the binding itself."""
        if tiles.id == "add":
            return () if self.query_one("#unbound", Banner).display else BINDING[:1]
        return self._tiles() if isinstance(tiles.parent, PrivateCertificates) else PUBLIC[:1]

    # Showing

    def refresh_view(self, world: World) -> None:
        site, tabs = self.site, self.query_one(Tabs)
        counts = {page.id: page.show(world, site) for page in self.query(PrivateCertificates)}
        public = self.query_one(PublicCertificates).show(world, site)
        if world.era.bindings_on_domains:
            names = [
                Tab("managed", "Managed certificates", counts["managed"]),
                Tab("private", "Bring your own certificates (.pfx)", counts["private"]),
                Tab("public", "Public key certificates (.cer)", public),
            ]
        else:
            self._show_bindings(world)
            names = [
                Tab("bindings", "Bindings"),
                Tab("private", "Private Key Certificates (.pfx)", counts["private"]),
                Tab("public", "Public Key Certificates (.cer)", public),
            ]
        tabs.show(names)
        self._show_tier()

    def _show_bindings(self, world: World) -> None:
        site = self.site
        self.query_one(Bindings).show(world, site, self.hosts())
        value = "on" if site.properties.https_only else "off"
        note = "redirects http to https; On makes HTML page verification fail"
        self.query_one("#https", Setting).show(_ON_OFF, value, note)
        least = site.properties.site_config.min_tls_version
        versions = [Option(version, version) for version in world.era.tls_versions]
        self.query_one("#tls", Setting).show(versions, least, f"a client below {least} is refused")
        banner, free = self.query_one("#unbound", Banner), site.unbound_hosts
        if free and self.plan.sku.allows_tls:
            are = "custom host name has" if len(free) == 1 else "custom host names have"
            named = ", ".join(free[:3]) + (SIGNS.cut if len(free) > 3 else "")
            banner.show("info", f"{len(free)} {are} no binding:", named, "a", "Add TLS/SSL Binding")
        else:
            banner.hide()

    def _show_tier(self) -> None:
        """On Free and Shared plans the way up stands where certificates would be added."""
        plan, banner = self.plan, self.query_one("#tier", Banner)
        if plan.sku.allows_tls:
            banner.hide()
        else:
            head = f"Custom TLS/SSL is not supported on the {plan.sku.tier} tier."
            banner.show("warning", head, "", "p", "Scale up to Basic")

    def update_chrome(self) -> None:
        super().update_chrome()
        if not self.query(Tabs):
            return
        allowed = self.plan.sku.allows_tls
        for tiles in self.query(Tiles):
            verbs = self._tiles_of(tiles) if allowed else ()
            shown = [verb for verb in verbs if not verb.route or verb.route in ROUTES]
            tiles.show([Spoken(replace(verb, bar=True), self.why_not(verb)) for verb in shown])

    # The tab that is shown

    @property
    def table(self) -> Table:
        """The list of the tab that is shown."""
        return self.query_one(f"#{self.query_one(Tabs).chosen}").query_one(Table)

    def focus_first(self) -> None:
        self.table.focus(scroll_visible=False)

    def on_tabs_switched(self) -> None:
        self.focus_first()
        self.update_chrome()

    def on_table_moved(self) -> None:
        if self.query(Bindings):
            self.query_one(Bindings).show_client(self.world, self.site)
        self.update_chrome()

    def on_table_opened(self, event: Table.Opened) -> None:
        if self.query_one(Tabs).chosen == "bindings":
            self.ask_binding(event.key)
        elif self.query_one(Tabs).chosen != "public":
            self.host.go("certificate.overview", event.key)

    def on_choice_changed(self, event: Toggle.Changed) -> None:
        setting = event.choice.parent
        assert isinstance(setting, Setting)
        if setting.id == "https":
            self.change(SetHttpsOnly(site=self.resource, enabled=event.value == "on"), "HTTPS Only")
        elif setting.id == "tls":
            self.change(SetMinTlsVersion(site=self.resource, version=event.value), "Minimum TLS Version")
        else:
            page = self.query_one(f"#{self.query_one(Tabs).chosen}", PrivateCertificates)
            page.show(self.world, self.site, event.value)

    def copy_text(self) -> str:
        tab, key = self.query_one(Tabs).chosen, self.table.cursor_key
        if tab == "bindings":
            selected = self.query_one(Bindings).selected()
            return selected.mark.thumbprint if selected else ""
        if tab == "public":
            public = self.world.get(PublicCertificate, key or None)
            return public.properties.thumbprint if public else ""
        private = self.world.get(WebCertificate, key or None)
        return private.thumbprint if private else ""

    # What the verbs do

    def step(self, setting: str) -> None:
        """The next value of a protocol setting."""
        self.query_one(f"#{setting}", Setting).toggle.action_step(1)

    def step_filter(self) -> None:
        """The next status to show."""
        self.query_one(f"#{self.query_one(Tabs).chosen}", PrivateCertificates).step_filter()

    def add_binding(self) -> None:
        """Ask for a binding of any custom domain."""
        self.ask_binding()

    def removal(self) -> RemoveBinding | None:
        """Taking the selected binding away."""
        if self.query_one(Tabs).chosen != "bindings":
            return None
        return self.unbinding(self.query_one(Bindings).selected())

    def remove_binding(self) -> None:
        """Take the selected binding away, after a question."""
        self.ask_unbinding(self.query_one(Bindings).selected())

    def ask_for(self, label: str) -> None:
        """Ask by the form of a tile; a certificate imported there is worked on in Bindings."""
        form = _FORMS[label](self.resource)
        fill_in(self.host, form, label)

    def ask_source(self) -> None:
        """Add certificate: first its source, then what that source asks."""
        tiles = {verb.label: (cell(verb.label, "$text"), muted(verb.tip)) for verb in self._sources()}
        columns = (Column("SOURCE", 40), Column("", 36, grow=True))
        self.host.ask(Pick("Add certificate", columns, tiles), self._source_chosen)

    def _sources(self) -> list[Verb]:
        return [verb for verb in SOURCES if not verb.route or verb.route in ROUTES]

    def _source_chosen(self, label: str) -> None:
        self.press(next(verb for verb in SOURCES if verb.label == label))

    def public_removal(self) -> DeletePublicCertificate | None:
        """Deleting the selected public certificate."""
        key = self.query_one(PublicCertificates).table.cursor_key
        return DeletePublicCertificate(certificate=key) if key else None

    def remove_public(self) -> None:
        """Delete the selected public certificate, after a question."""
        if (operation := self.public_removal()) is not None:
            name = cell(name_of(operation.certificate), "bold $text")
            confirm(self.host, "Delete public certificate", operation, name)

    def troubleshoot(self) -> None:
        """What is wrong with each custom domain, and the way out."""
        text = "\n\n".join(diagnosis(self.world, one) for one in self.hosts())
        text = text or "No custom domain is mapped to this app."
        self.app.push_screen(ReadText(f"Troubleshoot {self.site.name}", text))

    def faqs(self) -> None:
        """Choose a text to read."""
        texts = {faq.title: faq for faq in faqs(self.world.era)}
        rows = {title: (cell(title, "$text"), muted(faq.about)) for title, faq in texts.items()}
        pick = Pick("FAQs", (Column("FAQ", 40), Column("", 30, grow=True)), rows)
        self.host.ask(pick, lambda title: self.app.push_screen(ReadText(title, texts[title].text)))
