"""Problems of importing certificates into apps and of binding them.

Sources: "Troubleshoot domain and TLS/SSL certificate problems in Azure App Service" (Azure docs, 2019 and
2025), "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from store.errors import Place
from store.hostnames import covers
from store.problems.model import Finding, Problem, standing_refusals, way
from store.resources import (
    CertificateOrder,
    OrderStatus,
    RecordType,
    Site,
    group_of,
    name_of,
    same_id,
)
from store.services import steps
from store.services.certificate_registration.ledger import ledger_of
from store.services.key_vault.links import linked_certificates
from store.services.network.dns import lookup
from store.services.web.bindings import addresses
from store.services.web.serving import served_by
from store.services.web.webspaces import certificates_in, webspace_of
from store.world import View

_IMPORT, _BIND = "Import App Service Certificate", "Add TLS/SSL Binding"


def _refused(
    title: str, code: str, place: Place, text: str, about: Callable[[View, str], str]
) -> Callable[[View], Iterator[Finding]]:
    """An operation was refused so, and nobody has done it since; `about` gives the resource to mend."""

    def find(view: View) -> Iterator[Finding]:
        for entry in standing_refusals(view, (title,), code):
            resource = about(view, entry.target)
            if not resource or _got_past(view, resource):
                continue
            yield Finding(resource=resource, evidence=entry.message, way_out=way(place, text, resource))

    return find


def _got_past(view: View, resource: str) -> bool:
    """Whether an order was imported after all, elsewhere, or is there no more."""
    if "/certificateorders/" not in resource.lower():
        return False
    order = view.get(CertificateOrder, resource)
    return order is None or order.properties.status.final


def _imported(view: View, target: str) -> str:
    """The order of an import, "" once an app has it."""
    order = view.get(CertificateOrder, _order(view, target))
    return "" if order is None or linked_certificates(view, order) else order.id


def _itself(_: View, target: str) -> str:
    return target


def app_of(view: View, target: str) -> str:
    """The app that a binding or certificate is for: of a certificate one whose plan is in its group."""
    site = view.get(Site, target.partition("/hostNameBindings/")[0])
    group = group_of(target)
    near = (one for one in view.all(Site) if same_id(group_of(one.properties.server_farm_id), group))
    found = site or next(near, None)
    return found.id if found is not None else target


def _order(view: View, target: str) -> str:
    """The order that an imported certificate is named after."""
    named = (one for one in view.all(CertificateOrder) if name_of(target).startswith(f"{one.name}-"))
    return next((one.id for one in named), target)


def _not_imported(view: View) -> Iterator[Finding]:
    for order in view.all(CertificateOrder):
        issued = ledger_of(view, order).issued
        if order.properties.status is not OrderStatus.ISSUED or not issued or order.link is None:
            continue
        fitting = [
            site
            for site in view.all(Site)
            if any(covers(issued[-1].names, state.name) for state in site.custom_hosts)
        ]
        if fitting and not linked_certificates(view, order):
            yield Finding(
                resource=order.id,
                evidence=f"No app has it; '{fitting[0].name}' has a host name that it covers.",
                way_out=way(Place.APP, f"TLS/SSL settings > {_IMPORT}.", fitting[0].id),
                about=(fitting[0].id,),
            )


def _not_bound(view: View) -> Iterator[Finding]:
    for site in view.all(Site):
        held = certificates_in(view, webspace_of(view, site))
        for state in site.custom_hosts:
            fitting = [
                one
                for one in held
                if state.thumbprint is None and covers(one.properties.host_names, state.name)
            ]
            if fitting:
                yield Finding(
                    resource=site.id,
                    evidence=f"'{state.name}' has no TLS/SSL binding; '{fitting[0].name}' covers it.",
                    way_out=way(Place.APP, "TLS/SSL settings > Add TLS/SSL Binding.", site.id),
                    about=(fitting[0].id,),
                )


def _mixed(view: View) -> Iterator[Finding]:
    for site in view.all(Site):
        for state in site.custom_hosts:
            hazard = served_by(view, site, state).hazard if state.thumbprint else ""
            if hazard:
                text = (
                    "TLS/SSL settings: bind all hosts with SNI SSL, or with one certificate that covers them."
                )
                yield Finding(resource=site.id, evidence=hazard, way_out=way(Place.APP, text, site.id))


def _other_address(view: View) -> Iterator[Finding]:
    for site in view.all(Site):
        own = set(addresses(view, site))
        for state in site.custom_hosts:
            records = {one.value for one in lookup(view, state.name, RecordType.A)}
            if records and not records & own:
                text = (
                    f"DNS zone: point the A record of '{state.name}' to {site.properties.inbound_ip_address}."
                )
                evidence = (
                    f"'{state.name}' points to {', '.join(sorted(records))}, which '{site.name}' has not."
                )
                yield Finding(resource=site.id, evidence=evidence, way_out=way(Place.DNS_ZONES, text))


PROBLEMS = (
    Problem(
        code="NotIssued",
        symptom="Import: App Service Certificate is not issued",
        cause="The order waits for the proof of its domain.",
        find=_refused(
            _IMPORT, "AppServiceCertificateNotIssued", Place.VERIFY, f"{steps.VERIFY} first.", _imported
        ),
    ),
    Problem(
        code="InvalidKeyVaultLink",
        symptom="Import: KeyVaultId & KeyVaultSecretName has an invalid value",
        cause="App, certificate and key vault are not in one subscription, or Step 1 points to an old place.",
        find=_refused(
            _IMPORT,
            "InvalidKeyVaultLink",
            Place.STORE,
            f"Use an app of the certificate's subscription, or redo {steps.STORE}.",
            _imported,
        ),
    ),
    Problem(
        code="NeverImported",
        symptom="The certificate was bought, and no app lists it",
        cause="Buying does not put a certificate into an app.",
        find=_not_imported,
    ),
    Problem(
        code="NoBinding",
        symptom="The certificate is in the app, and HTTPS is still wrong",
        cause="The host name has no TLS/SSL binding.",
        find=_not_bound,
    ),
    Problem(
        code="HostNotCovered",
        symptom="The binding is refused: the thumbprint does not match the hostname",
        cause="The certificate does not name that host.",
        find=_refused(
            _BIND, "04030", Place.APP, "Choose a certificate that names the host, or get one.", app_of
        ),
    ),
    Problem(
        code="VirtualIpConflict",
        symptom="The binding is refused: another VIP already uses that certificate",
        cause="Two IP based bindings would need the certificate at two addresses.",
        find=_refused(
            _BIND,
            "VirtualIpConflict",
            Place.APP,
            "Remove one of the IP based bindings, or bind with SNI SSL.",
            app_of,
        ),
    ),
    Problem(
        code="MixedBindings",
        symptom="Some clients are shown another site's certificate",
        cause="The app has SNI and IP based bindings with different certificates.",
        find=_mixed,
    ),
    Problem(
        code="AddressChanged",
        symptom="The site cannot be reached since its certificate was replaced",
        cause="An IP based binding was deleted, and its dedicated address with it.",
        find=_other_address,
    ),
    Problem(
        code="MoveRefused",
        symptom="The move is refused: there are still imported certificates",
        cause="Imported certificates stay in the source subscription.",
        find=_refused(
            "Move App Service Certificate",
            "MoveNotAllowed",
            Place.OVERVIEW,
            "Move the apps, or delete the imported certificates, first.",
            _itself,
        ),
    ),
)
