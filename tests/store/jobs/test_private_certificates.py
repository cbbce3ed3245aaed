"""Private certificates that nobody renews: their expiry, and what a managed certificate tries before it."""

from __future__ import annotations

from pathlib import Path

from store.jobs.advance import dry_run
from store.jobs.events import Event
from store.jobs.happened import happened
from store.jobs.private_certificates import EXPIRE
from store.jobs.upcoming import upcoming, upcoming_for
from store.resources import Site, WebCertificate, name_of
from store.secret import Secret
from store.services.web.managed_terms import next_renewal
from store.time.calendar import days
from tests.support.order_cloud import Shop
from tests.support.stated import stated
from tests.support.vault_apps import IMPORTED, VaultApps


def of(events: tuple[Event, ...], certificate: WebCertificate) -> list[tuple[str, str]]:
    """Kind and sentence of a certificate's events."""
    return [(event.kind, event.text) for event in events if event.resource == certificate.id]


def the_only(cloud: VaultApps) -> WebCertificate:
    return next(cloud.world.all(WebCertificate))


def test_an_upload_expires_and_the_event_names_where_it_is_bound(tmp_path: Path) -> None:
    cloud = VaultApps()
    file = tmp_path / "brought.pfx"
    file.write_bytes(cloud.pfx(cloud.request(), Secret("pass")))
    cloud.do("UploadCertificate", site="contoso-app", file=str(file), password="pass")
    cloud.bind(the_only(cloud).id)
    certificate = the_only(cloud)
    said = [(EXPIRE, "The certificate expires. It is still bound at www.contoso.com.")]
    before, expires = cloud.world, stated(certificate.properties.expiration_date)
    assert of(dry_run(before, expires), certificate) == said
    told = cloud.do("AdvanceClock", to=expires.isoformat())
    assert of(happened(before, cloud.world), certificate) == said
    assert f"{name_of(certificate.id)} (failed): The certificate expires." in told
    assert not of(upcoming(cloud.world, 50), certificate), "it expires once"


def test_a_certificate_that_no_host_is_bound_to_expires_too(tmp_path: Path) -> None:
    cloud = VaultApps()
    cloud.bring(tmp_path, cloud.request())
    cloud.take()
    certificate = the_only(cloud)
    foretold = dry_run(cloud.world, stated(certificate.properties.expiration_date))
    assert of(foretold, certificate)[-1][1] == "The certificate expires. It is bound to no host name."


def test_a_sync_puts_the_expiry_off(tmp_path: Path) -> None:
    cloud = VaultApps()
    cloud.bring(tmp_path, cloud.request())
    cloud.take()
    first = stated(the_only(cloud).properties.expiration_date)
    cloud.bring(tmp_path, cloud.request(serial=8, not_after=first + days(30)))
    events = [event for event in dry_run(cloud.world, first + days(30)) if event.kind == EXPIRE]
    assert [event.at for event in events] == [first + days(30)], "the sync job loads the newer one before"
    cloud.sync(IMPORTED)
    assert not of(dry_run(cloud.world, first), the_only(cloud))


def test_a_refused_renewal_of_a_managed_certificate_is_tried_each_day_until_it_expires() -> None:
    shop = Shop()
    shop.do("CreateManagedCertificate", site="contoso-app", host="www.contoso.com")
    shop.wait("1h")
    certificate = next(shop.world.all(WebCertificate))
    shop.do("AddBinding", site="contoso-app", host="www.contoso.com", certificate=certificate.id, type="SNI")
    shop.do("RemoveRecord", zone="contoso.com", type="CNAME", name="www")
    begins, expires = (
        next_renewal(certificate, shop.world.now),
        stated(certificate.properties.expiration_date),
    )
    assert begins is not None
    before = shop.world
    foretold = of(dry_run(before, expires), certificate)
    tries = [text for kind, text in foretold if kind == "managed renewal"]
    assert len(tries) == (expires - begins).days
    assert "The CNAME record of 'www.contoso.com' is missing" in tries[0]
    assert foretold[-1] == (
        EXPIRE,
        "The certificate expires. It is still bound at www.contoso.com.",
    )
    listed = of(upcoming(before, 5), certificate)
    assert [kind for kind, _ in listed] == ["managed renewal", EXPIRE], "a repeat is one line"
    shop.wait_until(expires)
    assert of(happened(before, shop.world), certificate) == foretold


def test_a_managed_certificate_is_renewed_the_day_after_its_reason_is_gone() -> None:
    shop = Shop()
    shop.do("CreateManagedCertificate", site="contoso-app", host="www.contoso.com")
    shop.wait("1h")
    shop.do("StopSite", site="contoso-app")
    certificate = next(shop.world.all(WebCertificate))
    shop.do("RemoveRecord", zone="contoso.com", type="CNAME", name="www")
    begins = next_renewal(certificate, shop.world.now)
    assert begins is not None
    shop.wait_until(begins + days(3))
    site = next(one for one in shop.world.all(Site) if one.name == "contoso-app")
    shop.do("AddRecord", zone="contoso.com", type="CNAME", name="www", value=site.default_host)
    assert next_renewal(certificate, shop.world.now) == begins + days(4)
    told = shop.wait("1d")
    assert "Renewed until" in told


def test_the_next_events_of_an_order_include_the_expiry_of_a_copy_that_does_not_follow() -> None:
    shop = Shop()
    shop.issue()
    shop.link()
    shop.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
    linked = shop.linked()
    ahead = upcoming_for(shop.world, shop.order(), 12)
    assert (EXPIRE, linked.id) in [(event.kind, event.resource) for event in ahead]
