"""Microsoft.Web/certificates: private key certificates of webspaces, in the three ways they come.

    pfxBlob and password               an upload
    keyVaultId, keyVaultSecretName     an import; written again with the same link, a sync
    canonicalName                      a managed certificate

Source: "Certificates - Create Or Update" (App Service REST API reference, 2025-05-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.errors import AzureError
from store.operations.arguments import File
from store.operations.operation import Operation
from store.operations.registry import kind_named
from store.resources import (
    CertificateOrder,
    ManagedRequest,
    ResourceGroup,
    ServerFarm,
    Site,
    VaultCertificate,
    WebCertificate,
    same_id,
)
from store.rest import shapes
from store.rest.bodies import members, text
from store.rest.call import Call
from store.rest.errors import missing_parameter
from store.rest.listing import inside
from store.rest.messages import Response, answer, nothing
from store.rest.paging import filter_of, page
from store.rest.routing import Route
from store.secret import Secret
from store.services.web.webspaces import sites_in, webspace_of_plan

_PROVIDER = "/subscriptions/{subscription}/providers/microsoft.web"
_GROUP = "/subscriptions/{subscription}/resourcegroups/{group}/providers/microsoft.web"
_CERTIFICATE = f"{_GROUP}/certificates/{{certificate}}"


def _all(call: Call) -> Response:
    plan = filter_of(call, "ServerFarmId").get("ServerFarmId", "")
    held = inside(call, WebCertificate, 2)
    farm = call.world.get(ServerFarm, plan) if plan else None
    if plan and farm is None:
        return answer({"value": []})
    fitting = (one for one in held if farm is None or one.properties.web_space == farm.webspace)
    return page(call, fitting, lambda one: shapes.web_certificate(call, one))


def _in_group(call: Call) -> Response:
    call.need(ResourceGroup, 4)
    return page(call, inside(call, WebCertificate, 4), lambda one: shapes.web_certificate(call, one))


def _show(call: Call) -> Response:
    return answer(shapes.web_certificate(call, call.need(WebCertificate)))


def _put(call: Call) -> Response:
    body = call.body()
    properties = members(body, "properties")
    held = call.find(WebCertificate)
    if held is not None:
        return _again(call, held, properties)
    call.need(ResourceGroup, 4)
    if host := text(properties, "canonicalName"):
        return _managed(call, properties, host)
    site = _app(call, body, properties)
    if blob := text(properties, "pfxBlob"):
        call.perform(
            kind_named("UploadCertificate")(
                site=site.id,
                file=File(f"data:;base64,{blob}"),
                password=Secret(text(properties, "password")),
                name=call.names["certificate"],
            )
        )
    else:
        call.perform(_import(call, site, properties))
    return _show(call)


def _app(call: Call, body: Mapping[str, Any], properties: Mapping[str, Any]) -> Site:
    """An app of the webspace that the certificate is for: of its plan, else of its group and region."""
    plan = _plan(call, body, properties)
    site = next(iter(sites_in(call.world, webspace_of_plan(plan))), None)
    if site is None:
        raise AzureError(
            "NotFound", f"There is no app in the webspace '{plan.webspace}'.", "Create a web app there first."
        )
    return site


def _plan(call: Call, body: Mapping[str, Any], properties: Mapping[str, Any]) -> ServerFarm:
    id = text(properties, "serverFarmId")
    place = text(body, "location").replace(" ", "").lower()
    for plan in inside(call, ServerFarm, 2 if id else 4):
        fits = same_id(plan.id, id) if id else plan.location.replace(" ", "").lower() == place
        if not fits:
            continue
        if not plan.key.startswith(call.id(4).lower() + "/"):
            raise AzureError(
                "InvalidRequestContent",
                f"The certificates of plan '{plan.name}' are in its resource group, "
                f"'{plan.id.split('/')[4]}'.",
                "Create the certificate there.",
            )
        return plan
    raise AzureError(
        "ServerFarmNotFound",
        f"There is no App Service plan {f'{id!r}' if id else f'in region {place!r} of this resource group'}.",
        "Give 'serverFarmId', or the group and region of an app's plan.",
    )


def _import(call: Call, site: Site, properties: Mapping[str, Any]) -> Operation:
    """The import of an order's certificate, where the secret is an order's; else of a vault's certificate."""
    vault, secret = text(properties, "keyVaultId"), text(properties, "keyVaultSecretName")
    if not vault or not secret:
        raise missing_parameter("properties.pfxBlob, .canonicalName, or .keyVaultId with .keyVaultSecretName")
    name = call.names["certificate"]
    for order in call.world.all(CertificateOrder):
        link = order.link
        if link and same_id(link.key_vault_id, vault) and same_id(link.key_vault_secret_name, secret):
            return kind_named("ImportAppServiceCertificate")(site=site.id, order=order.id, name=name)
    for one in call.world.all(VaultCertificate):
        if one.key.startswith(f"{vault.lower()}/") and same_id(one.properties.secret_name, secret):
            imported = kind_named("ImportKeyVaultCertificate")
            return imported(site=site.id, vault=vault, certificate=one.id, name=name)
    return kind_named("ImportKeyVaultCertificate")(site=site.id, vault=vault, certificate=secret, name=name)


