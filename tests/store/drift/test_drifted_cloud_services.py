"""Drift of cloud services: each hop from the key vault to the client, and the warnings that lie ahead."""

from __future__ import annotations

from store.drift.cloud_services import cloud_service_drift
from store.jobs.landmarks import landmarks
from store.jobs.upcoming import upcoming_of
from store.world import View
from tests.support.cloud import Cloud
from tests.support.cloud_services import WEB, Service, cloud_world, service_of


def hops(view: View, role: str) -> dict[str, bool | None]:
    """Letter of a hop → whether its ends agree, for the certificate of a role."""
    drift = cloud_service_drift(view, service_of(view))
    [entry] = [one for one in drift.entries if one.role == role]
    return {hop.letter: hop.equal for hop in entry.hops}


def test_nothing_differs_in_the_beginning() -> None:
    assert not cloud_service_drift(cloud_world(), service_of(cloud_world())).drifted


def test_a_certificate_renewed_in_the_vault_differs_at_the_first_hop_until_the_service_is_updated() -> None:
    stage = Service()
    assert hops(stage.world, "WebRole1") == {"A": False, "B": True, "C": True, "D": True}
    stage.save(stage.text(WEB))
    assert hops(stage.world, "WebRole1") == {"A": True, "B": True, "C": False, "D": True}
    assert hops(stage.world, "WorkerRole1")["A"] is False
    stage.do("AdvanceClock", by="8m")
    assert hops(stage.world, "WebRole1") == {"A": True, "B": True, "C": True, "D": True}


def test_a_deleted_certificate_differs_at_the_first_hops_while_instances_go_on() -> None:
    stage = Cloud("cloud")
    stage.do("DeleteVaultCertificate", certificate=WEB)
    assert hops(stage.world, "WebRole1") == {"A": False, "B": False, "C": True, "D": True}


def test_an_ended_certificate_differs_at_the_client() -> None:
    stage = Cloud("cloud")
    stage.do("AdvanceClock", by="26d")
    assert hops(stage.world, "WebRole1") == {"A": True, "B": True, "C": True, "D": False}


def test_the_next_expiry_is_the_services_until_an_update_puts_it_off() -> None:
    assert landmarks(cloud_world()).expiry is not None
    expiry = landmarks(cloud_world()).expiry
    assert expiry is not None and (expiry.name, f"{expiry.at:%Y-%m-%d}") == ("contoso-cs", "2022-08-26")
    stage = Service()
    stage.save(stage.text())
    put_off = landmarks(stage.world).expiry
    assert put_off is not None and put_off.at > expiry.at


def test_warnings_are_foretold_in_the_words_in_which_they_come() -> None:
    stage = Cloud("cloud")
    ahead = upcoming_of(stage.world, service_of(stage.world).id, 3)
    assert [f"{one.at:%m-%d}" for one in ahead] == ["08-19", "08-25", "08-26"]
    assert "expire on 2022-08-26 09:00 UTC, in 7 days." in ahead[0].text
    for event in ahead:
        assert event.text.removesuffix(".") in stage.do("AdvanceClock", to=event.at.isoformat())


def test_a_locked_service_is_neither_deleted_nor_updated() -> None:
    stage = Service()
    stage.do("AddLock", scope="contoso-cs", name="keep")
    assert stage.refused("DeleteCloudService", service="contoso-cs").code == "ScopeLocked"
    stage.do("AddLock", scope="contoso-cs", name="still", level="ReadOnly")
    asked = {"service": "contoso-cs", "vault": "contoso-kv", "configuration": stage.text()}
    assert stage.refused("SaveConfiguration", **asked).code == "ScopeLocked"
