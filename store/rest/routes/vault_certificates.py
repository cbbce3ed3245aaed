"""A key vault's certificate objects, under the vault's own host.

An App Service Certificate is a plain secret: there is no certificate object of its name. Source: "Key Vault
certificates" (Azure Key Vault REST API reference, 7.4).
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from store.errors import AzureError
from store.files.user_files import data_url
from store.operations.arguments import File
from store.operations.registry import kind_named
from store.resources import DeletedSecret, SecretVersion, Vault, VaultCertificate, same_id
from store.rest.bodies import members, number, text, words
from store.rest.call import Call
from store.rest.errors import missing_parameter
from store.rest.messages import Response, answer, nothing
from store.rest.paging import page
from store.rest.routing import Route
from store.rest.vault_data import allowed, epoch, recovery, the_vault
from store.secret import Secret
from store.services.key_vault import secrets as vaults
from store.services.key_vault.soft_delete import deleted_secret, deleted_secrets
from store.services.key_vault.stored_certificates import PEM, pfx_bytes
from store.x509.pem_certificates import read_pem_certificate
from store.x509.pfx.open import open_bytes


def _base(call: Call, vault: Vault) -> str:
    return f"{call.place.vault_uri(vault.name)}certificates"


def _found(call: Call, vault: Vault) -> VaultCertificate:
    name = call.names["certificate"]
    found = call.world.get(VaultCertificate, vaults.certificate_id(vault.id, name))
    if found is None:
        raise AzureError(
            "CertificateNotFound",
            f"A certificate with (name/id) {name} was not found in this key vault. If you recently deleted "
            "this certificate you may be able to recover it using the correct recovery command.",
        )
    return found


def _versions_of(call: Call, vault: Vault, one: VaultCertificate) -> tuple[SecretVersion, ...]:
    """Newest first; a certificate's versions are those of the secret behind it."""
    return vaults.versions(call.world, vault.id, one.properties.secret_name)


def _item(call: Call, vault: Vault, name: str, one: SecretVersion, *, version: bool) -> dict[str, Any]:
    url = f"{_base(call, vault)}/{name}"
    held = one.properties.attributes
    facts = one.properties.certificate
    moments = {"nbf": facts.not_before, "exp": facts.not_after} if facts else {}
    dates = {name: epoch(moment) for name, moment in moments.items() if moment is not None}
    return {
        "id": f"{url}/{one.name}" if version else url,
        "x5t": urlsafe_b64encode(bytes.fromhex(one.properties.thumbprint)).decode("ascii").rstrip("="),
        "attributes": {
            "enabled": held.enabled,
            **dates,
            "created": epoch(held.created),
            "updated": epoch(held.updated),
            **recovery(vault),
        },
        "subject": facts.subject if facts else "",
    }


def _all(call: Call) -> Response:
    vault = allowed(call, "certificates", "list")
    prefix = vaults.certificate_id(vault.id, "").lower()
    held = (one for key, one in call.world.table(VaultCertificate).items() if key.startswith(prefix))
    pairs = ((one, _versions_of(call, vault, one)[0]) for one in held)
    return page(call, pairs, lambda pair: _item(call, vault, pair[0].name, pair[1], version=False))


def _versions(call: Call) -> Response:
    vault = allowed(call, "certificates", "list")
    one = _found(call, vault)
    held = _versions_of(call, vault, one)
    return page(call, held, lambda version: _item(call, vault, one.name, version, version=True))


def _show(call: Call) -> Response:
    vault = allowed(call, "certificates", "get")
    return _bundle(call, vault, _found(call, vault), call.names.get("version", ""))


def _bundle(call: Call, vault: Vault, one: VaultCertificate, wanted: str, status: int = 200) -> Response:
    held = _versions_of(call, vault, one)
    version = next((known for known in held if not wanted or same_id(known.name, wanted)), None)
    if version is None:
        raise AzureError("CertificateNotFound", f"The certificate '{one.name}' has no version '{wanted}'.")
    url = call.place.vault_uri(vault.name)
    shown = {
        **_item(call, vault, one.name, version, version=True),
        "kid": f"{url}keys/{one.name}/{version.name}",
        "sid": f"{url}secrets/{one.properties.secret_name}/{version.name}",
        "cer": b64encode(_leaf(version)).decode("ascii"),
        "policy": _policy(call, vault, one),
    }
    return answer(shown, status)


def _leaf(version: SecretVersion) -> bytes:
    """The certificate (DER) in a version's value."""
    value = version.properties.value
    if version.properties.content_type == PEM:
        return read_pem_certificate(value.encode())[0]
    _key, leaf = open_bytes(pfx_bytes(value) or b"", "").pair()
    return leaf or b""


def _policy(call: Call, vault: Vault, one: VaultCertificate) -> dict[str, Any]:
    names = list(one.properties.host_names)
    return {
        "id": f"{_base(call, vault)}/{one.name}/policy",
        "key_props": {"exportable": True, "kty": "RSA", "key_size": 2048, "reuse_key": False},
        "secret_props": {"contentType": one.properties.content_type},
        "x509_props": {
            "subject": one.properties.subject,
            "sans": {"dns_names": names},
            "ekus": ["1.3.6.1.5.5.7.3.1"],
            "key_usage": ["digitalSignature", "keyEncipherment"],
            "validity_months": 12,
        },
        "issuer": {"name": one.properties.issuer_name},
        "attributes": {"enabled": one.properties.enabled},
    }


