"""App settings: name and value pairs that an app's code reads, WEBSITE_LOAD_CERTIFICATES among them."""

from __future__ import annotations

import re
from typing import ClassVar

from store.errors import AzureError
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import ps_line, ps_place
from store.operations.web.settings import SiteSetting, with_config
from store.resources import Site
from store.services.web.limits import LONGEST_SETTING_NAME
from store.services.web.loadable import LOAD_CERTIFICATES, loadable
from store.world import Draft, View

_NAME = re.compile(rf"[A-Za-z0-9_.:-]{{1,{LONGEST_SETTING_NAME}}}", re.ASCII)


class SetAppSetting(SiteSetting, frozen=True, kw_only=True):
    """Set an app setting; an empty value removes it.

    WEBSITE_LOAD_CERTIFICATES is for thumbprints separated by commas, or `*`; any text is taken, and code
    finds nothing by what is no thumbprint. Source: "Use a TLS/SSL certificate in your code in Azure App
    Service" (Azure docs, 2022).
    """

    arm: ClassVar[str] = "Microsoft.Web/sites/config/Write"
    title: ClassVar[str] = "Application settings"

    name: str
    value: str

    def why_not(self, view: View) -> AzureError | None:
        if not _NAME.fullmatch(self.name):
            return AzureError(
                "InvalidSettingName",
                f"The name must be 1-{LONGEST_SETTING_NAME} letters, digits, underscores, periods, colons "
                "or hyphens.",
            )
        return super().why_not(view)

    def apply(self, draft: Draft, material: None) -> str:
        told = super().apply(draft, material)
        if self.name != LOAD_CERTIFICATES:
            return told
        found = loadable(draft, draft.need(Site, self.site))
        missing = [f"'{one.thumbprint}' is not found. {one.note}" for one in found if not one.found]
        return " ".join([told, *missing])

    def changed(self, site: Site) -> Site:
        settings = {
            name: value
            for name, value in site.properties.site_config.app_settings.items()
            if name != self.name
        }
        if self.value:
            settings[self.name] = self.value
        return with_config(site, app_settings=settings)

    def told(self, site: Site) -> str:
        if not self.value:
            return f"'{site.name}' has no setting {self.name} any more."
        return f"{self.name} of '{site.name}' is set; the app restarts."

    def az(self, view: View) -> str:
        site = view.need(Site, self.site)
        if not self.value:
            return az_line("webapp config appsettings delete", ids=site.id, setting_names=self.name)
        return az_line("webapp config appsettings set", ids=site.id, settings=f"{self.name}={self.value}")

    def powershell(self, view: View) -> str:
        # The cmdlet replaces all settings, so the line gives those that stay, too.
        site = self.changed(view.need(Site, self.site))
        settings = site.properties.site_config.app_settings
        return ps_line("Set-AzWebApp", **ps_place(site.id), AppSettings=settings)
