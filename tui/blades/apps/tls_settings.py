"""TLS/SSL settings of an app: bindings, private key certificates and public key certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalGroup

from store.operations.web.settings import SetHttpsOnly, SetMinTlsVersion
from store.resources import PublicCertificate, WebCertificate
from tui.blades.apps.binding_list import Bindings
from tui.blades.apps.certificate_lists import PrivateCertificates, PublicCertificates, Tiles
from tui.blades.apps.tls_verbs import TlsVerbs
from tui.navigation.verbs import Verb
from tui.text.signs import SIGNS
from tui.text.status import muted
from tui.widgets.commandbar import VerbState
from tui.widgets.form import Option, Toggle
from tui.widgets.section import Banner, Section
from tui.widgets.setting import Setting
from tui.widgets.table import Table
from tui.widgets.tabs import Tab, TabRow, Tabs

if TYPE_CHECKING:
    from store import World

_ON_OFF = (Option("off", "Off"), Option("on", "On"))


class TlsSettings(TlsVerbs):
    """Three tabs. Later portals have the bindings under Custom domains and a tab for managed certificates."""

    PERFORMS = (
        "ScalePlan",
        "SetHttpsOnly",
        "SetMinTlsVersion",
        "ImportAppServiceCertificate",
        "ImportKeyVaultCertificate",
        "CreateManagedCertificate",
        "UploadPublicCertificate",
        "DeletePublicCertificate",
        "AddBinding",
        "RemoveBinding",
    )

    DEFAULT_CSS = "TlsSettings #unbound { margin: 1 0 0 0; }"
    COPIES = "Copy thumbprint"
    HELP_TEXT = (
        "Certificates are stored in the webspace (the plan's resource group, region and system), and every "
        "app there can use them. Import or upload secures nothing by itself: each host name needs a "
        "binding. To replace a certificate: upload, add the binding again, delete the old one; so the "
        "inbound IP stays."
    )

    def content(self) -> ComposeResult:
        yield Banner(id="tier")
        key = self.step_filter.key
        with Tabs():
            yield TabRow()
            if self.world.era.bindings_on_domains:
                yield PrivateCertificates("Managed certificates", key, managed=True, id="managed")
                yield PrivateCertificates("Bring your own certificates", key, managed=False, id="private")
            else:
                with VerticalGroup(id="bindings"):
                    with Section("Protocol Settings", classes="low-untitled"):
                        yield Setting("HTTPS Only", self.step_https.key, id="https")
                        yield Setting("Minimum TLS Version", self.step_tls.key, id="tls")
                    yield Banner(id="unbound")
                    yield Tiles(id="add", classes="low-close")
                    yield Bindings("TLS/SSL bindings", muted("No custom domain is mapped to this app."))
                yield PrivateCertificates("Private Key Certificates", key, id="private")
            yield PublicCertificates(id="public")

    def title(self) -> str:
        return f"{self.site.name} - {self.world.era.app_menu}"

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
        note = "On redirects http to https; HTML page verification fails"
        self.query_one("#https", Setting).show(_ON_OFF, value, note)
        least = site.properties.site_config.min_tls_version
        versions = [Option(version, version) for version in world.era.tls_versions]
        self.query_one("#tls", Setting).show(versions, least, f"below {least} is refused")
        banner, free = self.query_one("#unbound", Banner), site.unbound_hosts
        if free and self.plan.sku.allows_tls:
            are = "custom host name has" if len(free) == 1 else "custom host names have"
            named = ", ".join(free[:3]) + (SIGNS.cut if len(free) > 3 else "")
            banner.show(
                "info", f"{len(free)} {are} no binding:", named, self.add_binding.key, self.add_binding.label
            )
        else:
            banner.hide()

    def _show_tier(self) -> None:
        """On Free and Shared plans the way up stands where certificates would be added."""
        plan, banner = self.plan, self.query_one("#tier", Banner)
        if plan.sku.allows_tls:
            banner.hide()
        else:
            head = f"Custom TLS/SSL is not supported on the {plan.sku.tier} tier."
            banner.show("warning", head, "", self.scale.key, "Scale up to Basic")

    def update_chrome(self) -> None:
        super().update_chrome()
        if not self.query(Tabs):
            return
        for tiles in self.query(Tiles):
            tiles.show([VerbState(verb, self.why_not(verb)) for verb in self._tiles_of(tiles)])

    def _tiles_of(self, tiles: Tiles) -> tuple[Verb, ...]:
        """What can be added where these tiles are; the banner of unbound hosts offers the binding itself."""
        if not self.plan.sku.allows_tls:
            return ()
        if tiles.id == "add":
            return () if self.query_one("#unbound", Banner).display else (self.add_binding,)
        return self.sources() if isinstance(tiles.parent, PrivateCertificates) else (self.upload_public,)

    # The tab that is shown

    @property
    def table(self) -> Table:
        """The list of the tab that is shown."""
        return self.query_one(f"#{self.query_one(Tabs).chosen}").query_one(Table)

    def press_key(self, *keys: str | None) -> bool:
        """As on any page; a key that only another tab's verb has goes to that tab first."""
        if super().press_key(*keys):
            return True
        tabs = self.query_one(Tabs)
        here = tabs.chosen
        for tab in tabs.keys:
            tabs.chosen = tab
            found = self.verbs(keys)
            tabs.chosen = here
            if found:
                tabs.choose(tab)
                self.press(found[0])
                return True
        return False

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
