"""Problems of proving a domain: each recognised by what the CA would meet now.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Troubleshoot Azure App Service
certificates" (Azure docs, 2025).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from store.errors import Place, WayOut
from store.problems.model import Finding, Problem, way
from store.resources import CertificateOrder, OrderStatus, VerificationCheck, WebCertificate
from store.services.certificate_registration.holds import caa_hold
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.names_and_proof import proof_fresh
from store.services.certificate_registration.ownership_checks import check
from store.services.certificate_registration.state import Kind, order_state
from store.services.key_vault.links import orders_of
from store.services.network.dns import zones_over
from store.services.web.custom_domains import site_of
from store.services.web.webspaces import bindings_following
from store.world import View

_PAGE = ("SiteUnhealthy", "HostNameNotMapped", "SiteStopped", "SiteNotReachable", "HostNameNotResolved")


def _waiting(view: View) -> Iterator[CertificateOrder]:
    """Orders that wait for a proof of their domain."""
    for order in view.all(CertificateOrder):
        waits = order.properties.status in (OrderStatus.PENDING_ISSUANCE, OrderStatus.PENDING_REKEY)
        if waits and not proof_fresh(view, order):
            yield order


def _never_verified(view: View) -> Iterator[Finding]:
    for order in _waiting(view):
        state = order_state(view, order)
        if state.kind is Kind.VERIFY_DOMAIN and state.way_out is not None:
            yield Finding(resource=order.id, evidence=state.cause, way_out=state.way_out, order=order.id)


def _failed(
    *codes: str, repair: Callable[[View, CertificateOrder], WayOut]
) -> Callable[[View], Iterator[Finding]]:
    """The last method that was tried meets one of these, as things are."""

    def find(view: View) -> Iterator[Finding]:
        for order in _waiting(view):
            met = _met(view, order)
            if met is not None and met.code in codes:
                site = site_of(view, order.host)
                yield Finding(
                    resource=order.id,
                    evidence=met.found,
                    way_out=repair(view, order),
                    order=order.id,
                    about=(site.id,) if site else (),
                )

    return find


def _met(view: View, order: CertificateOrder) -> VerificationCheck | None:
    """What the last method that was tried would meet now; None where none was tried."""
    last = ledger_of(view, order).last_check
    return check(view, order, last.method, view.now) if last is not None and not last.passed else None


def _https_off(view: View, order: CertificateOrder) -> WayOut:
    site = site_of(view, order.host)
    text = "TLS/SSL settings: turn HTTPS Only Off, or verify by a DNS TXT record."
    return way(Place.APP, text, site.id) if site else _again(view, order)


def _again(view: View, order: CertificateOrder) -> WayOut:
    return way(Place.VERIFY, "Map the host name, repair the app, or verify by a DNS TXT record or by mail.")


def _zone(view: View, order: CertificateOrder) -> WayOut:
    zones = zones_over(view, order.domain)
    token = order.properties.domain_verification_token
    text = f"Add a TXT record at '@' with the value {token}, then Verify."
    return way(Place.DNS_ZONE, text, zones[-1].id) if zones else way(Place.DNS_ZONES, text)


def _mailboxes(view: View, order: CertificateOrder) -> WayOut:
    zones = zones_over(view, order.domain)
    text = "Create one of the five mailboxes and choose Resend Email, or verify by a DNS TXT record."
    return way(Place.DNS_ZONE, text, zones[-1].id) if zones else way(Place.DNS_ZONES, text)


def _caa(view: View) -> Iterator[Finding]:
    for order in view.all(CertificateOrder):
        if order.properties.status not in (OrderStatus.PENDING_ISSUANCE, OrderStatus.PENDING_REKEY):
            continue
        held = caa_hold(view, order)
        if held is not None:
            zones = zones_over(view, order.domain)
            text = held.way_out.text
            yield Finding(
                resource=order.id,
                evidence=held.cause,
                way_out=way(Place.DNS_ZONE, text, zones[-1].id) if zones else way(Place.DNS_ZONES, text),
                order=order.id,
            )


def _lost_www(view: View) -> Iterator[Finding]:
    for certificate in view.all(WebCertificate):
        for order in orders_of(view, certificate):
            issued = ledger_of(view, order).issued
            if not issued or len(issued) < 2:
                continue
            lost = set(issued[-2].names) - set(issued[-1].names)
            for site, state in bindings_following(view, certificate):
                if state.name.lower() not in lost:
                    continue
                yield Finding(
                    resource=order.id,
                    evidence=f"The current certificate has no '{state.name}', which '{site.name}' binds.",
                    way_out=way(
                        Place.VERIFY, "Verify by a DNS TXT record or by mail, then Rekey, then Sync."
                    ),
                    order=order.id,
                    about=(site.id, certificate.id),
                )


def _old_proof(view: View) -> Iterator[Finding]:
    for order in view.all(CertificateOrder):
        state, ledger = order_state(view, order), ledger_of(view, order)
        expired = state.kind is Kind.EXPIRED and order.properties.auto_renew and ledger.pending is not None
        stale = ledger.verified_at is not None and not proof_fresh(view, order)
        if (state.kind is Kind.REVERIFY_DOMAIN or expired and stale) and state.way_out is not None:
            yield Finding(resource=order.id, evidence=state.cause, way_out=state.way_out, order=order.id)


PROBLEMS = (
    Problem(
        code="HttpsOnly",
        symptom="Verify fails with the HTML page",
        cause="The app redirects to HTTPS, and the CA follows no redirect.",
        find=_failed("HttpsOnly", repair=_https_off),
    ),
    Problem(
        code="TokenPageNotServed",
        symptom="Verify fails with App Service Verification",
        cause="The app does not answer for the token page, or the host name is not its own.",
        find=_failed(*_PAGE, repair=_again),
    ),
    Problem(
        code="TxtRecordWrong",
        symptom="Verify fails with the DNS TXT record",
        cause="The record stands at another name than '@', or has another value than the token.",
        find=_failed("TxtMisplaced", "TxtWrong", "TxtNotFound", repair=_zone),
    ),
    Problem(
        code="CaaRecord",
        symptom="The domain is verified, and the certificate is not issued",
        cause="A CAA record of the domain allows other CAs only.",
        find=_caa,
    ),
    Problem(
        code="NoMailbox",
        symptom="The verification mail never arrives",
        cause="The domain has none of the mailboxes that the CA writes to.",
        find=_failed("MailNotDelivered", repair=_mailboxes),
    ),
    Problem(
        code="NameLost",
        symptom="Renewed without the www name, and its site serves the old certificate",
        cause="A proof by HTML page or by App Service covers the bare domain alone.",
        find=_lost_www,
    ),
    Problem(
        code="ProofTooOld",
        symptom="Auto renew is on, and the certificate is not renewed",
        cause="The last proof of the domain is too old to be used again.",
        find=_old_proof,
    ),
    Problem(
        code="NeverVerified",
        symptom="The status stays Pending Issuance",
        cause="Step 2 (Verify) was not done.",
        find=_never_verified,
    ),
)
