"""Where DNS leads a host of an imported app, as far as exports tell it.

A zone answers for its names only where its list of records is in an export; Terraform tells some records of a
zone, and others may be there.
"""

from __future__ import annotations

from store.resources import NOT_IN_EXPORT, Site
from store.services.network.dns import zones_over
from store.services.provenance import imported, untold
from store.services.web.bindings import addresses, told_addresses
from store.services.web.custom_domains import resolve
from store.world import View

CERTIFICATE_UNTOLD = f"Which certificate the host is bound with is {NOT_IN_EXPORT}."


def untold_way(view: View, site: Site, host: str) -> str:
    """Why it cannot be told whether DNS leads a host to its app, "" where it can."""
    if not imported(view) or told_addresses(view, site) is None:
        return ""
    found = resolve(view, host)
    if site.default_host in found.chain:
        return ""
    if not found.addresses:
        zones = zones_over(view, found.chain[-1])
        if zones and not untold(view, zones[0].id, "records"):
            return ""
        return f"Where DNS leads '{found.chain[-1]}' is {NOT_IN_EXPORT}."
    return "" if addresses(view, site) else f"The addresses of app '{site.name}' are {NOT_IN_EXPORT}."
