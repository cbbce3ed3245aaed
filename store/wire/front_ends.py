"""The front ends of a world: for each IP address the certificates it shows, by name and without one.

    table = front_ends(view)
    table[0].shown("www.contoso.com")    Shown(thumbprint="3F2A…", least="1.2")

A host with an IP based binding has its address to itself; all others share one. A client that names no host
gets what the address has; an unknown name gets App Service's own certificate. Source: "Secure a custom DNS
name with a TLS/SSL binding" (Azure docs, 2020).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from store.hostnames import comparable
from store.resources import Site, SslState
from store.world import View


class Shown(msgspec.Struct, frozen=True):
    """What a client is shown: a thumbprint ("" for App Service's own certificate), the least TLS version."""

    thumbprint: str
    least: str


class FrontEnd(msgspec.Struct, frozen=True):
    """An address: `address` is the IP in Azure ("" for the shared one), `default` for clients without SNI."""

    address: str
    names: Mapping[str, Shown]
    default: Shown

    def shown(self, name: str | None) -> Shown:
        """What a client gets that asks for this name; None for one that names none."""
        if name is None:
            return self.default
        own = Shown("", self.default.least)
        return next((self.names[one] for one in called(name) if one in self.names), own)


def called(name: str) -> tuple[str, str]:
    """The custom domains that answer to a name, the nearest first: itself, and the wild card around it."""
    asked = comparable(name)
    return asked, f"*.{asked.partition('.')[2]}"


_LEAST = "1.2"


def front_ends(view: View) -> tuple[FrontEnd, ...]:
    """The shared front end first, then one for each IP address of an IP based binding, in their order."""
    shared: dict[str, Shown] = {}
    own: dict[str, dict[str, Shown]] = {}
    first: dict[str, Shown] = {}
    for site in view.all(Site):
        least = site.properties.site_config.min_tls_version
        for state in site.properties.host_name_ssl_states:
            shown = Shown(state.thumbprint or "", least)
            name = comparable(state.name)
            shared[name] = shown
            if state.ssl_state is SslState.IP and state.virtual_ip and state.thumbprint:
                own.setdefault(state.virtual_ip, {})[name] = shown
                first.setdefault(state.virtual_ip, shown)
    versions = [shown.least for shown in shared.values()]
    addresses = (FrontEnd(address, names, first[address]) for address, names in own.items())
    return FrontEnd("", shared, Shown("", min(versions, default=_LEAST))), *addresses
