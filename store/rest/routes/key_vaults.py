"""Microsoft.KeyVault/vaults: vaults as resources; what is in them is `secrets`.

Source: "Vaults" (Azure Key Vault REST API reference, 2023-07-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.errors import AzureError
from store.operations.key_vault.create import vault_name_problem
from store.operations.operation import Operation
from store.operations.registry import kind_named
from store.resources import DeletedVault, ResourceGroup, Vault, group_of, same_id
from store.rest import shapes
from store.rest.bodies import entries, flag, members, number, strings, text
from store.rest.call import Call
from store.rest.errors import missing_parameter
from store.rest.listing import inside
from store.rest.messages import Response, answer, nothing
from store.rest.paging import page
from store.rest.routes.vault_policies import asked_policies, policy_changes
from store.rest.routing import Route
from store.services.authorization.access import may_read
from store.services.key_vault.soft_delete import deleted_vaults

_PROVIDER = "/subscriptions/{subscription}/providers/microsoft.keyvault"
_GROUP = "/subscriptions/{subscription}/resourcegroups/{group}/providers/microsoft.keyvault"
_VAULT = f"{_GROUP}/vaults/{{vault}}"
#: Parts of a vault's path.
_DEPTH = 8


def _all(call: Call) -> Response:
    return page(call, inside(call, Vault, 2), lambda one: shapes.vault(call, one))


def _in_group(call: Call) -> Response:
    call.need(ResourceGroup, 4)
    return page(call, inside(call, Vault, 4), lambda one: shapes.vault(call, one))


def _show(call: Call) -> Response:
    return answer(shapes.vault(call, call.need(Vault)))


def _put(call: Call) -> Response:
    """Creates or recovers a vault, or brings one to what the body says: clients send all of it back."""
    body = call.body()
    properties = members(body, "properties")
    vault = call.find(Vault)
    if vault is not None:
        return _change(call, vault, body)
    call.need(ResourceGroup, 4)
    if text(properties, "createMode").lower() == "recover":
        call.perform(kind_named("RecoverVault")(vault=call.path))
    else:
        call.perform(_creation(call, body, properties))
    return answer(shapes.vault(call, call.need(Vault)), 201)


def _creation(call: Call, body: Mapping[str, Any], properties: Mapping[str, Any]) -> Operation:
    if not text(body, "location"):
        raise missing_parameter("location")
    acls = members(properties, "networkAcls")
    days = number(properties, "softDeleteRetentionInDays")
    kept = {} if days is None else {"retention_days": days}
    return kind_named("CreateVault")(
        name=call.names["vault"],
        resource_group=call.id(4),
        location=text(body, "location"),
        sku=text(members(properties, "sku"), "name", "standard"),
        rbac=flag(properties, "enableRbacAuthorization", False),
        policies=asked_policies(properties),
        default_action=text(acls, "defaultAction", "Allow"),
        bypass=text(acls, "bypass", "AzureServices"),
        ip_rules=_addresses(acls),
        purge_protection=flag(properties, "enablePurgeProtection", False),
        enabled_for_deployment=flag(properties, "enabledForDeployment", False),
        tags=strings(body, "tags"),
        **kept,
    )


def _addresses(acls: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(text(rule, "value") for rule in entries(acls, "ipRules"))


def _patch(call: Call) -> Response:
    return _change(call, call.need(Vault), call.body())


def _change(call: Call, vault: Vault, body: Mapping[str, Any]) -> Response:
    properties = members(body, "properties")
    changes: list[Operation] = []
    held = vault.properties
    rbac = flag(properties, "enableRbacAuthorization", held.enable_rbac_authorization)
    if rbac != held.enable_rbac_authorization:
        changes.append(kind_named("SetPermissionModel")(vault=vault.id, rbac=rbac))
    if "accessPolicies" in properties and not rbac:
        changes += policy_changes(vault, asked_policies(properties))
    acls = members(properties, "networkAcls")
    if acls:
        action = text(acls, "defaultAction", held.network_acls.default_action)
        bypass = text(acls, "bypass", held.network_acls.bypass)
        rules = _addresses(acls) if "ipRules" in acls else held.network_acls.ip_rules
        if (action, bypass, rules) != (
            held.network_acls.default_action,
            held.network_acls.bypass,
            held.network_acls.ip_rules,
        ):
            changes.append(
                kind_named("SetVaultNetwork")(
                    vault=vault.id, default_action=action, bypass=bypass, ip_rules=rules
                )
            )
    for one in changes:
        call.perform(one)
    return answer(shapes.vault(call, call.need(Vault, _DEPTH)))


def _put_policies(call: Call) -> Response:
    """`add`, `replace` or `remove` of the access policies that the body names."""
    vault, kind = call.need(Vault, _DEPTH), call.names["kind"].lower()
    asked = asked_policies(members(call.body(), "properties"))
    if kind not in ("add", "replace", "remove"):
        raise AzureError("InvalidRequestContent", f"'{kind}' is none of add, replace and remove.")
    if kind == "remove":
        changes: list[Operation] = [
            kind_named("RemoveAccessPolicy")(vault=vault.id, principal=one.principal) for one in asked
        ]
    else:
        changes = policy_changes(vault, asked, keep=kind == "add")
    call.perform_all(changes)
    shown = shapes.vault(call, call.need(Vault, _DEPTH))
    policies = {"accessPolicies": shown["properties"]["accessPolicies"]}
    return answer(
        {"id": call.path, "type": "Microsoft.KeyVault/vaults/accessPolicies", "properties": policies}
    )


def _delete(call: Call) -> Response:
    vault = call.find(Vault)
    if vault is None:
        return nothing(204)
    call.perform(kind_named("DeleteVault")(vault=vault.id))
    return nothing(200)


def _deleted(call: Call) -> Response:
    prefix = call.id(2).lower() + "/"
    held = (
        one
        for one in deleted_vaults(call.world)
        if one.key.startswith(prefix) and may_read(call.world, call.caller, one.id)
    )
    return page(call, held, lambda one: _deleted_shape(call, one))


def _one_deleted(call: Call) -> Response:
    return answer(_deleted_shape(call, _held(call)))


def _held(call: Call) -> DeletedVault:
    for one in deleted_vaults(call.world):
        if same_id(one.name, call.names["vault"]) and may_read(call.world, call.caller, one.id):
            return one
    raise AzureError(
        "DeletedVaultNotFound", f"The specified deleted vault '{call.names['vault']}' does not exist."
    )


def _purge(call: Call) -> Response:
    held = _held(call)
    call.perform(kind_named("PurgeVault")(vault=held.id))
    return nothing(200)


def _deleted_shape(call: Call, one: DeletedVault) -> dict[str, Any]:
    place = one.vault.location
    subscription = group_of(one.id).split("/")[2]
    return {
        "id": f"/subscriptions/{subscription}/providers/Microsoft.KeyVault/locations/{place}"
        f"/deletedVaults/{one.name}",
        "name": one.name,
        "type": "Microsoft.KeyVault/deletedVaults",
        "properties": {
            "vaultId": one.id,
            "location": place,
            "tags": dict(one.vault.tags),
            "deletionDate": one.deleted_at,
            "scheduledPurgeDate": one.purge_at,
            "purgeProtectionEnabled": one.vault.properties.enable_purge_protection,
        },
    }


def _check_name(call: Call) -> Response:
    refused = vault_name_problem(call.world, text(call.body(), "name"))
    if refused is None:
        return answer({"nameAvailable": True})
    return answer({"nameAvailable": False, "reason": refused.code, "message": refused.message})


def _no_hsms(call: Call) -> Response:
    return answer({"value": []})


ROUTES = (
    Route("GET", f"{_PROVIDER}/vaults", _all),
    Route("GET", f"{_PROVIDER}/managedhsms", _no_hsms),
    Route("GET", f"{_PROVIDER}/deletedvaults", _deleted),
    Route("GET", f"{_PROVIDER}/deletedmanagedhsms", _no_hsms),
    Route("GET", f"{_PROVIDER}/locations/{{location}}/deletedvaults/{{vault}}", _one_deleted),
    Route("POST", f"{_PROVIDER}/locations/{{location}}/deletedvaults/{{vault}}/purge", _purge),
    Route("POST", f"{_PROVIDER}/checknameavailability", _check_name),
    Route("GET", f"{_GROUP}/vaults", _in_group),
    Route("GET", f"{_GROUP}/managedhsms", _no_hsms),
    Route("GET", _VAULT, _show),
    Route("PUT", _VAULT, _put),
    Route("PATCH", _VAULT, _patch),
    Route("DELETE", _VAULT, _delete),
    Route("PUT", f"{_VAULT}/accesspolicies/{{kind}}", _put_policies),
)