def _managed(call: Call, properties: Mapping[str, Any], host: str) -> Response:
    """A managed certificate is made a little later: clients ask at `Location` until it is there."""
    name = call.names["certificate"]
    if not same_id(name, host):
        raise AzureError(
            "InvalidCertificateName",
            f"A managed certificate is named after its host, '{host}'.",
            "Leave it so.",
        )
    if call.world.get(ManagedRequest, call.path) is None:
        call.perform(kind_named("CreateManagedCertificate")(site=_host_app(call, host).id, host=host))
    return _waiting(call)


def _host_app(call: Call, host: str) -> Site:
    for site in inside(call, Site, 2):
        if site.host(host) is not None:
            return site
    raise AzureError(
        "HostNameNotMapped", f"Hostname (custom domain) '{host}' is not registered with any app."
    )


def _waiting(call: Call) -> Response:
    version = call.query["api-version"]
    url = f"{call.place.origin}{call.path}/operationresults/creation?api-version={version}"
    # An empty object: clients read the body of any answer as JSON.
    return answer({}, 202, ("location", url), ("retry-after", "1"))


def _creation(call: Call) -> Response:
    """Whether a managed certificate is there by now; a request that came to nothing says so."""
    parts = 8
    found = call.find(WebCertificate, parts)
    if found is not None:
        return answer(shapes.web_certificate(call, found))
    if call.world.get(ManagedRequest, call.id(parts)) is None:
        raise call.missing("Microsoft.Web/certificates", call.id(parts))
    return answer({}, 202, ("location", f"{call.place.origin}{call.request.target}"), ("retry-after", "1"))


def _again(call: Call, held: WebCertificate, properties: Mapping[str, Any]) -> Response:
    """Writes a certificate that is there: with a vault's link it is synced, as the portal's Sync does."""
    vault, secret = text(properties, "keyVaultId"), text(properties, "keyVaultSecretName")
    known = held.properties
    if text(properties, "pfxBlob"):
        raise AzureError(
            "Conflict", f"There is a certificate '{held.name}' already.", "Upload it under another name."
        )
    if not known.key_vault_id:
        return _show(call)
    if (vault and not same_id(vault, known.key_vault_id)) or (
        secret and not same_id(secret, known.key_vault_secret_name)
    ):
        raise AzureError(
            "Conflict",
            f"'{held.name}' is linked to another Key Vault secret.",
            f"Delete '{held.name}' first.",
        )
    sync = kind_named("SyncCertificate")(certificate=held.id)
    refused = call.why_not(sync)
    if refused is None or refused.code != "AlreadyInSync":
        call.perform(sync)
    return _show(call)


def _patch(call: Call) -> Response:
    return _again(call, call.need(WebCertificate), members(call.body(), "properties"))


def _delete(call: Call) -> Response:
    found = call.find(WebCertificate)
    if found is None:
        return nothing(204)
    call.perform(kind_named("DeleteCertificate")(certificate=found.id))
    return nothing(200)


ROUTES = (
    Route("GET", f"{_PROVIDER}/certificates", _all),
    Route("GET", f"{_GROUP}/certificates", _in_group),
    Route("GET", _CERTIFICATE, _show),
    Route("PUT", _CERTIFICATE, _put),
    Route("PATCH", _CERTIFICATE, _patch),
    Route("DELETE", _CERTIFICATE, _delete),
    Route("GET", f"{_CERTIFICATE}/operationresults/{{operation}}", _creation),
)
