"""The four portals the documents show, one `Era` value each.

App Service Certificates changed from year to year: periods, windows, menus, rules. Code asks the
era of the world, never a literal. Where a year's documents are silent, the nearest year speaks.
Sources: "Troubleshooting Tools for App Service Certificate" (blog, 2018), "New Sync and Export
experiences" (blog, 2019), "Add and manage TLS/SSL certificates" (Azure docs, 2022); for 2026
"Industry-wide certificate changes impacting Azure App Service" (Azure docs, 2026), "Troubleshoot
Azure App Service certificates" (Azure docs, 2025) and "App Service Managed Certificate Changes –
July 2025 and November 2025 Updates" (Azure docs, 2025).
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from store.errors import AzureError


class Change(msgspec.Struct, frozen=True):
    """What Azure changed, from when on (UTC), and the document that says so."""

    since: datetime
    what: str
    source: str


class Era(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers, labels and rules of one year's portal. Days and hours are simulated time, UTC."""

    name: str
    #: When a world of this era begins unless another moment is named (UTC).
    begins: datetime
    #: The time that the era's documents describe: from one moment, and up to another (UTC).
    described: tuple[datetime, datetime]
    #: Days a certificate is valid; None means one calendar year.
    validity_days: int | None = None
    #: Longest lifetime in days that a renewal may reach from the day it is made.
    lifetime_cap_days: int = 397
    #: Days before expiry at which the auto renew job begins to renew.
    auto_renew_days: int = 32
    #: Days before expiry from which Manual Renew is allowed.
    manual_renew_days: int = 60
    auto_renew_period_hours: int = 8
    sync_period_hours: int = 24
    #: Whether certificates shorter than the paid term follow one another inside it, at no cost.
    reissues: bool = False
    #: Days a proof of domain ownership may be reused at rekey and renewal.
    reverify_days: int = 395
    #: From when proofs made before are not reused (UTC); None where there is no such day.
    proofs_anew: datetime | None = None
    #: Whether App Service verification and the HTML page still give a root order its www name.
    www_by_html: bool = False
    #: Whether a vault with the RBAC permission model can hold an App Service Certificate.
    rbac_vaults: bool = False
    #: Where Step 1 puts the Delete lock: "certificate", "vault" or "" (nowhere).
    default_lock: str = "certificate"
    #: Largest serial number, in octets, that an uploaded PFX may have; None means no limit.
    serial_octets: int | None = 10
    #: Ciphers that may protect the private key of an uploaded PFX.
    pfx_ciphers: tuple[str, ...] = ("3DES",)
    #: Whether a PFX may be sealed by PBMAC1 (RFC 9579, 2024), which programs of earlier years do not open.
    pbmac1: bool = False
    #: Whether App Service imports a certificate with an EC key from a vault; an upload may have one anyway.
    ec_from_vault: bool = True
    managed_certificates: bool = True
    #: Whether the root domain of an app must be reachable from outside for a managed certificate.
    managed_needs_access: bool = True
    #: Whether a host behind a Traffic Manager profile with an app as endpoint can have a managed certificate.
    managed_traffic_manager: bool = False
    #: Whether a Basic plan can have IP based bindings.
    ip_ssl_on_basic: bool = False
    #: What Minimum TLS Version may be set to.
    tls_versions: tuple[str, ...] = ("1.0", "1.1", "1.2")
    html_path: str = "/.well-known/pki-validation/starfield.html"
    app_menu: str = "TLS/SSL settings"
    #: Whether bindings are looked after under Custom domains, and certificates by their source.
    bindings_on_domains: bool = False
    vault_selector: str = "Key Vault Repository"
    #: The link to the secret on Export Certificate, "" where there is none.
    export_link: str = "Open in Key Vault"
    template_menu: str = "Export template"
    sni_label: str = "SNI SSL"
    ip_label: str = "IP Based SSL"
    #: Whether the overview has a Sync button (it came in 2019).
    overview_sync: bool = True
    #: Whether a new vault asks for retention and purge protection first.
    vault_retention: bool = False
    #: Version of Microsoft.CertificateRegistration in exported templates.
    api_version: str = "2022-03-01"
    #: Whether Cloud Services (extended support) are offered.
    cloud_services: bool = True
    #: Labels of the create form's fields, in the year's order.
    create_fields: tuple[str, ...] = (
        "Subscription",
        "Resource group",
        "SKU",
        "Naked Domain Host Name",
        "Certificate name",
        "Enable auto renewal",
    )

    def describes(self, at: datetime) -> bool:
        """Whether the era's documents are about a moment."""
        return self.described[0] <= at < self.described[1]


#: "Buy a certificate for your Azure App Service" (Azure docs, 2018).
_CREATE_2018 = (
    "Name",
    "Naked Domain Host Name",
    "Subscription",
    "Resource group",
    "Certificate SKU",
    "Legal Terms",
)


