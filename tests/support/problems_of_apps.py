"""Known problems of renewing, importing, binding, uploading and deleting, each made by operations alone."""

from __future__ import annotations

from store.operations.arguments import File
from store.operations.web.uploads import UploadCertificate
from store.resources import DnsZone, ServerFarm, Site, Subscription, WebCertificate
from store.world import World
from tests.support.cloud_services import Service, renewed_world
from tests.support.mission_worlds import bought, issued, linked
from tests.support.pfx_files import PASSWORD, pfx
from tests.support.problem_case import APP, ORDER, TOLD, VAULT, Bench, Case
from tests.support.worlds import walk_world

IMPORTED = "contosocert-rg-web-WestEuropewebspace"


def rekeyed_since(bench: Bench) -> None:
    bench.do("Rekey", order=ORDER)
    bench.wait("1h")


def issued_and_left(bench: Bench) -> None:
    bench.do("StoreInKeyVault", order=ORDER, vault=VAULT)
    bench.prove()
    bench.wait("7m")


def no_renewal(bench: Bench) -> None:
    bench.do("SetCard", valid=False)
    bench.wait("340d")


def paid(bench: Bench) -> None:
    bench.do("SetCard", valid=True)
    bench.do("RenewOrder", order=ORDER)
    bench.prove()
    bench.wait("1d")


def never_renewed(bench: Bench) -> None:
    bench.do("SetAutoRenew", order=ORDER, enabled=False)
    bench.wait("366d")


def again(bench: Bench) -> None:
    bench.do("CreateOrder", name="again", host="contoso.com", resourceGroup="rg-web")


def renewed_early(bench: Bench) -> None:
    bench.do("SetAutoRenew", order=ORDER, enabled=False)
    bench.wait("310d")
    bench.do("RenewOrder", order=ORDER)
    bench.wait("1d")


def renewed_late(bench: Bench) -> None:
    bench.prove()
    bench.do("SetAutoRenew", order=ORDER, enabled=True)
    bench.wait("370d")
    bench.prove()
    bench.wait("10d")


def rekeyed_late(bench: Bench) -> None:
    bench.do("SetAutoRenew", order=ORDER, enabled=False)
    bench.wait("310d")
    bench.do("Rekey", order=ORDER)
    bench.wait("1d")


def renewed(bench: Bench) -> None:
    bench.do("RenewOrder", order=ORDER)
    bench.wait("1d")


def copied(bench: Bench) -> None:
    bench.do("ExportCertificate", order=ORDER, path=str(bench.folder / "copy.pfx"))
    bench.do("Rekey", order=ORDER)
    bench.wait("1h")


def copied_again(bench: Bench) -> None:
    bench.do("ExportCertificate", order=ORDER, path=str(bench.folder / "copy.pfx"), overwrite=True)


def managed(bench: Bench) -> None:
    bench.do("CreateManagedCertificate", site=APP, host="contoso.com")
    bench.wait("10m")
    bench.do("SetIpRestrictions", site=APP, allowed=["203.0.113.0/24"])


def upload(bench: Bench) -> str:
    """A file of a foreign CA for contoso.com; returns its thumbprint."""
    path, made = pfx(bench.folder, "contoso.com")
    bench.portal.perform(UploadCertificate(site=APP, file=path, password=PASSWORD))
    return str(made.thumbprint)


def uploaded(bench: Bench) -> None:
    bound(bench, upload(bench))
    bench.wait("250d")


def bound(bench: Bench, thumbprint: str) -> None:
    held = next(one for one in bench.world.all(WebCertificate) if one.thumbprint == thumbprint)
    bench.do("AddBinding", site=APP, host="contoso.com", certificate=held.id, type="SNI")


def succeeded(bench: Bench) -> None:
    bench.link()


def refused_upload(bench: Bench) -> None:
    path, _ = pfx(bench.folder, "contoso.com")
    bench.tried("UploadCertificate", site=APP, file=str(path), password="guess")


def empty_upload(bench: Bench) -> None:
    copied_to = bench.folder / "export.pfx"
    bench.do("ExportCertificate", order=ORDER, path=str(copied_to))
    bench.tried("UploadCertificate", site=APP, file=str(copied_to))


def protected(bench: Bench) -> None:
    path = bench.folder / "again.pfx"
    bench.do("ExportCertificate", order=ORDER, path=str(path), password="correct horse")
    bench.portal.perform(UploadCertificate(site=APP, file=File(str(path)), password=PASSWORD))


def far_app(bench: Bench) -> None:
    bench.do("CreateSubscription", name="Fabrikam")
    far = list(bench.world.all(Subscription))[-1].id
    bench.do("CreateResourceGroup", name="rg-far", location="West Europe", subscription=far)
    bench.do("CreatePlan", name="plan-far", resourceGroup="rg-far", location="West Europe")
    bench.do("CreateSite", name="far-app", plan="plan-far")
    bench.tried("ImportAppServiceCertificate", site="far-app", order=ORDER)


