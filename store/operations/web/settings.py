"""Settings of an app that decide what a client gets: HTTPS Only, TLS version, who may reach it."""

from __future__ import annotations

import ipaddress
from itertools import zip_longest
from typing import Any, ClassVar

from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import SiteRef
from store.operations.azure_cli import az_line, az_lines
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
        before = view.need(Site, self.site)
        group, rules = name_of(group_of(before.id)), before.properties.site_config.ip_security_restrictions
        removed = [
            az_line("webapp config access-restriction remove", g=group, n=before.name, ip_address=one)
            for one in (rule.ip_address for rule in rules)
            if one not in self.allowed
        ]
        had = {rule.ip_address for rule in rules}
        added = [
            az_line(
                "webapp config access-restriction add",
                g=group,
                n=before.name,
                rule_name=f"rule{number}",
                action="Allow",
                ip_address=address,
                priority=100 * number,
            )
            for number, address in enumerate(self.allowed, 1)
            if address not in had
        ]
        return az_lines(removed + added)
