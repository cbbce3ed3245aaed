"""Faults of importing, binding, uploading and loading certificates.

Sources: "Troubleshoot domain and TLS/SSL certificate problems in Azure App Service" (Azure docs, 2019 and
2025), "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Update or change the certificate used in
Cloud Services (extended support)" (Azure docs, 2022).
"""

from __future__ import annotations

import re

from store.faults.model import (
    Deeds,
    Fault,
    Scene,
    SentFile,
    do,
    imported,
    in_use,
    pending,
    stored,
    tried,
    wait,
)
from store.faults.orders import unlocked
from store.faults.vaults import far_group
from store.hostnames import covers
from store.resources import (
    CertificateOrder,
    CloudService,
    ResourceGroup,
    Site,
    SslState,
    WebCertificate,
    same_id,
)
from store.services.key_vault.links import linked_certificates
from store.services.network.dns import zones_over
from store.training.format import PfxFile
from store.world import View

#: Password of the PFX files that these faults send: they hold nothing secret.
_PASSWORD = "contoso"
_FILE, _COPY = "customer.pfx", "copy.pfx"


def _sent(*hosts: str) -> SentFile:
    return SentFile(PfxFile(name=_FILE, hosts=hosts, password=_PASSWORD))


def _uploaded(scene: Scene, site: str, host: str) -> Deeds:
    """A certificate of another CA for a host, uploaded to an app; it is the last that was made."""
    yield _sent(host)
    yield do("UploadCertificate", site=site, file=_FILE, password=_PASSWORD)


def _not_issued(scene: Scene) -> Deeds:
    yield tried("ImportAppServiceCertificate", site=scene.first(Site).id, order=scene.resource)


def _waits(view: View, order: CertificateOrder) -> bool:
    return pending(view, order) and any(view.all(Site))


def _never_imported(scene: Scene) -> Deeds:
    for site, host in scene.bound():
        yield do("RemoveBinding", site=site.id, host=host)
    for held in linked_certificates(scene.view, scene.order):
        yield do("DeleteCertificate", certificate=held.id)


def _fits_an_app(view: View, order: CertificateOrder) -> bool:
    names = order.host, f"www.{order.host}"
    hosts = (state.name for site in view.all(Site) for state in site.custom_hosts)
    return stored(view, order) and any(covers(names, host) for host in hosts)


def _unbound(scene: Scene) -> Deeds:
    if not linked_certificates(scene.view, scene.order):
        names = scene.order.host, f"www.{scene.order.host}"
        site = scene.first(Site, lambda one: any(covers(names, host.name) for host in one.custom_hosts))
        yield do("ImportAppServiceCertificate", site=site.id, order=scene.resource)
    for site, host in scene.bound():
        yield do("RemoveBinding", site=site.id, host=host)


def _zoned(view: View, order: CertificateOrder) -> bool:
    return in_use(view, order) and bool(zones_over(view, order.domain))


def _wrong_host(scene: Scene) -> Deeds:
    site = scene.bound()[0][0]
    zone = scene.zone(scene.order.domain)
    name, number = "shop", 1
    while scene.has(zone, "CNAME", name):
        name, number = f"shop{number + 1}", number + 1
    host = f"{name}.{zone.name}"
    owner = site.properties.custom_domain_verification_id
    yield do("AddRecord", zone=zone.id, type="CNAME", name=name, value=site.default_host)
    yield do("AddRecord", zone=zone.id, type="TXT", name=f"asuid.{name}", value=owner)
    yield do("MapHost", site=site.id, host=host)
    yield tried("AddBinding", site=site.id, host=host, certificate=scene.linked().id, type="SNI")


def _two_hosts(view: View, order: CertificateOrder) -> bool:
    """An order that is bound at its own host name and at www, on one app, with both in a zone."""
    if not _zoned(view, order):
        return False
    bound = Scene(lambda: view, order.id).bound()
    hosts = {host for _, host in bound}
    return hosts >= {order.host, f"www.{order.host}"} and len({site.id for site, _ in bound}) == 1