def imported_after_all(bench: Bench) -> None:
    issued_and_left(bench)
    bench.do("ImportAppServiceCertificate", site=APP, order=ORDER)


def unbound(bench: Bench) -> None:
    bench.do("ImportAppServiceCertificate", site=APP, order=ORDER)


def bind_both(bench: Bench) -> None:
    for host in ("contoso.com", "www.contoso.com"):
        certificate = bench.linked().id
        bench.do("AddBinding", site=APP, host=host, certificate=certificate, type="SNI")


def wrong_host(bench: Bench) -> None:
    bench.do("AddRecord", zone="contoso.com", type="CNAME", name="shop", value=f"{APP}.azurewebsites.net")
    owner = next(one for one in bench.world.all(Site) if one.name == APP).properties
    bench.do(
        "AddRecord", zone="contoso.com", type="TXT", name="asuid.shop",
        value=owner.custom_domain_verification_id,
    )  # fmt: skip
    bench.do("MapHost", site=APP, host="shop.contoso.com")
    bench.tried("AddBinding", site=APP, host="shop.contoso.com", certificate=IMPORTED, type="SNI")


def right_host(bench: Bench) -> None:
    path, made = pfx(bench.folder, "shop.contoso.com")
    bench.portal.perform(UploadCertificate(site=APP, file=path, password=PASSWORD))
    held = next(one for one in bench.world.all(WebCertificate) if one.thumbprint == made.thumbprint)
    bench.do("AddBinding", site=APP, host="shop.contoso.com", certificate=held.id, type="SNI")


def second_app(bench: Bench) -> None:
    plan = next(one for one in bench.world.all(ServerFarm) if one.name == "plan-web")
    bench.do("CreateSite", name="second-app", plan=plan.id)
    site = next(one for one in bench.world.all(Site) if one.name == "second-app")
    bench.do("RemoveBinding", site=APP, host="www.contoso.com")
    bench.do("UnmapHost", site=APP, host="www.contoso.com")
    bench.do("RemoveRecord", zone="contoso.com", type="CNAME", name="www")
    bench.do("AddRecord", zone="contoso.com", type="CNAME", name="www", value=site.default_host)
    bench.do("MapHost", site="second-app", host="www.contoso.com")


def two_addresses(bench: Bench) -> None:
    second_app(bench)
    certificate = bench.linked().id
    bench.do("AddBinding", site=APP, host="contoso.com", certificate=certificate, type="IP")
    bench.tried("AddBinding", site="second-app", host="www.contoso.com", certificate=certificate, type="IP")


def by_sni(bench: Bench) -> None:
    bench.do(
        "AddBinding", site="second-app", host="www.contoso.com", certificate=bench.linked().id, type="SNI"
    )


def mixed(bench: Bench) -> None:
    bare = upload(bench)
    held = next(one for one in bench.world.all(WebCertificate) if one.thumbprint == bare)
    bench.do("AddBinding", site=APP, host="contoso.com", certificate=held.id, type="IP")


def all_sni(bench: Bench) -> None:
    bench.do("AddBinding", site=APP, host="contoso.com", certificate=bench.linked().id, type="SNI")


def address_lost(bench: Bench) -> None:
    bench.do("AddBinding", site=APP, host="contoso.com", certificate=bench.linked().id, type="IP")
    state = next(one for one in bench.world.all(Site) if one.name == APP).host("contoso.com")
    assert state is not None and state.virtual_ip
    zone = next(one for one in bench.world.all(DnsZone) if one.name == "contoso.com")
    for record in zone.properties.records:
        if (record.type, record.name) == ("A", "@"):
            bench.do("RemoveRecord", zone="contoso.com", type="A", name="@", value=record.value)
    bench.do("AddRecord", zone="contoso.com", type="A", name="@", value=state.virtual_ip)
    bench.do("RemoveBinding", site=APP, host="contoso.com")


def address_found(bench: Bench) -> None:
    site = next(one for one in bench.world.all(Site) if one.name == APP)
    bench.do("AddRecord", zone="contoso.com", type="A", name="@", value=site.properties.inbound_ip_address)


def locked(bench: Bench) -> None:
    bench.tried("DeleteOrder", order=ORDER)


def deleted_order(bench: Bench) -> None:
    bench.unlock()
    bench.do("DeleteOrder", order=ORDER)
    bench.wait("1d")


def replaced(bench: Bench) -> None:
    thumbprint = upload(bench)
    bound(bench, thumbprint)
    bench.do("RemoveBinding", site=APP, host="www.contoso.com")


def unbind_and_delete(bench: Bench) -> None:
    for host in ("contoso.com", "www.contoso.com"):
        bench.do("RemoveBinding", site=APP, host=host)
    bench.do("DeleteCertificate", certificate=IMPORTED)


