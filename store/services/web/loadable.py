"""Certificates that an app's code can load: those of its webspace that WEBSITE_LOAD_CERTIFICATES names.

Source: "Use a TLS/SSL certificate in your code in Azure App Service" (Azure docs, 2022).
"""

from __future__ import annotations

import re
import unicodedata
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
    # Blanks beside a comma do no harm; whatever else is not seen does.
    wanted = [part.strip(" ").upper() for part in setting.split(",") if part.strip(" ")]
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
            found.append(Loadable(thumbprint, False, _why_missing(thumbprint)))
    return tuple(found)


_THUMBPRINT = re.compile(r"[0-9A-F]{40}", re.ASCII)


def _why_missing(wanted: str) -> str:
    """Why code finds nothing by this text; marks that come along when a dialog is copied have a name."""
    if _THUMBPRINT.fullmatch(wanted):
        return "A renewed certificate has a new thumbprint."
    hidden = [one for one in wanted if one != " " and _unseen(one)]
    if hidden:
        mark = f"U+{ord(hidden[0]):04X} {unicodedata.name(hidden[0], '')}".rstrip()
        return f"Invisible character {mark} in it: type the 40 digits anew."
    if _THUMBPRINT.fullmatch(wanted.replace(" ", "").replace(":", "")):
        return "Write the 40 digits with nothing between them."
    return "A thumbprint has 40 hexadecimal digits."


def _unseen(character: str) -> bool:
    """Blanks of every width, controls, marks of direction and joining, selectors of a form."""
    return unicodedata.category(character)[0] in "ZC" or unicodedata.category(character) == "Mn"


def public_certificates(view: View, site: Site) -> tuple[PublicCertificate, ...]:
    """The public certificates of an app, in the order they were added."""
    prefix = f"{site.key}/publiccertificates/"
    return tuple(one for one in view.all(PublicCertificate) if one.key.startswith(prefix))