def _show_policy(call: Call) -> Response:
    vault = allowed(call, "certificates", "get")
    return answer(_policy(call, vault, _found(call, vault)))


def _import(call: Call) -> Response:
    body, vault = call.body(), the_vault(call)
    value = text(body, "value")
    if not value:
        raise missing_parameter("value")
    content = f"data:;base64,{value}" if "-----BEGIN" not in value else data_url(value.encode())
    call.perform(
        kind_named("ImportVaultCertificate")(
            vault=vault.id,
            name=call.names["certificate"],
            file=File(content),
            password=Secret(text(body, "pwd")),
        )
    )
    return _bundle(call, vault, _found(call, vault), "")


def _create(call: Call) -> Response:
    """A certificate by a policy; it is there when this is answered, so the pending operation is over."""
    body, vault = call.body(), the_vault(call)
    policy = members(body, "policy")
    wanted = members(policy, "x509_props")
    months = number(wanted, "validity_months")
    chosen: Mapping[str, Any] = {} if months is None else {"validity_months": months}
    call.perform(
        kind_named("GenerateVaultCertificate")(
            vault=vault.id,
            name=call.names["certificate"],
            subject=text(wanted, "subject"),
            hosts=words(members(wanted, "sans"), "dns_names"),
            issuer=text(members(policy, "issuer"), "name", "Self"),
            **chosen,
        )
    )
    return answer(_completed(call, vault), 202)


def _pending(call: Call) -> Response:
    vault = allowed(call, "certificates", "get")
    _found(call, vault)
    return answer(_completed(call, vault))


def _completed(call: Call, vault: Vault) -> dict[str, Any]:
    one = _found(call, vault)
    url = f"{_base(call, vault)}/{one.name}"
    return {
        "id": f"{url}/pending",
        "issuer": {"name": one.properties.issuer_name},
        "cancellation_requested": False,
        "status": "completed",
        "target": url,
        "request_id": one.properties.thumbprint,
    }


def _delete(call: Call) -> Response:
    vault = allowed(call, "certificates", "delete")
    one = _found(call, vault)
    newest = _versions_of(call, vault, one)[0]
    shown = _item(call, vault, one.name, newest, version=True)
    policy = _policy(call, vault, one)
    call.perform(kind_named("DeleteVaultCertificate")(certificate=one.id))
    return answer({**shown, "policy": policy, **_when(call, vault, _held(call, vault))})


def _held(call: Call, vault: Vault) -> DeletedSecret:
    name = call.names["certificate"]
    held = deleted_secret(call.world, vaults.secret_id(vault.id, name))
    if held is None or held.certificate is None:
        raise AzureError("CertificateNotFound", f"Deleted Certificate not found: {name}")
    return held


def _when(call: Call, vault: Vault, held: DeletedSecret) -> dict[str, Any]:
    return {
        "recoveryId": f"{call.place.vault_uri(vault.name)}deletedcertificates/{held.name}",
        "deletedDate": epoch(held.deleted_at),
        "scheduledPurgeDate": epoch(held.purge_at),
    }


def _deleted_item(call: Call, vault: Vault, held: DeletedSecret, *, version: bool) -> dict[str, Any]:
    shown = _item(call, vault, held.name, held.versions[-1], version=version)
    return {**shown, **_when(call, vault, held)}


def _all_deleted(call: Call) -> Response:
    vault = allowed(call, "certificates", "list")
    held = [one for one in deleted_secrets(call.world, vault.id) if one.certificate is not None]
    return page(call, held, lambda one: _deleted_item(call, vault, one, version=False))


def _one_deleted(call: Call) -> Response:
    vault = allowed(call, "certificates", "get")
    return answer(_deleted_item(call, vault, _held(call, vault), version=True))


def _recover(call: Call) -> Response:
    vault = the_vault(call)
    call.perform(kind_named("RecoverSecret")(secret=_held(call, vault).id))
    one = _found(call, vault)
    newest = _versions_of(call, vault, one)[0]
    shown = _item(call, vault, one.name, newest, version=True)
    return answer({**shown, "policy": _policy(call, vault, one)})


def _purge(call: Call) -> Response:
    vault = the_vault(call)
    call.perform(kind_named("PurgeSecret")(secret=_held(call, vault).id))
    return nothing()


_NAME = "/certificates/{certificate}"

ROUTES = (
    Route("GET", "/certificates", _all),
    Route("GET", _NAME, _show),
    Route("GET", f"{_NAME}/versions", _versions),
    Route("GET", f"{_NAME}/policy", _show_policy),
    Route("GET", f"{_NAME}/pending", _pending),
    Route("GET", f"{_NAME}/{{version}}", _show),
    Route("POST", f"{_NAME}/import", _import),
    Route("POST", f"{_NAME}/create", _create),
    Route("DELETE", _NAME, _delete),
    Route("GET", "/deletedcertificates", _all_deleted),
    Route("GET", "/deletedcertificates/{certificate}", _one_deleted),
    Route("DELETE", "/deletedcertificates/{certificate}", _purge),
    Route("POST", "/deletedcertificates/{certificate}/recover", _recover),
)
