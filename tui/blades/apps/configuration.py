"""Configuration of an app: its settings, the certificates its code finds, and who may reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.web.app_settings import SetAppSetting
from store.operations.web.settings import SetHttpsOnly, SetMinTlsVersion, SetPublicNetworkAccess
from store.services.web.loadable import loadable
from tui.blades.apps.base import SCALE_UP, SiteBlade
from tui.blades.apps.setting_forms import AccessRestrictions, AppSetting, SiteHealth
from tui.blades.base import refresh_verb
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import fill_in
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import muted, status
from tui.widgets.columns import Column
from tui.widgets.form import Option, Toggle
from tui.widgets.section import Essentials, Section
from tui.widgets.setting import Setting
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_ON_OFF = (Option("off", "Off"), Option("on", "On"))


class AppConfiguration(SiteBlade):
    """Application settings; general settings that decide what clients and certificate authorities reach."""

    LABEL = "Configuration"
    COPIES = "Copy value"
    PERFORMS = (
        "ScalePlan",
        "SetHttpsOnly",
        "SetMinTlsVersion",
        "SetPublicNetworkAccess",
        "SetIpRestrictions",
        "SetAppSetting",
        "SetSiteHealth",
    )
    HELP_TEXT = (
        "WEBSITE_LOAD_CERTIFICATES names the certificates that code can load. A thumbprint is not found any "
        "more once its certificate is renewed or rekeyed: read it from the certificate instead of pinning "
        "it."
    )

    @verb("n", "New application setting", "Add a setting")
    def add_setting(self) -> None:
        self.edit()

    refresh_world = refresh_verb

    @verb("d", "Delete setting", select_first="There is no application setting.")
    def remove_setting(self) -> None:
        """Remove the selected setting, after a question."""
        if (operation := self.removal()) is not None:
            confirm(self.host, "Delete setting", operation, cell(operation.name, "bold $text"))

    @remove_setting.operation
    def removal(self) -> SetAppSetting | None:
        """Removing the selected setting."""
        name = self.query_one("#settings", Table).cursor_key
        return SetAppSetting(site=self.resource, name=name, value="") if name else None

    @verb("i", "Access restrictions", "Addresses let in")
    def restrict(self) -> None:
        """Ask who may reach the app."""
        fill_in(self.host, AccessRestrictions(self.site), "Access restrictions")

    @verb("u", SCALE_UP)
    def scale(self) -> None:
        self.ask_tier()

    @verb("y", "Health", "What the simulated app answers")
    def health(self) -> None:
        """Ask what the app answers."""
        fill_in(self.host, SiteHealth(self.site), "Health")

    @verb("p", "HTTPS Only", bar=False)
    def step_https(self) -> None:
        self.step("https")

    @verb("v", "Minimum TLS Version", bar=False)
    def step_tls(self) -> None:
        self.step("tls")

    @verb("l", "Public network access", bar=False)
    def step_access(self) -> None:
        self.step("access")

    def content(self) -> ComposeResult:
        with Section("Application settings"):
            yield Table(
                Column("NAME", 28, least=16),
                Column("VALUE", 40, least=12, grow=True),
                empty=muted("No application settings.   ")
                + Content.assemble((self.add_setting.key, "bold $key"), " New application setting"),
                id="settings",
            )
        with Section("Certificates for code: WEBSITE_LOAD_CERTIFICATES", id="code"):
            yield Table(
                Column("THUMBPRINT", 40, least=14), Column("FOUND", 11), Column("", 20, grow=True), id="load"
            )
        with Section("General settings"):
            yield Setting("HTTPS Only", self.step_https.key, id="https")
            yield Setting("Minimum TLS Version", self.step_tls.key, id="tls")
            yield Setting("Public network access", self.step_access.key, id="access")
            yield Essentials()

    def refresh_view(self, world: World) -> None:
        site = self.site
        config = site.properties.site_config
        settings = {name: (cell(name, "$text"), cell(value)) for name, value in config.app_settings.items()}
        self.query_one("#settings", Table).show(settings)
        found = loadable(world, site)
        self.query_one("#code").display = bool(found)
        self.query_one("#load", Table).show(
            {
                one.thumbprint: (
                    cell(one.thumbprint),
                    status("found", "success") if one.found else status("not found", "error"),
                    muted(one.note),
                )
                for one in found
            }
        )
        self._show_general(world)

    def _show_general(self, world: World) -> None:
        kept, plan = self.site.properties, self.plan
        self.query_one("#https", Setting).show(_ON_OFF, "on" if kept.https_only else "off")
        versions = [Option(one, one) for one in world.era.tls_versions]
        self.query_one("#tls", Setting).show(versions, kept.site_config.min_tls_version)
        public = kept.public_network_access == "Enabled"
        note = "" if public else "only private endpoints: no CA reaches it"
        self.query_one("#access", Setting).show(_ON_OFF, "on" if public else "off", note)
        rules = [rule.ip_address for rule in kept.site_config.ip_security_restrictions]
        well = kept.health_status < 400
        self.query_one(Essentials).show(
            [
                (
                    "Access restrictions".ljust(Setting.BEGINS),
                    cell(", ".join(rules)) if rules else muted("everyone"),
                ),
                ("App Service Plan", cell(f"{plan.name} ({plan.sku.label}: {plan.sku.tier})")),
                ("Health", status(f"answers {kept.health_status}", "success" if well else "error")),
            ]
        )

    def on_choice_changed(self, event: Toggle.Changed) -> None:
        setting = event.choice.parent
        assert isinstance(setting, Setting)
        on = event.value == "on"
        if setting.id == "https":
            self.change(SetHttpsOnly(site=self.resource, enabled=on), "HTTPS Only")
        elif setting.id == "tls":
            self.change(SetMinTlsVersion(site=self.resource, version=event.value), "Minimum TLS Version")
        else:
            self.change(SetPublicNetworkAccess(site=self.resource, enabled=on), "Public network access")

    def on_table_moved(self) -> None:
        self.update_chrome()

    def on_table_opened(self, event: Table.Opened) -> None:
        if event.table.id == "settings":
            self.edit(event.key)

    def edit(self, name: str = "") -> None:
        """Ask for a setting, a new one or the one with this name."""
        value = self.site.properties.site_config.app_settings.get(name, "")
        fill_in(self.host, AppSetting(self.resource, name, value), "Application settings")

    def copy_text(self) -> str:
        name = self.query_one("#settings", Table).cursor_key
        return self.site.properties.site_config.app_settings.get(name, "")
