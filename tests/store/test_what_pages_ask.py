"""What pages ask the store for: moments ahead, job hours, ways to export, the template of an order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store.arm.template import order_template
from store.eras import ERAS
from store.jobs.landmarks import landmarks
from store.services.authorization.access import DEFAULT_USER
from store.services.certificate_registration.export_commands import export_commands
from store.services.key_vault.secrets import reading_refusal
from store.time.job_hours import schedules
from tests.support.order_cloud import Shop
from tests.support.stated import stated
from tests.support.worlds import world


def test_landmarks_are_the_moments_things_happen_at() -> None:
    shop = Shop()
    shop.issue()
    shop.link()
    ahead = landmarks(shop.world)
    assert ahead.expiry is not None
    # The renewal of the first year puts the expiry off; that of the second waits for a new proof.
    assert ahead.expiry.name == "contosocert"
    assert shop.expires() + timedelta(days=300) < ahead.expiry.at < shop.expires() + timedelta(days=400)
    assert shop.world.now < ahead.sync <= shop.world.now + timedelta(hours=24)
    shop.do("Rekey", order="contosocert")
    shop.wait_until(due := landmarks(shop.world).event or shop.world.now)
    assert shop.world.now == due
    assert shop.linked().thumbprint != shop.order().thumbprint
    shop.wait_until(landmarks(shop.world).sync)
    assert shop.linked().thumbprint == shop.order().thumbprint


def test_an_empty_world_has_no_expiry() -> None:
    assert landmarks(world("empty")).expiry is None


def test_the_next_expiry_is_that_of_the_order_or_of_a_linked_certificate() -> None:
    shop = Shop()
    shop.issue()
    shop.link()
    shop.do("Rekey", order="contosocert")
    shop.wait_until(shop.expires() - timedelta(days=20))
    found = landmarks(shop.world).expiry
    assert found is not None
    assert found.at == min(shop.expires(), stated(shop.linked().properties.expiration_date))


@pytest.mark.parametrize("era", ERAS)
def test_jobs_run_at_the_hours_of_the_era(era: str) -> None:
    renew, sync = schedules(world("walk", era))
    assert (renew.hours, sync.hours) == (ERAS[era].auto_renew_period_hours, ERAS[era].sync_period_hours)
    for one in (renew, sync):
        assert one.next_run > world("walk", era).now


def test_the_commands_name_vault_and_secret() -> None:
    shop = Shop()
    shop.buy()
    assert export_commands(shop.world, shop.order()) == ()
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    azure, api, own = export_commands(shop.world, shop.order())
    link = shop.order().link
    assert link is not None
    assert "properties.certificates.contosocert.keyVaultSecretName" in azure.lines[0]
    assert f"--vault-name contoso-kv --name {link.key_vault_secret_name} --encoding base64" in azure.lines[1]
    assert api.lines[0].startswith(f"GET {shop.vault().properties.vault_uri}secrets/")
    assert own.lines == ("certblade export contosocert --output contosocert.pfx",)


def test_opening_a_secret_needs_get() -> None:
    shop = Shop()
    shop.issue()
    link = shop.order().link
    assert link is not None
    where = (link.key_vault_id, link.key_vault_secret_name)
    shop.do("SetAccessPolicy", vault="contoso-kv", principal="ada@contoso.com", secrets=["list", "delete"])
    refused = reading_refusal(shop.world, *where, DEFAULT_USER)
    assert refused is not None and refused.code == "KeyVaultAccessDenied"
    shop.do("SetAccessPolicy", vault="contoso-kv", principal="ada@contoso.com", secrets=["get", "delete"])
    assert reading_refusal(shop.world, *where, DEFAULT_USER) is None
    shop.do("DeleteSecret", vault="contoso-kv", secret=where[1])
    gone = reading_refusal(shop.world, *where, DEFAULT_USER)
    assert gone is not None and gone.code == "SecretNotFound"


def test_a_template_has_what_one_may_write_and_nothing_else() -> None:
    shop = Shop()
    shop.issue()
    template = order_template(shop.world, shop.order())
    order, link = template["resources"]
    assert order["properties"] == {
        "distinguishedName": "CN=contoso.com",
        "validityInYears": 1,
        "keySize": 2048,
        "productType": "StandardDomainValidatedSsl",
        "autoRenew": True,
    }
    assert link["type"].endswith("/certificateOrders/certificates")
    assert template["parameters"]["keyVaultId"]["defaultValue"] == shop.vault().id
    unstored = Shop()
    unstored.buy()
    assert len(order_template(unstored.world, unstored.order())["resources"]) == 1