def _two_addresses(scene: Scene) -> Deeds:
    site, host = scene.bound()[0][0], f"www.{scene.order.host}"
    zone, certificate = scene.zone(host), scene.linked().id
    name = host.removesuffix(f".{zone.name}")
    second = scene.free("second-app", Site)
    yield do("CreateSite", name=second, plan=site.properties.server_farm_id)
    other = scene.latest(Site)
    yield do("RemoveBinding", site=site.id, host=host)
    yield do("UnmapHost", site=site.id, host=host)
    for record in scene.has(zone, "CNAME", name):
        yield do("RemoveRecord", zone=zone.id, type="CNAME", name=name, value=record.value)
    yield do("AddRecord", zone=zone.id, type="CNAME", name=name, value=other.default_host)
    yield do("MapHost", site=other.id, host=host)
    yield do("AddBinding", site=site.id, host=scene.order.host, certificate=certificate, type="IP")
    yield tried("AddBinding", site=other.id, host=host, certificate=certificate, type="IP")


def _mixed(scene: Scene) -> Deeds:
    site, host = scene.bound()[0]
    yield from _uploaded(scene, site.id, host)
    yield do("AddBinding", site=site.id, host=host, certificate=scene.latest(WebCertificate).id, type="IP")


def _several(view: View, order: CertificateOrder) -> bool:
    bound = Scene(lambda: view, order.id).bound() if in_use(view, order) else ()
    return bool(bound) and sum(same_id(site.id, bound[0][0].id) for site, _ in bound) > 1


def _address_lost(scene: Scene) -> Deeds:
    site, host = scene.bound()[0]
    zone = scene.zone(host)
    name = "@" if host.lower() == zone.name.lower() else host.removesuffix(f".{zone.name}")
    yield do("AddBinding", site=site.id, host=host, certificate=scene.linked().id, type="IP")
    state = scene.view.need(Site, site.id).host(host)
    assert state is not None and state.ssl_state is SslState.IP and state.virtual_ip
    for type in ("A", "CNAME"):
        for record in scene.has(zone, type, name):
            yield do("RemoveRecord", zone=zone.id, type=type, name=name, value=record.value)
    yield do("AddRecord", zone=zone.id, type="A", name=name, value=state.virtual_ip)
    yield do("RemoveBinding", site=site.id, host=host)


def _refused_upload(scene: Scene) -> Deeds:
    yield _sent(scene.need(Site).custom_hosts[0].name)
    yield tried("UploadCertificate", site=scene.resource, file=_FILE, password="guess")


def _with_host(_: View, site: Site) -> bool:
    return bool(site.custom_hosts)


def _empty_password(scene: Scene) -> Deeds:
    yield do("ExportCertificate", order=scene.resource, path=_COPY, overwrite=True)
    yield tried("UploadCertificate", site=scene.first(Site).id, file=_COPY)


def _copied(scene: Scene) -> Deeds:
    yield do("ExportCertificate", order=scene.resource, path=_COPY, password=_PASSWORD, overwrite=True)
    yield do("Rekey", order=scene.resource)
    yield wait("1h")


def _in_use_elsewhere(scene: Scene) -> Deeds:
    yield tried("DeleteCertificate", certificate=scene.linked().id)


def _moved(scene: Scene) -> Deeds:
    yield from far_group(scene)
    yield from unlocked(scene)
    yield tried("MoveOrder", order=scene.resource, resourceGroup=scene.latest(ResourceGroup).id)


def _managed(scene: Scene) -> Deeds:
    site = scene.need(Site)
    held = any(one.managed for one in scene.view.all(WebCertificate))
    if not held:
        yield do("CreateManagedCertificate", site=site.id, host=site.custom_hosts[0].name)
        yield wait("10m")
    yield do("SetIpRestrictions", site=site.id, allowed=["203.0.113.0/24"])


def _not_followed(scene: Scene) -> Deeds:
    site = scene.need(Site)
    host = site.custom_hosts[0].name
    yield from _uploaded(scene, site.id, host)
    yield do("AddBinding", site=site.id, host=host, certificate=scene.latest(WebCertificate).id, type="SNI")
    yield wait("320d")


