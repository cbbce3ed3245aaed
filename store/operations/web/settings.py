"""Settings of an app that decide what a client gets: HTTPS Only, TLS version, who may reach it."""

from __future__ import annotations

import ipaddress
from itertools import zip_longest
from typing import Any, ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import SiteRef
from store.operations.azure_cli import az_line, az_lines
from store.operations.azure_powershell import ps_line, ps_place, ps_rest
from store.operations.operation import Operation
from store.resources import IpSecurityRestriction, Site, group_of, name_of
from store.services.web.limits import LONGEST_RULE_NAME
from store.world import Draft, View


class SiteSetting(Operation, frozen=True, kw_only=True):
    """A change of an app's properties: `changed` gives the new ones, `told` the sentence about them."""

    targets: ClassVar[str] = "site"

    site: SiteRef

    def changed(self, site: Site) -> Site:
        """The app with the setting made."""
        raise NotImplementedError

    def told(self, site: Site) -> str:
        """The setting's new value in a sentence."""
        raise NotImplementedError

    def why_not(self, view: View) -> AzureError | None:
        site = view.need(Site, self.site)
        if self.changed(site) == site:
            return AzureError("NoChange", f"{self.title} is already so.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        site = self.changed(draft.need(Site, self.site))
        draft.put(site)
        return self.told(site)


def with_properties(site: Site, **properties: Any) -> Site:
    """The app with these properties."""
    return replace(site, properties=replace(site.properties, **properties))


def with_config(site: Site, **config: Any) -> Site:
    """The app with these values in its site configuration."""
    return with_properties(site, site_config=replace(site.properties.site_config, **config))


class SetHttpsOnly(SiteSetting, frozen=True, kw_only=True):
    """Redirect every plain HTTP request to HTTPS; proofs by HTML page then fail."""

    arm: ClassVar[str] = "Microsoft.Web/sites/Write"
    title: ClassVar[str] = "HTTPS Only"

    enabled: bool

    def changed(self, site: Site) -> Site:
        return with_properties(site, https_only=self.enabled)

    def told(self, site: Site) -> str:
        return f"HTTPS Only of '{site.name}' is {'On' if self.enabled else 'Off'}."

    def az(self, view: View) -> str:
        return az_line("webapp update", ids=view.need(Site, self.site).id, https_only=self.enabled)

    def powershell(self, view: View) -> str:
        return ps_line("Set-AzWebApp", **ps_place(self.target(view)), HttpsOnly=self.enabled)


class SetMinTlsVersion(SiteSetting, frozen=True, kw_only=True):
    """Refuse clients that offer only older TLS versions."""

    arm: ClassVar[str] = "Microsoft.Web/sites/config/Write"
    title: ClassVar[str] = "Minimum TLS Version"

    version: str

    def why_not(self, view: View) -> AzureError | None:
        if self.version not in view.era.tls_versions:
            return AzureError(
                "InvalidTlsVersion",
                f"'{self.version}' is not a TLS version of this portal.",
                f"Choose one of {', '.join(view.era.tls_versions)}.",
            )
        return super().why_not(view)

    def changed(self, site: Site) -> Site:
        return with_config(site, min_tls_version=self.version)

    def told(self, site: Site) -> str:
        return f"'{site.name}' refuses clients below TLS {self.version}."

    def az(self, view: View) -> str:
        return az_line("webapp config set", ids=view.need(Site, self.site).id, min_tls_version=self.version)

    def powershell(self, view: View) -> str:
        return ps_line("Set-AzWebApp", **ps_place(self.target(view)), MinTlsVersion=self.version)


class SetPublicNetworkAccess(SiteSetting, frozen=True, kw_only=True):
    """Let the internet reach the app, or only private endpoints."""

    arm: ClassVar[str] = "Microsoft.Web/sites/Write"
    title: ClassVar[str] = "Public network access"

    enabled: bool

    def changed(self, site: Site) -> Site:
        return with_properties(site, public_network_access="Enabled" if self.enabled else "Disabled")

    def told(self, site: Site) -> str:
        return f"Public network access of '{site.name}' is {site.properties.public_network_access}."

    def az(self, view: View) -> str:
        site = self.changed(view.need(Site, self.site))
        state = site.properties.public_network_access
        return az_line("resource update", ids=site.id, set=f"properties.publicNetworkAccess={state}")

    def powershell(self, view: View) -> str:
        site = self.changed(view.need(Site, self.site))
        body = {"properties": {"publicNetworkAccess": site.properties.public_network_access}}
        return ps_rest(view, "PATCH", site.id, body)


class SetIpRestrictions(SiteSetting, frozen=True, kw_only=True):
    """Let only these addresses (IPv4 or IPv6, single or CIDR) reach the app; none lifts the restriction.

    `names` are those of the rules, in the same order; without them they are numbered.
    """

    arm: ClassVar[str] = "Microsoft.Web/sites/config/Write"
    title: ClassVar[str] = "Access restrictions"

    allowed: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def why_not(self, view: View) -> AzureError | None:
        for name in self.names:
            if not name.isprintable() or len(name) > LONGEST_RULE_NAME:
                shown = name[:LONGEST_RULE_NAME]
                return AzureError("InvalidRuleName", f"'{shown}' cannot be the name of a rule.")
        for address in self.allowed:
            try:
                ipaddress.ip_network(address)
            except ValueError:
                return AzureError("InvalidAddress", f"'{address}' is not an IP address or CIDR block.")
        return super().why_not(view)

    def changed(self, site: Site) -> Site:
        rules = tuple(
            IpSecurityRestriction(name=name or f"rule{number}", ip_address=address)
            for number, (address, name) in enumerate(zip_longest(self.allowed, self.names, fillvalue=""), 1)
            if address
        )
        return with_config(site, ip_security_restrictions=rules)

    def told(self, site: Site) -> str:
        who = ", ".join(self.allowed) or "everyone"
        return f"'{site.name}' can be reached by {who}."

    def az(self, view: View) -> str | None:
        site = view.need(Site, self.site)
        place = {"g": name_of(group_of(site.id)), "n": site.name}
        removed = (
            az_line("webapp config access-restriction remove", **place, ip_address=rule.ip_address)
            for rule in self._rules(site, self.changed(site))
        )
        added = (
            az_line(
                "webapp config access-restriction add",
                **place,
                rule_name=rule.name,
                action="Allow",
                ip_address=rule.ip_address,
                priority=100 * number,
            )
            for number, rule in enumerate(self._rules(self.changed(site), site), 1)
        )
        return az_lines([*removed, *added])

    def powershell(self, view: View) -> str | None:
        site = view.need(Site, self.site)
        place = ps_place(site.id, "WebAppName")
        removed = (
            ps_line(
                "Remove-AzWebAppAccessRestrictionRule", **place, Name=rule.name, IpAddress=rule.ip_address
            )
            for rule in self._rules(site, self.changed(site))
        )
        added = (
            ps_line(
                "Add-AzWebAppAccessRestrictionRule",
                **place,
                Name=rule.name,
                Action="Allow",
                IpAddress=rule.ip_address,
                Priority=100 * number,
            )
            for number, rule in enumerate(self._rules(self.changed(site), site), 1)
        )
        return az_lines([*removed, *added])

    @staticmethod
    def _rules(site: Site, other: Site) -> list[IpSecurityRestriction]:
        """The rules of the app that the other state of it has not."""
        known = other.properties.site_config.ip_security_restrictions
        return [one for one in site.properties.site_config.ip_security_restrictions if one not in known]