def _day(year: int, month: int, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _summer(year: int) -> datetime:
    return datetime(year, 8, 1, 9, tzinfo=UTC)


#: When Cloud Services (extended support) retire, whatever the era: "Cloud Services (extended support)
#: retirement" (Azure docs, 2024).
CLOUD_SERVICES_RETIRE = _day(2027, 3, 31)

#: What Azure changed from era to era. A world whose clock comes to such a day keeps the era it has.
CHANGES = (
    Change(
        _day(2019, 3),
        "Sync on the overview, the state of every linked certificate, the link to the secret",
        '"New Sync and Export experiences" (blog, 2019)',
    ),
    Change(
        _day(2019, 11, 4),
        "free managed certificates",
        '"Secure your custom domains at no cost with App Service Managed Certificates" (blog, 2019)',
    ),
    Change(
        _day(2021, 3, 31),
        "Cloud Services (extended support)",
        '"About Azure Cloud Services (extended support)" (Azure docs, 2021)',
    ),
    Change(
        _day(2021, 9, 23),
        "Azure asks for a proof not older than 395 days (the CAs' 398 are simulated)",
        '"Add and manage TLS/SSL certificates" (Azure docs, 2022)',
    ),
    Change(
        _day(2022, 7),
        "auto renew from 32 days before expiry, the Delete lock of Step 1, the menu TLS/SSL settings",
        '"Add and manage TLS/SSL certificates" (Azure docs, 2022)',
    ),
    Change(
        _day(2023, 7),
        "serial numbers of any length, the lock on the vault, the forms and labels of that year",
        '"Create and manage a certificate for your web app" (Azure docs, 2023)',
    ),
    Change(
        _day(2025, 6),
        "PFX files with AES-256",
        '"Add and manage TLS/SSL certificates" (Azure docs, 2025)',
    ),
    Change(
        _day(2025, 11),
        "managed certificates without public access and behind Azure endpoints of Traffic Manager",
        '"App Service Managed Certificate Changes" (Azure docs, 2025)',
    ),
    Change(
        _day(2026, 3),
        "Azure's 198 days of validity and of proofs (the CAs' 200 are simulated), RBAC vaults",
        '"Industry-wide certificate changes impacting Azure App Service" (Azure docs, 2026)',
    ),
    Change(
        _day(2027, 3, 15),
        "how Azure covers a paid year with 100 and 47 days: here each is followed in its last third",
        "no document yet; the limits are those of ballot SC-081v3 (CA/Browser Forum, 2025)",
    ),
)


ERAS: dict[str, Era] = {
    "2018": Era(
        name="2018",
        begins=_summer(2018),
        described=(_day(2018, 2), _day(2019, 3)),
        api_version="2015-08-01",
        lifetime_cap_days=825,
        auto_renew_days=60,
        sync_period_hours=24,
        reverify_days=1095,
        www_by_html=True,
        default_lock="",
        managed_certificates=False,
        cloud_services=False,
        app_menu="SSL settings",
        export_link="",
        template_menu="Automation script",
        sni_label="SNI Based",
        ip_label="IP SSL Based",
        overview_sync=False,
        create_fields=_CREATE_2018,
    ),
    "2019": Era(
        name="2019",
        begins=_summer(2019),
        described=(_day(2019, 3), _day(2019, 11, 4)),
        api_version="2018-02-01",
        lifetime_cap_days=825,
        auto_renew_days=60,
        sync_period_hours=48,
        reverify_days=1095,
        www_by_html=True,
        default_lock="",
        managed_certificates=False,
        app_menu="SSL settings",
        cloud_services=False,
        export_link="Open KeyVault Secret",
        create_fields=_CREATE_2018,
    ),
    "2022": Era(name="2022", begins=_summer(2022), described=(_day(2021, 12), _day(2023, 7))),
    "2026": Era(
        name="2026",
        begins=_summer(2026),
        described=(_day(2026, 2), _day(2027, 3, 15)),
        export_link="Open Key Vault Secret",
        vault_retention=True,
        api_version="2024-11-01",
        validity_days=198,
        lifetime_cap_days=198,
        reissues=True,
        reverify_days=198,
        # "Domain validation completed before March 2026 cannot be reused."
        proofs_anew=_day(2026, 3),
        rbac_vaults=True,
        default_lock="vault",
        serial_octets=None,
        # "Add and manage TLS/SSL certificates" of June 2025 no longer asks for triple DES.
        pfx_ciphers=("3DES", "AES"),
        pbmac1=True,
        # The same: "Elliptic curve works as an uploaded PFX, but not when imported from a vault."
        ec_from_vault=False,
        html_path="/.well-known/pki-validation/godaddy.html",
        managed_needs_access=False,
        # Since November 2025.
        managed_traffic_manager=True,
        ip_ssl_on_basic=True,
        tls_versions=("1.0", "1.1", "1.2", "1.3"),
        app_menu="Certificates",
        bindings_on_domains=True,
        vault_selector="Select from Key Vault",
    ),
}

DEFAULT_ERA = "2022"


def era(name: str) -> Era:
    """The era of that name; raises `AzureError` UnknownEra."""
    try:
        return ERAS[name]
    except KeyError:
        known = ", ".join(ERAS)
        raise AzureError("UnknownEra", f"There is no era '{name}'.", f"Choose one of {known}.") from None
