"""Who signs the certificates that a vault makes: their own key, or one of the CAs that Key Vault works with.

Source: "Create and merge a certificate signing request in Key Vault" (Azure docs, 2024).
"""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import AzureError, Place
from store.resources import DIGICERT, GLOBALSIGN
from store.services.network.caa import caa_refusal
from store.services.network.dns import zones_over
from store.world import View

SELF = "Self"
ISSUERS = (SELF, DIGICERT, GLOBALSIGN)
#: The name of a CA in CAA records.
_CAA_NAMES = {DIGICERT: "digicert.com", GLOBALSIGN: "globalsign.com"}


def issuer_refusal(view: View, issuer: str, names: Iterable[str]) -> AzureError | None:
    """Why this issuer signs no certificate for these names now, or None.

    A public CA proves each name by DNS when it issues: the name must be in a public zone of this world, and
    CAA records must allow the CA.
    """
    if issuer not in _CAA_NAMES:
        return None
    asked = tuple(names)
    for name in asked:
        if not zones_over(view, name.removeprefix("*.")):
            return AzureError(
                "DomainNotValidated",
                f"{issuer} cannot prove by DNS that '{name}' is yours: no public DNS zone holds it.",
                Place.DNS_ZONES.way("Create the DNS zone, or choose a self-signed certificate."),
            )
    refused = caa_refusal(view, asked, _CAA_NAMES[issuer])
    return AzureError("CaaForbids", refused.said, refused.advice) if refused else None
