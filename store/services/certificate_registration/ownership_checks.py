"""Checks of domain ownership: the result of each method of Step 2 (Verify), and its limits.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Troubleshoot Azure App Service
certificates" (Azure docs, 2025), "Upcoming Change to App Service Certificate on November 30 2021" (blog,
2021).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from store.errors import AzureError
from store.resources import (
    AppServiceDomain,
    CertificateOrder,
    DnsZone,
    Mail,
    Method,
    OrderLedger,
    ProductType,
    Record,
    RecordType,
    Site,
    VerificationCheck,
    name_of,
    same_id,
    subscription_of,
)
from store.services.network.dns import ROOT, is_public, text_of, zones_over
from store.services.web.custom_domains import leads_to, site_of
from store.world import Draft, View


class _Finding(NamedTuple):
    """The result of a check; `code` is "" where the domain is proved."""

    code: str
    found: str


def impossible(view: View, order: CertificateOrder, method: Method) -> AzureError | None:
    """Why a method can never prove an order's domain, or None."""
    if method.by_html and order.properties.product_type is ProductType.WILDCARD:
        return AzureError(
            "MethodNotSupported",
            f"{method.value} is for Standard certificates only; '{order.host}' is a Wild Card certificate.",
            "Choose Mail Verification, or Manual Verification with a DNS TXT record.",
        )
    if method is Method.DOMAIN and domain_of(view, order) is None:
        return AzureError(
            "NotAnAppServiceDomain",
            f"'{order.domain}' is not an App Service domain bought in this subscription.",
            "Choose Manual Verification with a DNS TXT record, or Mail Verification.",
        )
    return None


def proof_in_place(view: View, order: CertificateOrder) -> Method:
    """The method by which the domain would be proved now, those first that keep the www name.

    Where no proof is in place: the app that has the host, else a TXT record.
    """
    domain = domain_of(view, order)
    if domain is not None and view.get(DnsZone, domain.properties.dns_zone_id) is not None:
        return Method.DOMAIN
    for method in (Method.MANUAL_TXT, Method.MAIL, Method.APP_SERVICE, Method.MANUAL_HTML):
        if check(view, order, method, view.now).passed:
            return method
    mapped = site_of(view, order.host) is not None and not impossible(view, order, Method.APP_SERVICE)
    return Method.APP_SERVICE if mapped else Method.MANUAL_TXT


def check(view: View, order: CertificateOrder, method: Method, at: datetime) -> VerificationCheck:
    """The result of a check by this method at `at` (UTC); `found` is a sentence with the way out."""
    refused = impossible(view, order, method)
    finding = (
        _Finding(refused.code, f"{refused.message} {refused.next_step}")
        if refused
        else _CHECKS[method](view, order)
    )
    return VerificationCheck(
        method=method, checked_at=at, passed=not finding.code, code=finding.code, found=finding.found
    )


def _app_service(view: View, order: CertificateOrder) -> _Finding:
    """The platform itself serves the token page of a host mapped in the order's subscription."""
    site = site_of(view, order.host)
    if site is None or subscription_of(site.id).lower() != subscription_of(order.id).lower():
        where = f"only on app '{site.name}' of another subscription" if site else "on no app"
        return _Finding(
            "HostNameNotMapped",
            f"The host name {order.host} is mapped {where}. Map it to an app of the certificate's "
            "subscription in Custom domains, or verify by Mail or by a DNS TXT record.",
        )
    trouble = _page_trouble(view, order.host, site)
    return trouble or _Finding("", f"App '{site.name}' served the token page at http://{order.host}.")


def _html(view: View, order: CertificateOrder) -> _Finding:
    """A page with the token, put on the app by hand."""
    path, token = view.era.html_path, order.properties.domain_verification_token
    site = site_of(view, order.host)
    if site is None:
        return _Finding(
            "HostNameNotMapped",
            f"No app answers for http://{order.host}{path}. Map the host name in Custom domains, or "
            "verify by a DNS TXT record.",
        )
    if trouble := _page_trouble(view, order.host, site):
        return trouble
    pages = site.properties.domain_ownership_identifiers
    if pages.get(path, "").strip() == token:
        return _Finding("", f"The page http://{order.host}{path} has the token.")
    return _wrong_page(order, path, token, {**pages})


def _wrong_page(order: CertificateOrder, path: str, token: str, pages: dict[str, str]) -> _Finding:
    place = f"Put the token {token} as the only text of the page {path}."
    if path in pages:
        shown = pages[path].strip()[:40]
        return _Finding(
            "TokenPageWrong", f"The page http://{order.host}{path} has '{shown}', not the token. {place}"
        )
    elsewhere = [known for known, text in pages.items() if token in text or token in known]
    if elsewhere:
        return _Finding(
            "TokenPageMisplaced", f"The token page stands at {elsewhere[0]}, not at {path}. {place}"
        )
    return _Finding("TokenPageNotFound", f"http://{order.host}{path} answers 404 Not Found. {place}")


def _page_trouble(view: View, host: str, site: Site) -> _Finding | None:
    """Why the CA cannot get a page of the app over plain HTTP, or None."""
    properties = site.properties
    if not leads_to(view, host, site):
        return _Finding(
            "HostNameNotResolved",
            f"DNS does not lead {host} to app '{site.name}'. Add a CNAME record to {site.default_host} or "
            f"an A record to {properties.inbound_ip_address}.",
        )
    if properties.state != "Running":
        return _Finding("SiteStopped", f"App '{site.name}' is {properties.state.lower()}. Start it.")
    if properties.public_network_access == "Disabled" or properties.site_config.ip_security_restrictions:
        return _Finding(
            "SiteNotReachable",
            f"App '{site.name}' is not accessible by public network. Enable public access without IP "
            "restrictions, or verify by a DNS TXT record.",
        )
    if properties.https_only:
        return _Finding(
            "HttpsOnly",
            f"http://{host} redirects to HTTPS, and redirects are not followed: HTTPS Only of app "
            f"'{site.name}' is On. Turn it Off, or verify by a DNS TXT record.",
        )
    if properties.health_status != 200:
        return _Finding(
            "SiteUnhealthy",
            f"App '{site.name}' answers {properties.health_status} for the token page. Repair the app, or "
            "verify by a DNS TXT record.",
        )
    return None


