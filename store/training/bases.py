"""The world most tickets begin in: a certificate that is issued, stored, imported, bound and in sync."""

from __future__ import annotations

from store.operations.certificate_registration.create import CreateOrder
from store.operations.certificate_registration.store_in_key_vault import StoreInKeyVault
from store.operations.certificate_registration.verify import VerifyDomain
from store.operations.key_vault.create import CreateVault
from store.operations.naming import find_id
from store.operations.network.records import AddRecord
from store.operations.operation import Operation
from store.operations.simulator.clock import AdvanceClock
from store.operations.web.bindings import AddBinding
from store.operations.web.imports import ImportAppServiceCertificate
from store.portal import Portal
from store.resources import CertificateOrder, Method, WebCertificate

_ORDER, _VAULT = "contosocert", "contoso-kv"


def make_ready(portal: Portal) -> None:
    """Buy contosocert in a walk world, verify contoso.com by TXT record, bind it and www to contoso-app.

    The certificate stays in the vault contoso-kv; the app contoso-api has its host api.contoso.com unbound.
    """
    _do(
        portal,
        CreateOrder(name=_ORDER, host="contoso.com", resource_group="rg-web"),
        CreateVault(name=_VAULT, resource_group="rg-web", location="westeurope"),
        StoreInKeyVault(order=_ORDER, vault=_VAULT),
    )
    order = portal.world.need(CertificateOrder, find_id(portal.world, CertificateOrder, _ORDER))
    _do(
        portal,
        AddRecord(zone="contoso.com", type="TXT", value=order.properties.domain_verification_token),
        VerifyDomain(order=_ORDER, method=Method.MANUAL_TXT.value),
        AdvanceClock(by="10m"),
        ImportAppServiceCertificate(site="contoso-app", order=_ORDER),
    )
    linked = next(portal.world.all(WebCertificate)).id
    _do(
        portal,
        *(
            AddBinding(site="contoso-app", host=host, certificate=linked)
            for host in ("contoso.com", "www.contoso.com")
        ),
    )


def _do(portal: Portal, *operations: Operation) -> None:
    for operation in operations:
        portal.perform(operation)