def moved_order(bench: Bench) -> None:
    bench.do("CreateSubscription", name="Fabrikam")
    far = list(bench.world.all(Subscription))[-1].id
    bench.do("CreateResourceGroup", name="rg-far", location="West Europe", subscription=far)
    bench.unlock()
    bench.tried("MoveOrder", order=ORDER, resourceGroup="rg-far")


def moved_after_all(bench: Bench) -> None:
    unbind_and_delete(bench)
    bench.do("MoveOrder", order=ORDER, resourceGroup="rg-far")


def pinned(bench: Bench) -> None:
    value = bench.linked().thumbprint
    bench.do("SetAppSetting", site=APP, name="WEBSITE_LOAD_CERTIFICATES", value=value)
    bench.do("Rekey", order=ORDER)
    bench.wait("1h")
    bench.do("SyncOrder", order=ORDER)


def renewed_services() -> World:
    return renewed_world()


def without_vault(bench: Bench) -> None:
    bench.tried("UpdateCloudService", service="contoso-cs", configuration=Service().text())


def with_vault(bench: Bench) -> None:
    bench.do("SaveConfiguration", service="contoso-cs", vault=VAULT, configuration=Service().text())
    bench.wait("1d")


CASES = (
    Case("NotSynced", linked, rekeyed_since, "order.overview", ORDER,
         "Linked private certificates are out of sync", lambda b: b.do("SyncOrder", order=ORDER)),
    Case("PaymentFailed", linked, no_renewal, "order.renew", ORDER,
         "The last renewal failed: The payment failed", paid),
    Case("NobodyRenewed", linked, never_renewed, *TOLD, "The certificate has expired", again),
    Case("TooEarlyToRenew", linked, lambda b: b.tried("RenewOrder", order=ORDER),
         *TOLD, "Manual Renew is greyed out", lambda b: b.wait("310d")),
    Case("ShortenedByEarlyRenewal", linked, renewed_early, "order.overview", ORDER,
         "2024-07-08 (396 d)", renewed_late),
    Case("RekeyKeepsTheEnd", linked, rekeyed_late, "order.overview", ORDER, "2023-08-01 (53 d)", renewed),
    Case("CopyOutdated", linked, copied, "order.export", ORDER, "! Outdated", copied_again),
    Case("ManagedNotRenewable", walk_world, managed, "site.overview", APP,
         "The managed certificate of 'contoso.com' is not renewed",
         lambda b: b.do("SetIpRestrictions", site=APP, allowed=[])),
    Case("UploadNotFollowed", issued, uploaded, *TOLD, "The certificate was renewed at its CA", succeeded),
    Case("NotIssued", bought, lambda b: b.tried("ImportAppServiceCertificate", site=APP, order=ORDER),
         *TOLD, "Import: App Service Certificate is not issued", imported_after_all),
    Case("InvalidKeyVaultLink", issued, far_app, *TOLD, "Import: KeyVaultId & KeyVaultSecretName has",
         lambda b: b.do("ImportAppServiceCertificate", site=APP, order=ORDER)),
    Case("NeverImported", bought, issued_and_left, *TOLD, "was bought, and no app lists it", unbound),
    Case("NoBinding", issued, unbound, *TOLD, "The certificate is in the app, and HTTPS is", bind_both),
    Case("HostNotCovered", linked, wrong_host, *TOLD, "The binding is refused: the thumbprint", right_host),
    Case("VirtualIpConflict", linked, two_addresses, *TOLD, "The binding is refused: another VIP", by_sni),
    Case("MixedBindings", linked, mixed, "site.tls", APP, "IP Based SSL", all_sni),
    Case("AddressChanged", linked, address_lost, "site.tls", APP,
         "DNS leads 'contoso.com' to", address_found),
    Case("ExportHasNoPassword", issued, empty_upload, *TOLD, "An exported PFX cannot be uploaded", protected),
    Case("PfxRefused", walk_world, refused_upload, *TOLD, "A PFX is refused although", lambda b: upload(b)),
    Case("CertificateLocked", linked, locked, *TOLD, "The App Service Certificate cannot be deleted",
         deleted_order),
    Case("RevokedCertificateServed", linked, deleted_order, "site.tls", APP, "× Revoked", replaced),
    Case("CertificateInUse", linked, lambda b: b.tried("DeleteCertificate", certificate=IMPORTED),
         *TOLD, "Delete fails: it is currently being used", unbind_and_delete),
    Case("MoveRefused", linked, moved_order, *TOLD, "The move is refused: there are still", moved_after_all),
    Case("ThumbprintPinned", linked, pinned, "site.configuration", APP, "× not found",
         lambda b: b.do("SetAppSetting", site=APP, name="WEBSITE_LOAD_CERTIFICATES", value="*")),
    Case("ThumbprintsMissing", renewed_services, without_vault,
         *TOLD, "The update fails: thumbprints do not have", with_vault),
)  # fmt: skip
