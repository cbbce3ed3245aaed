"""Faults of buying and of an order's life: what customers, colleagues, banks and the CA do.

Sources: "Troubleshoot domain and TLS/SSL certificate problems in Azure App Service" (Azure docs, 2019), "Add
and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from store.faults.model import (
    Deeds,
    Fault,
    Scene,
    alive,
    do,
    enabled,
    imported,
    in_use,
    issued,
    pending,
    stored,
    tried,
    until,
    wait,
)
from store.faults.proofs import prove, zoned
from store.hostnames import covers
from store.resources import (
    CertificateOrder,
    DnsZone,
    Lock,
    ResourceGroup,
    ServerFarm,
    Site,
    Subscription,
    Vault,
    same_id,
)
from store.services.authorization.access import is_inside, locks_under
from store.services.certificate_registration.order_limits import order_limit
from store.services.certificate_registration.purchase import orders_in
from store.services.network.dns import is_public
from store.time.calendar import days
from store.world import View


def _shared_plan(scene: Scene) -> Deeds:
    yield do("ScalePlan", plan=scene.resource, sku="D1")


def _paid(view: View, plan: ServerFarm) -> bool:
    apps = (site for site in view.all(Site) if same_id(site.properties.server_farm_id, plan.id))
    bound = any(state.thumbprint for site in apps for state in site.custom_hosts)
    return plan.properties.hosting_environment is None and plan.sku.allows_tls and not bound


def _student(scene: Scene) -> Deeds:
    yield do("SetOffer", subscription=scene.resource, offer="Student")


def _no_card(scene: Scene) -> Deeds:
    yield do("SetCard", subscription=scene.resource, valid=False)


def _pays(view: View, one: Subscription) -> bool:
    return enabled(view, one) and one.properties.card_valid


def _limit(scene: Scene) -> Deeds:
    yield do("SetOffer", subscription=scene.resource, offer="DevTest")
    group = scene.first(ResourceGroup, lambda one: is_inside(one.id, scene.resource)).id
    while orders_in(scene.view, scene.resource) < order_limit(scene.need(Subscription).properties):
        name = scene.free("other", CertificateOrder)
        yield do("CreateOrder", name=name, host=f"{name}.example.com", resourceGroup=group)


def _flagged(scene: Scene) -> Deeds:
    yield do("FlagForFraud", order=scene.resource)


def _other_domain(view: View, zone: DnsZone) -> bool:
    hosts = (state.name for site in view.all(Site) for state in site.custom_hosts)
    names = zone.name, f"www.{zone.name}"
    return is_public(zone) and not any(covers(names, host) for host in hosts)


def _wrong_domain(scene: Scene) -> Deeds:
    zone, group = scene.need(DnsZone), scene.group()
    name = scene.free("wrongcert", CertificateOrder)
    vault = next((one.id for one in scene.view.all(Vault)), "")
    if not vault:
        yield do("CreateVault", name=scene.free("wrong-kv", Vault), resourceGroup=group.id)
        vault = scene.latest(Vault).id
    yield do("CreateOrder", name=name, host=zone.name, resourceGroup=group.id)
    order = scene.latest(CertificateOrder).id
    yield do("StoreInKeyVault", order=order, vault=vault)
    yield from prove(scene, order)
    yield wait("10m")


def _denied(scene: Scene) -> Deeds:
    yield wait("15d")


def _bought(scene: Scene) -> Deeds:
    host = next(state.name for state in scene.need(Site).custom_hosts)
    name = scene.free("newcert", CertificateOrder)
    yield do("CreateOrder", name=name, host=host, resourceGroup=scene.group().id)
    yield wait("1d")


def _has_host(_: View, site: Site) -> bool:
    return bool(site.custom_hosts)


def _signed(scene: Scene) -> Deeds:
    yield from prove(scene, scene.resource)
    yield wait("10m")


def _rekeyed(scene: Scene) -> Deeds:
    yield do("Rekey", order=scene.resource)
    yield wait("11m")


def _job_renews(scene: Scene) -> Deeds:
    yield from until(scene, scene.expires() - days(31))


def _auto(view: View, order: CertificateOrder) -> bool:
    return stored(view, order) and order.properties.auto_renew


def _renew(scene: Scene) -> Deeds:
    yield from until(scene, scene.expires() - days(40))
    yield do("RenewOrder", order=scene.resource)
    yield wait("11m")


def _unpaid(scene: Scene) -> Deeds:
    yield do("SetCard", subscription="/".join(scene.resource.split("/")[:3]), valid=False)
    yield from until(scene, scene.expires() - days(25))


def _expired(scene: Scene) -> Deeds:
    yield do("SetAutoRenew", order=scene.resource, enabled=False)
    yield from until(scene, scene.expires() + days(1))


def _too_early(scene: Scene) -> Deeds:
    yield tried("RenewOrder", order=scene.resource)


def _young(view: View, order: CertificateOrder) -> bool:
    return issued(view, order) and order.expires is not None and order.expires - view.now > days(61)


def _renewed_early(scene: Scene) -> Deeds:
    yield do("SetAutoRenew", order=scene.resource, enabled=False)
    yield from until(scene, scene.expires() - days(55))
    yield do("RenewOrder", order=scene.resource)
    yield wait("1d")


def _rekeyed_late(scene: Scene) -> Deeds:
    yield do("SetAutoRenew", order=scene.resource, enabled=False)
    yield from until(scene, scene.expires() - days(55))
    yield do("Rekey", order=scene.resource)
    yield wait("1d")


def unlocked(scene: Scene) -> Deeds:
    """The locks that keep the order from being deleted or moved, taken off."""
    for lock in tuple(locks_under(scene.view, scene.resource)):
        yield do("DeleteLock", lock=lock.id)


def _locked(scene: Scene) -> Deeds:
    if not any(locks_under(scene.view, scene.resource)):
        yield do("AddLock", scope=scene.resource, name=scene.free("keep", Lock), level="CanNotDelete")
    yield tried("DeleteOrder", order=scene.resource)


def _deleted(scene: Scene) -> Deeds:
    yield from unlocked(scene)
    yield do("DeleteOrder", order=scene.resource)
    yield wait("1d")


_WAITS = "an order that waits for the proof of its domain"
_ISSUED = "an issued certificate in a key vault"
_ENABLED = "an enabled subscription"

FAULTS = (
    Fault(code="OrderCreated", event="T1", title="Somebody buys a certificate", clock=True,
          on=Site, needs="an app with a custom domain", fits=_has_host, happens=_bought),
    Fault(code="CertificateIssued", event="T4", title="Verify the domain, and the CA issues", clock=True,
          on=CertificateOrder, needs=f"{_WAITS}, in a DNS zone", fits=zoned, happens=_signed),
    Fault(code="AutoRenewed", event="T8", title="The auto-renew job comes", clock=True,
          on=CertificateOrder, needs=f"{_ISSUED}, with auto renew on", fits=_auto, happens=_job_renews),
    Fault(code="RenewedByHand", event="T9", title="Somebody renews by hand", clock=True,
          on=CertificateOrder, needs=_ISSUED, fits=stored, happens=_renew),
    Fault(code="PlanTierTooLow", event="P1", title="Scale the plan down to Shared",
          on=ServerFarm, needs="a paid plan whose apps have no bindings", fits=_paid, happens=_shared_plan),
    Fault(code="OfferNotSupported", event="P2", title="The offer becomes Student",
          on=Subscription, needs=_ENABLED, fits=enabled, happens=_student),
    Fault(code="NoCreditCard", event="P2", title="The credit card expires",
          on=Subscription, needs="a subscription with a valid card", fits=_pays, happens=_no_card),
    Fault(code="OrderLimitReached", event="P3", title="All certificates of the limit are bought",
          on=Subscription, needs=_ENABLED, fits=enabled, happens=_limit),
    Fault(code="FraudReview", event="P4 T12", title="The CA flags the order for possible fraud",
          on=CertificateOrder, needs="an order that has not ended", fits=alive, happens=_flagged),
    Fault(code="WrongDomain", event="P5", title="Buy a certificate for the wrong domain", clock=True,
          on=DnsZone, needs="a DNS zone that no app is in", fits=_other_domain, happens=_wrong_domain),
    Fault(code="OrderDenied", event="P6 T5", title="15 days pass without a proof", clock=True,
          on=CertificateOrder, needs=_WAITS, fits=pending, happens=_denied),
    Fault(code="NeverVerified", event="P7", title="Buy a certificate and forget Step 2", clock=True,
          on=Site, needs="an app with a custom domain", fits=_has_host, happens=_bought),
    Fault(code="NotSynced", event="P14 T6", title="Rekey, and no sync", clock=True,
          on=CertificateOrder, needs="an imported certificate", fits=imported, happens=_rekeyed),
    Fault(code="PaymentFailed", event="P22", title="The card is refused at the renewal", clock=True,
          on=CertificateOrder, needs=f"{_ISSUED}, with auto renew on", fits=_auto, happens=_unpaid),
    Fault(code="NobodyRenewed", event="P23 T10", title="Auto renew off, until it expires", clock=True,
          on=CertificateOrder, needs="an issued certificate", fits=issued, happens=_expired),
    Fault(code="TooEarlyToRenew", event="P24", title="Somebody tries Manual Renew too early",
          on=CertificateOrder, needs="a certificate that lasts more than 60 days", fits=_young,
          happens=_too_early),
    Fault(code="ShortenedByEarlyRenewal", event="P25", title="Renew by hand 55 days early", clock=True,
          on=CertificateOrder, needs=_ISSUED, fits=stored, happens=_renewed_early),
    Fault(code="RekeyKeepsTheEnd", event="P26", title="Rekey in place of a renewal", clock=True,
          on=CertificateOrder, needs=_ISSUED, fits=stored, happens=_rekeyed_late),
    Fault(code="CertificateLocked", event="P40", title="Somebody tries to delete a locked order",
          on=CertificateOrder, needs="an order that has not ended", fits=alive, happens=_locked),
    Fault(code="RevokedCertificateServed", event="P41 T11", title="Somebody deletes the order", clock=True,
          on=CertificateOrder, needs="a certificate that is bound", fits=in_use, happens=_deleted),
)  # fmt: skip
