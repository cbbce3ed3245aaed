"""Codes of a report as sentences: what is wrong and what to do, what is missing and what fetches it."""

from __future__ import annotations

from typing import NamedTuple

from store.estates.renewals import Rule
from store.services import steps


class Said(NamedTuple):
    """A finding as a sentence that follows the resource's name, and what to do about it."""

    what: str
    way_out: str


PROBLEMS: dict[str, Said] = {
    "linked-behind-order": Said(
        "is an earlier certificate of its order",
        "Sync it: Rekey and Sync > Sync, or wait for the sync job.",
    ),
    "linked-behind-secret": Said(
        "is an earlier certificate of its Key Vault secret",
        "Sync it, or wait for the sync job.",
    ),
    "binding-behind-order": Said(
        "is bound with an earlier certificate of an order", "Sync the certificate: its bindings follow."
    ),
    "binding-behind-secret": Said(
        "is bound with an earlier certificate of a Key Vault secret",
        "Sync the certificate: its bindings follow.",
    ),
    "bindings-disagree": Said(
        "covers hosts that are bound with different certificates: one of them is behind",
        "Export thumbprints as well, then see which.",
    ),
    "order-denied": Said("was denied by the CA", "Buy another certificate; this one is final."),
    "order-expired": Said("has expired", "Buy another certificate; this one is final."),
    "order-revoked": Said("was revoked", "Buy another certificate; this one is final."),
    "order-canceled": Said("was canceled", "Buy another certificate; this one is final."),
    "order-pending": Said("waits at the CA", f"{steps.VERIFY}."),
    "order-not-stored": Said("is issued and stored in no key vault", f"{steps.STORE}."),
    "order-not-imported": Said(
        "is imported into no app", "Import App Service Certificate, where an app should use it."
    ),
    "auto-renew-off": Said(
        "is not renewed by itself: auto renew is off", "Turn auto renew on, or renew by hand."
    ),
    "vault-missing": Said("is linked to a key vault that does not exist", "Store it in another vault."),
    "secret-missing": Said("is linked to a secret that does not exist", "Recover the secret, or store anew."),
    "vault-refuses": Said(
        "is linked to a key vault that does not let App Service in", "Restore the access policies."
    ),
    "secret-disabled": Said(
        "has a newest version that is disabled, so nothing is read", "Enable the version in the key vault."
    ),
    "secret-version-pinned": Said(
        "is held by Terraform to one version of its secret", "Name the secret without a version."
    ),
    "certificate-expires": Said("expires, and nothing renews it", "Upload or import its successor."),
    "certificate-expired": Said("has expired", "Upload or import its successor, then bind it."),
    "managed-dates-hidden": Said(
        "is a managed certificate, whose dates Azure does not tell", "Azure renews it; watch the host itself."
    ),
    "host-unbound": Said("has no TLS/SSL binding", "Add a binding, where clients come by HTTPS."),
    "host-thumbprint-missing": Said(
        "is bound, and Azure does not tell with which certificate", "Watch the host itself."
    ),
    "caa-refuses": Said(
        "cannot be renewed or rekeyed: CAA records do not allow its CA",
        'Add the CAA record 0 issue "godaddy.com" before the next renewal.',
    ),
    "readonly-lock": Said(
        "is a ReadOnly lock: renewals and syncs below it are refused", "Make it a Delete lock."
    ),
}

NOTICES: dict[str, str] = {
    "incomplete-page": "the list goes on, and no file has the rest",
    "truncated-depth": "PowerShell cut objects to text: export again with ConvertTo-Json -Depth 20",
    "properties-null": "names alone, no properties (az resource list): use az rest or az resource show",
    "duplicate-conflict": "two copies differ in their bindings; the one modified later is believed",
    "link-inferred": "tied to its order by the name of its secret alone",
    "link-name-differs": "its link to Key Vault is not under its own name",
    "webspace-inferred": "its webspace is not told; group, region and system make it",
    "template-expression": "a name is an expression that leads outside the template",
    "export-errors": "Azure left resources out of this template, and says so in it",
    "terraform-last-refresh": "a Terraform state tells the last refresh, not today",
    "secret-dropped": "values of secrets were met and not read",
    "not-json": "not read: it is no JSON",
    "not-text": "not read: it is no text",
}

_BINDINGS = "bindings:"
_LIST = "az rest --method get --url '/subscriptions/SUBSCRIPTION/providers/"
#: What could be told → what it is, and the command that fetches it.
MISSING: dict[str, tuple[str, str]] = {
    "dns-records": (
        "DNS records: CAA and where hosts lead",
        "az network dns record-set list -g GROUP -z ZONE",
    ),
    "locks": ("locks", "az lock list"),
    "secret-versions": (
        "versions of linked secrets",
        "az keyvault secret list-versions --vault-name VAULT -n SECRET",
    ),
    "vaults": ("key vaults", f"{_LIST}Microsoft.KeyVault/vaults?api-version=2022-07-01'"),
    "vault-policies": (
        "access policies or the permission model of key vaults",
        f"{_LIST}Microsoft.KeyVault/vaults?api-version=2022-07-01'",
    ),
    "plans": ("App Service plans", f"{_LIST}Microsoft.Web/serverfarms?api-version=2024-11-01'"),
    "order-links": (
        "links of orders to key vaults",
        f"{_LIST}Microsoft.CertificateRegistration/certificateOrders?api-version=2024-11-01'",
    ),
    "order-status": (
        "status of orders",
        f"{_LIST}Microsoft.CertificateRegistration/certificateOrders?api-version=2024-11-01'",
    ),
    "certificate-thumbprints": (
        "thumbprints of certificates",
        f"{_LIST}Microsoft.Web/certificates?api-version=2024-11-01'",
    ),
    "certificate-dates": (
        "dates of certificates",
        f"{_LIST}Microsoft.Web/certificates?api-version=2024-11-01'",
    ),
}
_OF_BINDINGS = f"{_LIST}Microsoft.Web/sites?api-version=2024-11-01'"

#: What no export tells, so that nobody looks for it.
NEVER_TOLD = (
    "Private keys, the day of the last proof of a domain, the end of the paid term and how payment stands "
    "are in no export."
)
RULES: dict[Rule, str] = {
    Rule.FINAL: "never: its status is final",
    Rule.STATED: "stated by Azure",
    Rule.NEVER_ISSUED: "never issued",
    Rule.NOT_TOLD: "not in the export",
    Rule.OFF: "not by itself: auto renew is off",
    Rule.COMPUTED: "32 days before its expiry",
}


def missing(code: str) -> tuple[str, str]:
    """What a code of `not_in_export` stands for, and the command that fetches it."""
    if code.startswith(_BINDINGS):
        return f"bindings of {code.removeprefix(_BINDINGS)}", _OF_BINDINGS
    return MISSING[code]
