"""Forms of an app's configuration: a setting, its access restrictions, its simulated health."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from store.operations.web.app_settings import SetAppSetting
from store.operations.web.settings import SetIpRestrictions
from store.operations.web.sites import SetSiteHealth
from store.resources import Site
from tui.dialogs.operation_form import OperationForm
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.section import Paragraph


class AppSetting(OperationForm):
    """Add/Edit application setting."""

    DOES: ClassVar[str] = "OK"
    REQUIRED: ClassVar[tuple[str, ...]] = ("name", "text")
    BLAMES = {"InvalidSettingName": "name"}

    def __init__(self, site: str, name: str = "", value: str = "") -> None:
        super().__init__("Add/Edit application setting")
        self._site = site
        self._start = name, value

    def content(self) -> ComposeResult:
        name, value = self._start
        yield Field("Name", Input(name, compact=True, max_length=128), id="name")
        yield Field("Value", Input(value, compact=True, max_length=4000), id="text")
        yield Paragraph(
            "WEBSITE_LOAD_CERTIFICATES makes certificates loadable by code: thumbprints separated by commas, "
            "or *. The app restarts."
        )

    def operation(self) -> SetAppSetting:
        return SetAppSetting(site=self._site, name=self.value("name"), value=self.value("text"))


class AccessRestrictions(OperationForm):
    """Addresses that may reach the app; none lifts the restriction."""

    DOES: ClassVar[str] = "Save"
    BLAMES = {"InvalidAddress": "allowed"}

    def __init__(self, site: Site) -> None:
        super().__init__(f"Access restrictions of {site.name}")
        self._site = site

    def content(self) -> ComposeResult:
        rules = self._site.properties.site_config.ip_security_restrictions
        now = ", ".join(rule.ip_address for rule in rules)
        yield Field("Allow only", Input(now, compact=True, max_length=1000), "by comma", id="allowed")
        yield Paragraph("IPv4 or IPv6, single or CIDR; empty lets everyone in.")

    def operation(self) -> SetIpRestrictions:
        typed = (one.strip() for one in self.value("allowed").split(","))
        return SetIpRestrictions(site=self._site.id, allowed=tuple(one for one in typed if one))


class SiteHealth(OperationForm):
    """The HTTP status that the simulated app answers with."""

    DOES: ClassVar[str] = "Set"
    REQUIRED: ClassVar[tuple[str, ...]] = ("status",)
    BLAMES = {"InvalidStatus": "status"}

    def __init__(self, site: Site) -> None:
        super().__init__(f"Health of {site.name}")
        self._site = site

    def content(self) -> ComposeResult:
        now = str(self._site.properties.health_status)
        yield Field(
            "HTTP status", Input(now, type="integer", compact=True, max_length=3), "200-599", id="status"
        )
        yield Paragraph(
            "A setting of the simulator, not of Azure: what the app's code answers to any request."
        )

    def operation(self) -> SetSiteHealth:
        typed = self.value("status")
        return SetSiteHealth(site=self._site.id, status=int(typed) if typed.isdecimal() else 0)
