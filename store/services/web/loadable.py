"""Certificates that an app's code can load: those of its webspace that WEBSITE_LOAD_CERTIFICATES names.

Source: "Use a TLS/SSL certificate in your code in Azure App Service" (Azure docs, 2022).
"""

from __future__ import annotations

from typing import NamedTuple

from store.resources import PublicCertificate, Site
from store.services.web.webspaces import certificates_in, webspace_of
from store.world import View

LOAD_CERTIFICATES = "WEBSITE_LOAD_CERTIFICATES"


class Loadable(NamedTuple):
    """A thumbprint the setting names, whether code finds it, and a remark ("" where there is none)."""

    thumbprint: str
    found: bool
    note: str = ""


def loadable(view: View, site: Site) -> tuple[Loadable, ...]:
    """What the setting makes of the certificates at hand, in its order; `*` stands for all of them."""
    private = {one.thumbprint: one for one in certificates_in(view, webspace_of(view, site))}
    public = [one.properties.thumbprint for one in public_certificates(view, site)]
    setting = site.properties.site_config.app_settings.get(LOAD_CERTIFICATES, "")
    wanted = [part.strip().upper() for part in setting.split(",") if part.strip()]
    if "*" in wanted:
        wanted = [one.thumbprint for one in private.values() if not one.managed] + public
    found = []
    for thumbprint in dict.fromkeys(wanted):
        holder = private.get(thumbprint)
        if holder is not None and holder.managed:
            note = "A managed certificate cannot be used as a client certificate by its thumbprint."
            found.append(Loadable(thumbprint, False, note))
        elif holder is not None or thumbprint in public:
            found.append(Loadable(thumbprint, True))
        else:
            found.append(
                Loadable(thumbprint, False, "Not found: a renewed certificate has a new thumbprint.")
            )
    return tuple(found)


def public_certificates(view: View, site: Site) -> tuple[PublicCertificate, ...]:
    """The public certificates of an app, in the order they were added."""
    prefix = f"{site.key}/publiccertificates/"
    return tuple(one for one in view.all(PublicCertificate) if one.key.startswith(prefix))