def _txt(view: View, order: CertificateOrder) -> _Finding:
    """The token as a TXT record at the root of the zone, also for subdomains."""
    token = order.properties.domain_verification_token
    zones = zones_over(view, order.domain)
    if not zones:
        return _no_zone(view, order)
    for zone in zones:
        if any(text_of(one) == token for one in _texts(zone) if one.name == ROOT):
            return _Finding("", f"The TXT record at '@' of zone {zone.name} has the token.")
    place = f"Add a TXT record at '@' of zone {zones[-1].name} with the value {token}."
    for zone in zones:
        for record in _texts(zone):
            if text_of(record) == token:
                return _Finding(
                    "TxtMisplaced",
                    f"The token stands in the TXT record '{record.name}' of zone {zone.name}, not at the "
                    f"root '@'. {place}",
                )
    at_root = [text_of(one) for zone in zones for one in _texts(zone) if one.name == ROOT]
    if at_root:
        shown = "', '".join(text[:40] for text in at_root[:3])
        return _Finding("TxtWrong", f"The TXT records at '@' say '{shown}', not the token. {place}")
    return _Finding("TxtNotFound", f"There is no TXT record at '@' of zone {zones[-1].name}. {place}")


def _texts(zone: DnsZone) -> list[Record]:
    return [record for record in zone.properties.records if record.type is RecordType.TXT]


def _no_zone(view: View, order: CertificateOrder) -> _Finding:
    hidden = [zone for zone in view.all(DnsZone) if not is_public(zone)]
    private = [zone.name for zone in hidden if f".{order.domain}".endswith(f".{zone.name}")]
    if private:
        found = f"The zone {private[0]} is private: nobody outside sees its records. "
    else:
        found = f"No DNS zone answers for {order.domain}. "
    return _Finding("ZoneNotFound", found + "Create a public DNS zone for the domain.")


def mail_domain(view: View, order: CertificateOrder) -> str:
    """The domain to whose mailboxes the CA writes: that of the DNS zone which answers for the host."""
    return next((zone.name for zone in zones_over(view, order.domain)), order.domain)


def domain_of(view: View, order: CertificateOrder) -> AppServiceDomain | None:
    """The App Service domain of the order's subscription that the host lies in."""
    for domain in view.all(AppServiceDomain):
        inside = f".{order.domain}".lower().endswith(f".{domain.name.lower()}")
        if inside and same_id(subscription_of(domain.id), subscription_of(order.id)):
            return domain
    return None


def write_domain_txt(draft: Draft, order: CertificateOrder) -> None:
    """Write the token into the zone of the App Service domain, as Azure does by itself.

    Nothing is written where the domain has no zone any more; the check will say so.
    """
    domain = domain_of(draft, order)
    zone = draft.get(DnsZone, domain.properties.dns_zone_id) if domain else None
    token = order.properties.domain_verification_token
    if zone is None or any(one.name == ROOT and text_of(one) == token for one in _texts(zone)):
        return
    record = Record(type=RecordType.TXT, name=ROOT, value=token, automatic=True)
    draft.put(replace(zone, properties=replace(zone.properties, records=(*zone.properties.records, record))))


def _domain(view: View, order: CertificateOrder) -> _Finding:
    domain = domain_of(view, order)
    zone = view.get(DnsZone, domain.properties.dns_zone_id) if domain else None
    if domain is not None and zone is None:
        return _Finding(
            "DomainZoneNotFound",
            f"App Service domain {domain.name} has lost its DNS zone "
            f"'{name_of(domain.properties.dns_zone_id)}', so Azure could not add the TXT record. Choose "
            "Manual Verification with a DNS TXT record.",
        )
    return _txt(view, order)


def _mail(view: View, order: CertificateOrder) -> _Finding:
    """A link that was opened after the last proof: one opening proves once."""
    ledger = view.get(OrderLedger, order.id)
    proved = ledger.verified_at if ledger else None
    mails = [mail for mail in view.all(Mail) if mail.link and same_id(mail.order, order.id)]
    opened = [mail.opened_at for mail in mails if mail.opened_at and (not proved or mail.opened_at > proved)]
    if opened:
        return _Finding(
            "", f"The link in the verification mail was opened on {max(opened):%Y-%m-%d %H:%M} UTC."
        )
    sent = [mail for mail in mails if not proved or mail.sent_at > proved]
    if sent:
        to = ", ".join(sent[-1].to)
        return _Finding(
            "MailNotOpened", f"The link in the mail to {to} was not opened yet. Open it, then Verify again."
        )
    return _Finding(
        "MailNotDelivered",
        f"No verification mail reached a mailbox of {mail_domain(view, order)} (admin@, administrator@, "
        "hostmaster@, postmaster@ or webmaster@). Create one of them and choose Resend Email, or verify by a "
        "DNS TXT record.",
    )


_CHECKS: dict[Method, Callable[[View, CertificateOrder], _Finding]] = {
    Method.APP_SERVICE: _app_service,
    Method.DOMAIN: _domain,
    Method.MAIL: _mail,
    Method.MANUAL_TXT: _txt,
    Method.MANUAL_HTML: _html,
}
