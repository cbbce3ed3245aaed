"""Faults of proving a domain, and the proof itself.

Sources: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Troubleshoot Azure App Service
certificates" (Azure docs, 2025).
"""

from __future__ import annotations

from store.faults.model import (
    Deeds,
    Fault,
    Scene,
    do,
    hosted,
    imported,
    in_use,
    pending,
    until,
    wait,
)
from store.hostnames import covers
from store.resources import CertificateOrder, DnsZone, Method, Site
from store.services.network.dns import is_public, zones_over
from store.time.calendar import days
from store.world import View

#: Days by which a proof is aged: more than any rule allows, less than a certificate needs to expire.
_AGED = 400


def prove(scene: Scene, order: str) -> Deeds:
    """The domain of an order (its id) proved by a TXT record, a few minutes later."""
    found = scene.view.need(CertificateOrder, order)
    token, zone = found.properties.domain_verification_token, scene.zone(found.domain)
    if all(one.value != token for one in scene.has(zone, "TXT", "@")):
        yield do("AddRecord", zone=zone.id, type="TXT", name="@", value=token)
    yield do("VerifyDomain", order=order, method=Method.MANUAL_TXT.value)
    yield wait("5m")


def _tried_by(scene: Scene, method: Method) -> Deeds:
    yield do("VerifyDomain", order=scene.resource, method=method.value)
    yield wait("5m")


def _site(scene: Scene) -> Site:
    """The app that has the order's host name."""
    names = scene.order.host, scene.order.domain
    return scene.first(Site, lambda one: any(covers(names, state.name) for state in one.custom_hosts))


def zoned(view: View, order: CertificateOrder) -> bool:
    """An order that waits for its proof, and whose domain has a zone here."""
    return pending(view, order) and bool(zones_over(view, order.domain))


def _https_only(scene: Scene) -> Deeds:
    site = _site(scene)
    yield do("SetHttpsOnly", site=site.id, enabled=True)
    yield do("PlaceTokenPage", site=site.id, order=scene.resource)
    yield from _tried_by(scene, Method.MANUAL_HTML)


def _broken_app(scene: Scene) -> Deeds:
    yield do("SetSiteHealth", site=_site(scene).id, status=500)
    yield from _tried_by(scene, Method.APP_SERVICE)


def _misplaced(scene: Scene) -> Deeds:
    order = scene.order
    zone, token = scene.zone(order.domain), order.properties.domain_verification_token
    for record in scene.has(zone, "TXT", "@"):
        if record.value == token:
            yield do("RemoveRecord", zone=zone.id, type="TXT", name="@", value=token)
    if not scene.has(zone, "TXT", "asuid"):
        yield do("AddRecord", zone=zone.id, type="TXT", name="asuid", value=token)
    yield from _tried_by(scene, Method.MANUAL_TXT)


def _foreign_caa(scene: Scene) -> Deeds:
    order = scene.order
    zone = scene.zone(order.domain)
    for record in scene.has(zone, "CAA", "@"):
        yield do("RemoveRecord", zone=zone.id, type="CAA", name="@", value=record.value)
    yield do("AddRecord", zone=zone.id, type="CAA", name="@", value='0 issue "letsencrypt.org"')
    if pending(scene.view, order):
        yield from prove(scene, order.id)
    else:
        yield do("Rekey", order=order.id)
    yield wait("1h")


def _asks(view: View, order: CertificateOrder) -> bool:
    return bool(zones_over(view, order.domain)) and (pending(view, order) or imported(view, order))


def _no_mail(scene: Scene) -> Deeds:
    zone = scene.need(DnsZone)
    name = scene.free("mailcert", CertificateOrder)
    yield do("SetMailboxes", zone=zone.id, mailboxes=[])
    yield do("CreateOrder", name=name, host=zone.name, resourceGroup=scene.group().id)
    yield do("VerifyDomain", order=scene.latest(CertificateOrder).id, method=Method.MAIL.value)
    yield wait("5m")


def _public(_: View, zone: DnsZone) -> bool:
    return is_public(zone)


def _name_lost(scene: Scene) -> Deeds:
    yield do("AgeProof", order=scene.resource, days=_AGED + 100)
    yield do("Rekey", order=scene.resource)
    yield do("VerifyDomain", order=scene.resource, method=Method.APP_SERVICE.value)
    yield wait("1h")


def _with_www(view: View, order: CertificateOrder) -> bool:
    hosts = {host for _, host in Scene(lambda: view, order.id).bound()}
    return in_use(view, order) and f"www.{order.host}" in hosts


def _proof_too_old(scene: Scene) -> Deeds:
    yield do("AgeProof", order=scene.resource, days=_AGED)
    yield from until(scene, scene.expires() - days(30))


def _renewed_by_itself(view: View, order: CertificateOrder) -> bool:
    return imported(view, order) and order.properties.auto_renew


def _stale_rekey(scene: Scene) -> Deeds:
    yield do("AgeProof", order=scene.resource, days=_AGED)
    yield do("Rekey", order=scene.resource)
    yield wait("1h")


def _proved(scene: Scene) -> Deeds:
    yield from prove(scene, scene.resource)


_WAITS = "an order that waits for the proof of its domain"
_WAITS_AT_APP = f"{_WAITS}, and whose host name an app has"

FAULTS = (
    Fault(code="DomainVerified", event="T3", title="Prove the domain by a TXT record", clock=True,
          on=CertificateOrder, needs=f"{_WAITS}, in a DNS zone", fits=zoned, happens=_proved),
    Fault(code="ReverifyDomain", event="T7", title="Rekey with a proof that is too old", clock=True,
          on=CertificateOrder, needs="an imported certificate", fits=imported, happens=_stale_rekey),
    Fault(code="HttpsOnly", event="P8", title="HTTPS Only, and verify by an HTML page", clock=True,
          on=CertificateOrder, needs=_WAITS_AT_APP, fits=hosted, happens=_https_only),
    Fault(code="TokenPageNotServed", event="P9", title="The app answers 500 for the token", clock=True,
          on=CertificateOrder, needs=_WAITS_AT_APP, fits=hosted, happens=_broken_app),
    Fault(code="TxtRecordWrong", event="P10", title="The TXT record stands at asuid", clock=True,
          on=CertificateOrder, needs=f"{_WAITS}, in a DNS zone", fits=zoned, happens=_misplaced),
    Fault(code="CaaRecord", event="P11", title="A CAA record allows another CA alone", clock=True,
          on=CertificateOrder, needs="an order in a DNS zone", fits=_asks, happens=_foreign_caa),
    Fault(code="NoMailbox", event="P12", title="Verify by mail to no mailbox", clock=True,
          on=DnsZone, needs="a public DNS zone", fits=_public, happens=_no_mail),
    Fault(code="NameLost", event="P13 T13", title="A rekey that loses the www name", clock=True,
          on=CertificateOrder, needs="a certificate whose www name is bound", fits=_with_www,
          happens=_name_lost),
    Fault(code="ProofTooOld", event="P21", title="The proof is too old when auto renew comes", clock=True,
          on=CertificateOrder, needs="an imported certificate with auto renew on", fits=_renewed_by_itself,
          happens=_proof_too_old),
)  # fmt: skip
