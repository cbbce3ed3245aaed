"""Key Vault out of sync, told apart by what happened: each trigger its state, cause, page and repair."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from store.arm import arm
from store.resources import Subscription
from store.services.certificate_registration.configuration import configuration_steps
from store.services.certificate_registration.state import Kind
from tests.support.mission_worlds import issued
from tests.support.problem_case import ORDER, VAULT, Bench
from tests.support.problems_of_orders import closed, disabled, enabled, new_vault, rbac, secret_of
from tui.navigation.ways import door_of
from tui.text.order_words import state_note

RESELLER = "Microsoft.Azure.CertificateRegistration"
STORE, VAULTS = "order.configuration", "vaults"


class Trigger(NamedTuple):
    """What happens; then the link's provisioningState, the cause, the repair in words and deed."""

    name: str
    happens: Callable[[Bench], object]
    state: str
    cause: str
    way_out: str
    route: str
    repaired: Callable[[Bench], object]


def to_another_group(bench: Bench) -> None:
    bench.do("CreateResourceGroup", name="rg-far", location="West Europe")
    bench.do("MoveVault", vault=VAULT, resourceGroup="rg-far")


def to_another_subscription(bench: Bench, *, tenant: bool = False) -> None:
    bench.do("CreateSubscription", name="Fabrikam", otherTenant=tenant)
    far = list(bench.world.all(Subscription))[-1].id
    bench.do("CreateResourceGroup", name="rg-far", location="West Europe", subscription=far)
    bench.do("MoveVault", vault=VAULT, resourceGroup="rg-far")


def purged(bench: Bench) -> None:
    bench.do("DeleteVault", vault=VAULT)
    bench.do("PurgeVault", vault=VAULT)


def reseller_may(bench: Bench, *secrets: str) -> None:
    bench.do("SetAccessPolicy", vault=VAULT, principal=RESELLER, secrets=list(secrets), certificates=["get"])


def all_again(bench: Bench) -> None:
    reseller_may(bench, "get", "list", "set", "delete")


def payer(state: str) -> Callable[[Bench], object]:
    return lambda bench: bench.do("SetSubscriptionState", to=state)


def secret_recovered(bench: Bench) -> None:
    bench.do("RecoverSecret", secret=next(iter(bench.world.tables["_deletedSecrets"].values())).id)


def opened(bench: Bench) -> None:
    bench.do("SetVaultNetwork", vault=VAULT, defaultAction="Deny", bypass="AzureServices")


TRIGGERS = (
    Trigger("vault deleted", lambda b: b.do("DeleteVault", vault=VAULT), "KeyVaultDoesNotExist",
            "The key vault was deleted.", "Recover the vault, or choose another one in", STORE,
            lambda b: b.do("RecoverVault", vault=next(iter(b.world.tables["_deletedVaults"].values())).id)),
    Trigger("vault purged", purged, "KeyVaultDoesNotExist",
            "The key vault does not exist any more.", "Choose another one in", STORE, new_vault),
    Trigger("vault moved", to_another_group, "KeyVaultDoesNotExist",
            "The key vault was moved to resource group 'rg-far'.", "Choose it again in", STORE,
            lambda b: b.do("StoreInKeyVault", order=ORDER, vault=VAULT)),
    Trigger("vault moved to another subscription", to_another_subscription, "KeyVaultDoesNotExist",
            "The key vault was moved to subscription 'Fabrikam'.", "or move it back.", STORE,
            lambda b: b.do("MoveVault", vault=VAULT, resourceGroup="rg-web")),
    Trigger("vault moved to another tenant", lambda b: to_another_subscription(b, tenant=True),
            "KeyVaultDoesNotExist", "to subscription 'Fabrikam' of another tenant, and has lost its access",
            "Choose another one in", STORE, new_vault),
    Trigger("subscription suspended", payer("Suspended"), "OperationNotPermittedOnKeyVault",
            "The subscription is suspended.", "Reactivate the subscription.", "subscription",
            payer("Enabled")),
    Trigger("subscription cancelled", payer("Cancelled"), "OperationNotPermittedOnKeyVault",
            "The subscription is cancelled.", "Reactivate the subscription.", "subscription",
            payer("Enabled")),
    Trigger("secret deleted", lambda b: b.do("DeleteSecret", vault=VAULT, secret=secret_of(b)),
            "KeyVaultSecretDoesNotExist", "The secret is not in the key vault.",
            "Recover the secret, or do", STORE, secret_recovered),
    Trigger("secret disabled", disabled, "OperationNotPermittedOnKeyVault",
            "The newest version of the secret is disabled.", "set Enabled? to Yes", "vault.secrets", enabled),
    Trigger("policy removed", lambda b: b.do("RemoveAccessPolicy", vault=VAULT, principal=RESELLER),
            "AzureServiceUnauthorizedToAccessKeyVault",
            "The certificate service has no access policy in the key vault.", "Access policies:",
            "vault.policies", all_again),
    Trigger("policy without Set", lambda b: reseller_may(b, "get", "list"),
            "OperationNotPermittedOnKeyVault", "The key vault refuses the certificate service.",
            "secret permissions Set and Delete", "vault.policies", all_again),
    Trigger("firewall", closed, "OperationNotPermittedOnKeyVault",
            "The firewall of the key vault refuses the certificate service.",
            "Networking: allow trusted Microsoft services", "vault.networking", opened),
    Trigger("RBAC", rbac, "OperationNotPermittedOnKeyVault",
            "The key vault uses Azure role-based access control.", "Vault access policy", "vault.policies",
            lambda b: b.do("SetPermissionModel", vault=VAULT, rbac=False)),
)  # fmt: skip


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: trigger.name)
def test_each_trigger_has_its_state_its_page_and_its_repair(trigger: Trigger, tmp_path: Path) -> None:
    bench = Bench(issued(), tmp_path)
    bench.unlock()
    trigger.happens(bench)
    state = bench.state()
    assert state.kind is Kind.VAULT_OUT_OF_SYNC and bench.word() == "Key Vault out of sync"
    assert trigger.cause in state.cause
    shown = arm(bench.world, bench.order())["properties"]["certificates"][ORDER]["provisioningState"]
    assert shown == trigger.state
    assert state.way_out is not None and trigger.way_out in state.way_out.text
    door = door_of(bench.world, state.way_out, bench.order().id)
    assert door is not None and door.route == trigger.route
    assert door.resource == bench.order().id or door.route != STORE
    first = next(step for step in configuration_steps(bench.world, bench.order()) if not step.done)
    assert first.title == "Step 1: Store"
    trigger.repaired(bench)
    assert bench.word() == "Certificate Ready"


def test_no_two_triggers_are_told_in_the_same_words(tmp_path: Path) -> None:
    causes, notes = [], {}
    for trigger in TRIGGERS:
        bench = Bench(issued(), tmp_path)
        bench.unlock()
        trigger.happens(bench)
        causes.append(bench.state().cause)
        notes[trigger.name] = state_note(bench.state(), bench.world.now)
    assert len(set(causes)) == len(TRIGGERS), causes
    assert notes["firewall"] == "firewall" and notes["secret disabled"] == "disabled"
    assert notes["subscription cancelled"] == "not active" and notes["vault moved"] == "vault gone"
