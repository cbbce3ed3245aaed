"""States in a document: each is explained, and what needs something says where it is mended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from store.arm import arm, resources
from store.arm.states import State, states
from store.errors import Place
from store.resources import CertificateOrder, Subscription, WebCertificate
from tests.support.cloud import Cloud
from tests.support.mission_worlds import linked
from tests.support.problem_case import VAULT, Bench
from tests.support.worlds import demo_world


def of_order(cloud: Cloud) -> tuple[State, ...]:
    return states(cloud.world, next(cloud.world.all(CertificateOrder)))


def test_every_state_stands_in_the_document_at_its_place() -> None:
    world = demo_world()
    for resource in resources(world):
        for state in states(world, resource):
            value: Any = arm(world, resource)
            for part in state.place:
                value = value[part]
            assert value == state.value
            assert state.meaning


def test_the_link_says_that_the_vault_is_gone_and_leads_to_step_1() -> None:
    cloud = Cloud("demo")
    assert [state.value for state in of_order(cloud)] == ["Succeeded", "Succeeded", "Issued"]
    cloud.do("DeleteVault", vault="contoso-kv")
    link, write, status = of_order(cloud)
    assert link.value == "KeyVaultDoesNotExist" and "was deleted" in link.meaning
    assert link.way_out is not None and link.way_out.place is Place.STORE
    assert (write.value, status.value, status.way_out) == ("Succeeded", "Issued", None)


def test_initialized_is_the_resting_value_of_a_certificate_and_no_trouble() -> None:
    cloud = Cloud("demo")
    (state,) = states(cloud.world, next(cloud.world.all(WebCertificate)))
    assert state.value == "Initialized" and state.way_out is None
    cloud.do("RemoveAccessPolicy", vault="contoso-kv", principal="Microsoft.Azure.WebSites")
    (state,) = states(cloud.world, next(cloud.world.all(WebCertificate)))
    assert "The service does not have access" in state.meaning
    assert state.way_out is not None and state.way_out.resource.endswith("/contoso-kv")


def test_a_repair_is_that_of_the_state_and_is_enough(tmp_path: Path) -> None:
    """Both services lost their policies, nothing is out of sync yet: each state names its own service."""
    bench = Bench(linked(), tmp_path)
    services = ("Microsoft.Azure.WebSites", "Microsoft.Azure.CertificateRegistration")
    for principal in services:
        bench.do("RemoveAccessPolicy", vault=VAULT, principal=principal)
    kinds: tuple[type[Any], ...] = (WebCertificate, CertificateOrder)
    for principal, kind in zip(services, kinds, strict=True):
        state = states(bench.world, next(bench.world.all(kind)))[0]
        assert state.value == "AzureServiceUnauthorizedToAccessKeyVault"
        assert state.way_out is not None and state.way_out.place is Place.POLICIES
        found = re.search(f"give {principal} the secret permissions? (.*)\\.", state.way_out.text)
        assert found is not None
        secrets = found[1].lower().replace(" and ", ", ").split(", ")
        bench.do("SetAccessPolicy", vault=VAULT, principal=principal, secrets=secrets, certificates=["get"])
        assert states(bench.world, next(bench.world.all(kind)))[0].way_out is None


def test_a_suspended_subscription_leads_to_its_page() -> None:
    cloud = Cloud("demo")
    cloud.do("SetSubscriptionState", to="Suspended")
    (state,) = states(cloud.world, next(cloud.world.all(Subscription)))
    assert state.way_out is not None and state.way_out.place is Place.SUBSCRIPTION
