"""A key vault's secrets, under the vault's own host.

Source: "Key Vault secrets" (Azure Key Vault REST API reference, 7.4): dates are Unix seconds, `id` is the
secret's URL.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from store.errors import AzureError
from store.operations.registry import kind_named
from store.resources import DeletedSecret, SecretAttributes, SecretVersion, Vault, VaultSecret, same_id
from store.rest.bodies import flag, members, number, strings, text
from store.rest.call import Call
from store.rest.errors import missing_parameter
from store.rest.messages import Response, answer, nothing
from store.rest.paging import page
from store.rest.routes.vault_certificates import ROUTES as CERTIFICATES
from store.rest.routing import Route
from store.rest.vault_data import allowed, epoch, recovery, the_vault
from store.secret import Secret
from store.services.key_vault import secrets as vaults
from store.services.key_vault.soft_delete import deleted_secret, deleted_secrets
from store.services.key_vault.stored_certificates import key_not_in_export


def _base(call: Call, vault: Vault) -> str:
    return f"{call.place.vault_uri(vault.name)}secrets"


def _attributes(vault: Vault, held: SecretAttributes) -> dict[str, Any]:
    dates = {"nbf": held.not_before, "exp": held.expires}
    return {
        "enabled": held.enabled,
        **{name: epoch(date) for name, date in dates.items() if date is not None},
        "created": epoch(held.created),
        "updated": epoch(held.updated),
        **recovery(vault),
    }


def _item(call: Call, vault: Vault, name: str, one: SecretVersion, *, version: bool) -> dict[str, Any]:
    """A secret in a list: without its value; `version` says whether the id names the version."""
    url = f"{_base(call, vault)}/{name}"
    shown: dict[str, Any] = {
        "id": f"{url}/{one.name}" if version else url,
        "attributes": _attributes(vault, one.properties.attributes),
    }
    if one.properties.content_type:
        shown["contentType"] = one.properties.content_type
    if one.properties.tags:
        shown["tags"] = dict(one.properties.tags)
    return shown


def _bundle(call: Call, vault: Vault, secret: VaultSecret, one: SecretVersion) -> dict[str, Any]:
    shown = _item(call, vault, secret.name, one, version=True)
    if secret.properties.managed:
        url = call.place.vault_uri(vault.name)
        return {**shown, "managed": True, "kid": f"{url}keys/{secret.name}/{one.name}"}
    return shown


def _all(call: Call) -> Response:
    vault = allowed(call, "secrets", "list")
    newest = (
        (secret, one)
        for secret in vaults.secrets_in(call.world, vault.id)
        if (one := vaults.newest_version(call.world, vault.id, secret.name)) is not None
    )
    return page(call, newest, lambda pair: _item(call, vault, pair[0].name, pair[1], version=False))


def _versions(call: Call) -> Response:
    vault = allowed(call, "secrets", "list")
    secret = _secret(call, vault)
    held = vaults.versions(call.world, vault.id, secret.name)
    return page(call, held, lambda one: _item(call, vault, secret.name, one, version=True))


def _secret(call: Call, vault: Vault) -> VaultSecret:
    found = call.world.get(VaultSecret, vaults.secret_id(vault.id, call.names["secret"]))
    if found is None:
        raise vaults.secret_not_found(call.names["secret"])
    return found


def _show(call: Call) -> Response:
    """The value of a version, of the newest one where none is named."""
    vault = allowed(call, "secrets", "get")
    secret = _secret(call, vault)
    wanted = call.names.get("version", "")
    if wanted:
        one = _version(call, vault, secret, wanted)
    else:
        one = vaults.read_secret(call.world, vault.id, secret.name, call.caller)
    if not one.properties.attributes.enabled:
        raise vaults.secret_disabled(secret.name)
    if one.properties.value_unstated:
        raise key_not_in_export(secret.name)
    return answer({"value": one.properties.value, **_bundle(call, vault, secret, one)})


def _version(call: Call, vault: Vault, secret: VaultSecret, wanted: str) -> SecretVersion:
    for one in vaults.versions(call.world, vault.id, secret.name):
        if same_id(one.name, wanted):
            return one
    raise vaults.secret_not_found(f"{secret.name}/{wanted}")


def _put(call: Call) -> Response:
    body = call.body()
    vault = the_vault(call)
    if "value" not in body:
        raise missing_parameter("value")
    attributes = members(body, "attributes")
    call.perform(
        kind_named("CreateSecretVersion")(
            vault=vault.id,
            secret=call.names["secret"],
            value=Secret(text(body, "value")),
            content_type=text(body, "contentType"),
            enabled=flag(attributes, "enabled", True),
            activation=_moment(attributes, "nbf"),
            expiration=_moment(attributes, "exp"),
            tags=strings(body, "tags"),
        )
    )
    return _newest(call, vault, value=True)


def _moment(attributes: Mapping[str, Any], name: str) -> datetime | None:
    seconds = number(attributes, name)
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise AzureError("BadParameter", f"'{name}' is not a date in Unix seconds.") from None


def _newest(call: Call, vault: Vault, *, value: bool = False) -> Response:
    secret = _secret(call, vault)
    one = vaults.newest_version(call.world, vault.id, secret.name)
    assert one is not None
    shown = _bundle(call, vault, secret, one)
    return answer({"value": one.properties.value, **shown} if value else shown)


def _patch(call: Call) -> Response:
    """Attributes and tags of a version, of the newest one where none is named."""
    vault = the_vault(call)
    secret, body = _secret(call, vault), call.body()
    wanted = call.names.get("version", "")
    newest = vaults.newest_version(call.world, vault.id, secret.name)
    assert newest is not None
    one = _version(call, vault, secret, wanted) if wanted else newest
    if text(body, "contentType", one.properties.content_type) != one.properties.content_type:
        raise AzureError(
            "NotSimulated", "A version keeps its content type.", "Write a new version of the secret."
        )
    attributes = members(body, "attributes")
    change = kind_named("SetSecretVersion")(
        version=one.id,
        enabled=flag(attributes, "enabled", one.properties.attributes.enabled),
        activation=_moment(attributes, "nbf"),
        expiration=_moment(attributes, "exp"),
        tags=strings(body, "tags") if body.get("tags") is not None else None,
    )
    refused = call.why_not(change)
    if refused is None or refused.code != "NoChange":
        call.perform(change)
    return answer(_bundle(call, vault, secret, call.world.need(SecretVersion, one.id)))


def _delete(call: Call) -> Response:
    vault = the_vault(call)
    call.perform(kind_named("DeleteSecret")(vault=vault.id, secret=call.names["secret"]))
    held = deleted_secret(call.world, vaults.secret_id(vault.id, call.names["secret"]))
    assert held is not None
    return answer(_deleted_bundle(call, vault, held))


def _deleted_bundle(call: Call, vault: Vault, held: DeletedSecret) -> dict[str, Any]:
    newest = held.versions[-1] if held.versions else None
    shown: dict[str, Any] = {
        "id": f"{_base(call, vault)}/{held.name}",
        "attributes": recovery(vault),
    }
    if newest is not None:
        shown = _item(call, vault, held.name, newest, version=False)
    return {
        **shown,
        "recoveryId": f"{call.place.vault_uri(vault.name)}deletedsecrets/{held.name}",
        "deletedDate": epoch(held.deleted_at),
        "scheduledPurgeDate": epoch(held.purge_at),
    }


def _all_deleted(call: Call) -> Response:
    vault = allowed(call, "secrets", "list")
    held = deleted_secrets(call.world, vault.id)
    return page(call, held, lambda one: _deleted_bundle(call, vault, one))


def _one_deleted(call: Call) -> Response:
    vault = allowed(call, "secrets", "get")
    return answer(_deleted_bundle(call, vault, _held(call, vault)))


def _held(call: Call, vault: Vault) -> DeletedSecret:
    found = deleted_secret(call.world, vaults.secret_id(vault.id, call.names["secret"]))
    if found is None:
        raise AzureError("SecretNotFound", f"Deleted Secret not found: {call.names['secret']}")
    return found


def _recover(call: Call) -> Response:
    vault = the_vault(call)
    call.perform(kind_named("RecoverSecret")(secret=_held(call, vault).id))
    return _newest(call, vault)


def _purge(call: Call) -> Response:
    vault = the_vault(call)
    call.perform(kind_named("PurgeSecret")(secret=_held(call, vault).id))
    return nothing()


ROUTES = (
    Route("GET", "/secrets", _all),
    Route("GET", "/secrets/{secret}", _show),
    Route("GET", "/secrets/{secret}/versions", _versions),
    Route("GET", "/secrets/{secret}/{version}", _show),
    Route("PUT", "/secrets/{secret}", _put),
    Route("PATCH", "/secrets/{secret}", _patch),
    Route("PATCH", "/secrets/{secret}/{version}", _patch),
    Route("DELETE", "/secrets/{secret}", _delete),
    Route("GET", "/deletedsecrets", _all_deleted),
    Route("GET", "/deletedsecrets/{secret}", _one_deleted),
    Route("DELETE", "/deletedsecrets/{secret}", _purge),
    Route("POST", "/deletedsecrets/{secret}/recover", _recover),
    *CERTIFICATES,
)
