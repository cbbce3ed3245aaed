"""Updates go through a service domain by domain, and no role is ever without a valid certificate."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.jobs.upcoming import upcoming
from store.resources import Deployment, RoleInstance
from store.services.compute.limits import RESTART_MINUTES
from store.world import View
from tests.support.cloud_services import WEB, WORKER, Service, installed, thumbprint
from tests.support.configurations import certificate, configuration, role

_RESTART = timedelta(minutes=RESTART_MINUTES)


def serving(view: View, role: str) -> list[RoleInstance]:
    """The instances of a role that answer clients with a certificate that is valid now."""
    return [
        one
        for one in view.all(RoleInstance)
        if one.properties.role == role
        and one.started
        and any(held.not_after > view.now for held in one.properties.certificates)
    ]


def moments(service: Service) -> list[datetime]:
    """A minute before, at and after every restart of the update that has begun, and its begin."""
    deployment = service.world.need(Deployment, service.service.id)
    assert deployment.update is not None
    count = 1 + len(deployment.update.waiting)
    ends = [deployment.update.due_at + number * _RESTART for number in range(count)]
    minute = timedelta(minutes=1)
    return sorted({moment + by for moment in ends for by in (-minute, minute * 0, minute)})


def test_domains_restart_one_after_another_and_the_rest_keeps_what_it_had() -> None:
    stage = Service()
    old, new = thumbprint(stage.before, WEB), thumbprint(stage.world, WEB)
    assert "2 update domains restart one after another, until 2022-08-01 09:08 UTC" in stage.save(
        stage.text()
    )
    assert {one.name: one.properties.state for one in stage.world.all(RoleInstance)} == {
        "WebRole1_IN_0": "Starting",
        "WebRole1_IN_1": "Started",
        "WorkerRole1_IN_0": "Starting",
        "WorkerRole1_IN_1": "Started",
    }
    assert stage.service.properties.provisioning_state == "Updating"
    stage.do("AdvanceClock", by="4m")
    assert installed(stage.world, "WebRole1") == {"WebRole1_IN_0": (new,), "WebRole1_IN_1": (old,)}
    stage.do("AdvanceClock", by="4m")
    assert installed(stage.world, "WebRole1") == {"WebRole1_IN_0": (new,), "WebRole1_IN_1": (new,)}
    assert stage.service.properties.provisioning_state == "Succeeded"


def test_what_lies_ahead_is_what_happens() -> None:
    stage = Service()
    stage.save(stage.text())
    ahead = [one.text for one in upcoming(stage.world, 2)]
    stage.do("AdvanceClock", by="10m")
    assert ahead == [
        "Update domain 0 has the new configuration: WebRole1_IN_0, WorkerRole1_IN_0. "
        "Update domain 1 restarts.",
        "Update domain 1 has the new configuration: WebRole1_IN_1, WorkerRole1_IN_1. The update is complete.",
    ]
    told = stage.do("AdvanceClock", by="1m")
    assert "Nothing happened" in told


def test_a_second_update_waits_for_the_first() -> None:
    stage = Service()
    stage.save(stage.text(WEB))
    refused = stage.refused(
        "SaveConfiguration", service="contoso-cs", vault="contoso-kv", configuration=stage.text()
    )
    assert refused.code == "UpdateUnderWay" and "09:04" in refused.next_step
    stage.do("AdvanceClock", by="8m")
    stage.save(stage.text())


def test_the_update_installs_what_it_was_accepted_with_whatever_happens_to_the_vault_meanwhile() -> None:
    stage = Service()
    new = thumbprint(stage.world, WEB)
    stage.save(stage.text())
    stage.do("DeleteVaultCertificate", certificate=WEB)
    stage.do("AdvanceClock", by="8m")
    assert set(installed(stage.world, "WebRole1").values()) == {(new,)}


def test_more_instances_come_with_an_update_and_fewer_go_at_its_end() -> None:
    stage = Service()
    text = stage.text()
    stage.save(text.replace('count="2"', 'count="3"', 1))
    assert len(installed(stage.world, "WebRole1")) == 3
    stage.do("AdvanceClock", by="8m")
    new = thumbprint(stage.world, WEB)
    assert set(installed(stage.world, "WebRole1").values()) == {(new,)}
    stage.save(text.replace('count="2"', 'count="1"', 1))
    stage.do("AdvanceClock", by="4m")
    assert len(installed(stage.world, "WebRole1")) == 3
    stage.do("AdvanceClock", by="4m")
    assert list(installed(stage.world, "WebRole1")) == ["WebRole1_IN_0"]
    assert [one.sku.capacity for one in stage.service.properties.role_profile.roles] == [1, 2]


def _definition(domains: int, roles: int) -> str:
    named = "".join(f'<WebRole name="R{number}" />' for number in range(roles))
    return f'<ServiceDefinition name="D" upgradeDomainCount="{domains}">{named}</ServiceDefinition>'


def _configured(counts: list[int], thumbprints: list[str]) -> str:
    roles = [
        role(f"R{number}", certificate(thumbprint=thumbprints[number % 2]), count=count)
        for number, count in enumerate(counts)
    ]
    return configuration(*roles)


def _deployed(domains: int, counts: list[int]) -> Service:
    """A service with so many update domains and roles of so many instances, before its certificates end."""
    stage = Service()
    old = [thumbprint(stage.before, WEB), thumbprint(stage.before, WORKER)]
    text = _configured(counts, old)
    stage.do("CreateProject", name="Other", definition=_definition(domains, len(counts)), configuration=text)
    stage.do("PackageProject", project="Other")
    stage.do("UploadPackage", project="Other", container="packages")
    url = stage.do("GenerateSasUrl", container="packages", blob="Other.cspkg")
    secrets = [
        {
            "vault": group.source_vault.id,
            "certificateUrls": [one.certificate_url for one in group.vault_certificates],
        }
        for group in stage.service.properties.os_profile.secrets
    ]
    stage.do("DeleteCloudService", service="contoso-cs")
    stage.do(
        "CreateCloudService",
        name="other-cs",
        resourceGroup="rg-web",
        packageUrl=url,
        configuration=text,
        secrets=secrets,
    )
    return stage


@settings(max_examples=60, deadline=None)
@given(
    domains=st.integers(2, 5),
    counts=st.lists(st.integers(2, 6), min_size=1, max_size=3),
    more=st.integers(-1, 2),
    days_before=st.integers(0, 24),
)
def test_no_moment_of_an_update_leaves_a_role_without_a_valid_certificate(
    domains: int, counts: list[int], more: int, days_before: int
) -> None:
    stage = _deployed(domains, counts)
    stage.do("AdvanceClock", by=f"{days_before}d")
    new = [thumbprint(stage.world, WEB), thumbprint(stage.world, WORKER)]
    after = [max(2, count + more) for count in counts]
    stage.save(_configured(after, new), service="other-cs")
    names = [f"R{number}" for number in range(len(counts))]
    for name in names:
        assert serving(stage.world, name)
    for moment in moments(stage):
        stage.do("AdvanceClock", to=moment.isoformat())
        for name in names:
            assert serving(stage.world, name), f"{name} has nothing valid at {moment}"
        waiting = [one.properties.update_domain for one in stage.world.all(RoleInstance) if not one.started]
        deployment = stage.world.need(Deployment, stage.service.id)
        allowed = {deployment.update.domain, *deployment.update.waiting} if deployment.update else set()
        assert set(waiting) <= allowed
    for number, name in enumerate(names):
        assert set(installed(stage.world, name).values()) == {(new[number % 2],)}
        assert len(installed(stage.world, name)) == after[number]


@pytest.mark.parametrize("by", ["4m", "8m"])
def test_one_instance_alone_is_away_while_it_restarts_and_never_without_its_certificate(by: str) -> None:
    stage = _deployed(2, [1])
    stage.save(_configured([1], [thumbprint(stage.world, WEB)] * 2), service="other-cs")
    assert not serving(stage.world, "R0")
    assert installed(stage.world, "R0") == {"R0_IN_0": (thumbprint(stage.before, WEB),)}
    stage.do("AdvanceClock", by=by)
    assert serving(stage.world, "R0")