def _pinned(scene: Scene) -> Deeds:
    site, value = scene.bound()[0][0], scene.linked().thumbprint
    yield do("SetAppSetting", site=site.id, name="WEBSITE_LOAD_CERTIFICATES", value=value)
    yield do("Rekey", order=scene.resource)
    yield wait("1h")
    yield do("SyncOrder", order=scene.resource)


def _unknown_thumbprint(scene: Scene) -> Deeds:
    text = scene.need(CloudService).properties.configuration
    # The first thumbprint with its digits turned around: no certificate has it.
    changed = re.sub(r"(?<=[\"'])[0-9A-Fa-f]{40}(?=[\"'])", lambda found: found[0][::-1], text, count=1)
    yield tried("UpdateCloudService", service=scene.resource, configuration=changed)


def _configured(_: View, service: CloudService) -> bool:
    return bool(re.search(r"[\"'][0-9A-Fa-f]{40}[\"']", service.properties.configuration))


_BOUND = "a certificate that is bound"
_IMPORTED = "an imported certificate"
_APP = "an app with a custom domain"

FAULTS = (
    Fault(code="NotIssued", event="P27", title="Import before it is issued",
          on=CertificateOrder, needs="an order that waits for the proof of its domain", fits=_waits,
          happens=_not_issued),
    Fault(code="NeverImported", event="P31", title="Take the certificate out of the apps",
          on=CertificateOrder, needs="a stored certificate for a host of an app", fits=_fits_an_app,
          happens=_never_imported),
    Fault(code="NoBinding", event="P32", title="Remove the bindings",
          on=CertificateOrder, needs="a stored certificate for a host of an app", fits=_fits_an_app,
          happens=_unbound),
    Fault(code="HostNotCovered", event="P33", title="Bind a host that it does not name",
          on=CertificateOrder, needs=f"{_BOUND}, in a DNS zone", fits=_zoned, happens=_wrong_host),
    Fault(code="VirtualIpConflict", event="P34", title="Two IP based bindings with it",
          on=CertificateOrder, needs="a certificate bound at its name and at www", fits=_two_hosts,
          happens=_two_addresses),
    Fault(code="MixedBindings", event="P35", title="SNI and IP based bindings mixed",
          on=CertificateOrder, needs="a certificate bound to two hosts of an app", fits=_several,
          happens=_mixed),
    Fault(code="AddressChanged", event="P36", title="Delete an IP based binding and its address",
          on=CertificateOrder, needs=f"{_BOUND}, in a DNS zone", fits=_zoned, happens=_address_lost),
    Fault(code="PfxRefused", event="P37", title="Upload a PFX with a wrong password",
          on=Site, needs=_APP, fits=_with_host, happens=_refused_upload),
    Fault(code="ExportHasNoPassword", event="P38", title="Upload an export without a password",
          on=CertificateOrder, needs="an issued certificate in a key vault", fits=stored,
          happens=_empty_password),
    Fault(code="CopyOutdated", event="P39", title="Export a copy, then rekey", clock=True,
          on=CertificateOrder, needs="an issued certificate in a key vault", fits=stored, happens=_copied),
    Fault(code="CertificateInUse", event="P42", title="Somebody tries to delete a bound certificate",
          on=CertificateOrder, needs=_BOUND, fits=in_use, happens=_in_use_elsewhere),
    Fault(code="MoveRefused", event="P43", title="Somebody tries to move the order",
          on=CertificateOrder, needs=_IMPORTED, fits=imported, happens=_moved),
    Fault(code="ManagedNotRenewable", event="P44", title="IP restrictions on a managed certificate",
          clock=True, on=Site, needs=_APP, fits=_with_host, happens=_managed),
    Fault(code="UploadNotFollowed", event="P45", title="An upload comes to its end", clock=True,
          on=Site, needs=_APP, fits=_with_host, happens=_not_followed),
    Fault(code="ThumbprintPinned", event="P46", title="An app setting pins the thumbprint", clock=True,
          on=CertificateOrder, needs=_BOUND, fits=in_use, happens=_pinned),
    Fault(code="ThumbprintsMissing", event="P47", title="Update a cloud service without its key vault",
          on=CloudService, needs="a cloud service with certificates", fits=_configured,
          happens=_unknown_thumbprint),
)  # fmt: skip
