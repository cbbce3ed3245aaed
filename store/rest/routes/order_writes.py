"""Microsoft.CertificateRegistration: writes and actions, each of them an operation.

Writes are done when they are answered; where the resource's own state is none that clients know as an end,
`Azure-AsyncOperation` says so. Actions answer 204, the one status that SDKs take.
Source: "App Service Certificate Orders" (Azure REST API reference, 2024-11-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.errors import AzureError
from store.operations.operation import Operation
from store.operations.registry import kind_named
from store.resources import CertificateOrder, ResourceGroup, same_id
from store.rest import shapes
from store.rest.bodies import flag, members, same_as_before, strings, text
from store.rest.call import Call
from store.rest.errors import missing_parameter, not_simulated
from store.rest.messages import Response, answer, nothing
from store.rest.routing import Route
from store.services.regions import REGIONS

_PROVIDER = "/subscriptions/{subscription}/providers/microsoft.certificateregistration"
_ORDER = (
    "/subscriptions/{subscription}/resourcegroups/{group}/providers/microsoft.certificateregistration"
    "/certificateorders/{name}"
)
#: Parts of an order's path.
_DEPTH = 8
#: Properties that are chosen when an order is bought, and stay.
_FIXED = ("distinguishedName", "productType", "validityInYears", "keySize")


def _put(call: Call) -> Response:
    """Buys a certificate, or changes one: clients send the whole order back, its read-only fields too."""
    body = call.body()
    order = call.find(CertificateOrder)
    if order is not None:
        return _change(call, order, body)
    call.need(ResourceGroup, 4)
    call.perform(_purchase(call, body, call.names["name"]))
    order = call.need(CertificateOrder)
    links = _linking(call, order, members(body, "properties"))
    call.perform_all(links)
    return answer(shapes.order(call, call.need(CertificateOrder)), 201)


def _purchase(call: Call, body: Mapping[str, Any], name: str) -> Operation:
    """The purchase that a body asks for; raises `AzureError` where it asks for what is not sold."""
    location = text(body, "location", "global")
    if location.lower() != "global":
        raise AzureError(
            "LocationNotAvailableForResourceType",
            f"The provided location '{location}' is not available for resource type "
            "'Microsoft.CertificateRegistration/certificateOrders'. List of available regions is 'global'.",
        )
    properties = members(body, "properties")
    product = text(properties, "productType")
    if not product:
        raise missing_parameter("properties.productType")
    if properties.get("csr"):
        raise AzureError(
            "NotSimulated", "An order for a key of your own (csr) is not simulated.", "Leave 'csr' out."
        )
    sold = {"validityInYears": 1, "keySize": 2048}
    for field, value in sold.items():
        if properties.get(field) not in (None, value):
            raise AzureError("InvalidRequestContent", f"'{field}' must be {value}.", f"Give {value}.")
    return kind_named("CreateOrder")(
        name=name,
        host=_common_name(text(properties, "distinguishedName")),
        # A purchase that is only checked names no group: one that would be made with it will do.
        resource_group=call.id(4) if "group" in call.names else "validation",
        location="" if "group" in call.names else REGIONS[0],
        sku=product,
        subscription=call.id(2),
        auto_renew=flag(properties, "autoRenew", True),
        tags=strings(body, "tags"),
    )


def _common_name(name: str) -> str:
    """The common name of a distinguished name (`CN=contoso.com, O=Contoso`)."""
    for part in name.split(","):
        kind, _, value = part.strip().partition("=")
        if kind.strip().lower() == "cn":
            return value.strip()
    raise missing_parameter("properties.distinguishedName (CN=contoso.com)")


def _patch(call: Call) -> Response:
    return _change(call, call.need(CertificateOrder), call.body())


def _change(call: Call, order: CertificateOrder, body: Mapping[str, Any]) -> Response:
    properties = members(body, "properties")
    same_as_before(properties, shapes.order(call, order)["properties"], _FIXED)
    changes: list[Operation] = []
    renew = flag(properties, "autoRenew", order.properties.auto_renew)
    if renew != order.properties.auto_renew:
        changes.append(kind_named("SetAutoRenew")(order=order.id, enabled=renew))
    if body.get("tags") is not None and strings(body, "tags") != dict(order.tags):
        changes.append(kind_named("SetOrderTags")(order=order.id, tags=strings(body, "tags")))
    changes += _linking(call, order, properties)
    call.perform_all(changes)
    return answer(shapes.order(call, call.need(CertificateOrder)))


def _linking(call: Call, order: CertificateOrder, properties: Mapping[str, Any]) -> list[Operation]:
    """What brings the order's links to those in `properties.certificates`."""
    links = members(properties, "certificates")
    found: list[Operation] = []
    for name in links:
        one = _link(call, order, name, members(links, name))
        if one is not None:
            found.append(one)
    return found


def _link(call: Call, order: CertificateOrder, name: str, link: Mapping[str, Any]) -> Operation | None:
    """What links the order to this vault's secret, None where it is linked so and all is well."""
    if not same_id(name, order.name):
        raise AzureError(
            "InvalidRequestContent",
            f"The link to Key Vault of order '{order.name}' cannot be called '{name}'.",
            f"Call it '{order.name}'.",
        )
    vault, secret = text(link, "keyVaultId"), text(link, "keyVaultSecretName")
    if not vault:
        raise missing_parameter("keyVaultId")
    held = order.link
    if held is not None and same_id(held.key_vault_id, vault):
        if secret and not same_id(secret, held.key_vault_secret_name):
            return kind_named("ChangeSecretName")(order=order.id, secret=secret)
        store = kind_named("StoreInKeyVault")(order=order.id, vault=vault)
        refused = call.why_not(store)
        return None if refused is not None and refused.code == "AlreadyStored" else store
    return kind_named("StoreInKeyVault")(order=order.id, vault=vault, secret=secret)


def _delete(call: Call) -> Response:
    order = call.find(CertificateOrder)
    if order is None:
        return nothing(204)
    call.perform(kind_named("DeleteOrder")(order=order.id))
    return nothing(200)


def _put_link(call: Call) -> Response:
    """Step 1 (Store): PUT or PATCH of the order's child resource."""
    order = call.need(CertificateOrder, _DEPTH)
    link = {**_link_of(order), **members(call.body(), "properties")}
    before = order.link
    one = _link(call, order, call.names["certificate"], link)
    if one is not None:
        call.perform(one)
    changed = call.need(CertificateOrder, _DEPTH)
    shown = shapes.order_certificates(call, changed)[0]
    return answer(shown, 200 if before else 201, *_ended(call))


def _link_of(order: CertificateOrder) -> dict[str, str]:
    held = order.link
    if held is None:
        return {}
    return {"keyVaultId": held.key_vault_id, "keyVaultSecretName": held.key_vault_secret_name}


def _ended(call: Call) -> tuple[tuple[str, str], ...]:
    """Headers for clients that wait: where to ask, and how soon."""
    id = call.done[-1].correlation_id if call.done else "unchanged"
    version = call.query["api-version"]
    url = (
        f"{call.place.origin}{call.id(2)}/providers/Microsoft.CertificateRegistration/operationresults/{id}"
        f"?api-version={version}"
    )
    return ("azure-asyncoperation", url), ("retry-after", "1"), ("retry-after-ms", "50")


def _delete_link(call: Call) -> Response:
    order = call.need(CertificateOrder, _DEPTH)
    if order.link is None or not same_id(call.names["certificate"], order.name):
        return nothing(204)
    raise not_simulated("DELETE", call.path)


def _act(call: Call, operation: str, **arguments: str) -> Response:
    order = call.need(CertificateOrder, _DEPTH)
    call.perform(kind_named(operation)(order=order.id, **arguments))
    return nothing(204)


def _reissue(call: Call) -> Response:
    return _requested(call, "Rekey")


def _renew(call: Call) -> Response:
    return _requested(call, "RenewOrder")


def _requested(call: Call, operation: str) -> Response:
    """Asks the CA for a certificate with a key that Azure makes; others are not simulated."""
    properties = members(call.body(), "properties")
    if properties.get("csr") or flag(properties, "isPrivateKeyExternal", False):
        raise AzureError(
            "NotSimulated", "A certificate for a key of your own is not simulated.", "Leave 'csr' out."
        )
    return _act(call, operation)


def _verify(call: Call) -> Response:
    return _act(call, "VerifyDomain")


def _resend(call: Call) -> Response:
    return _act(call, "SendEmailInstructions")


def _resend_request(call: Call) -> Response:
    return _act(call, "ResendEmail")


def _validate(call: Call) -> Response:
    """Whether a purchase would be taken, without making it."""
    body = call.body()
    refused = call.why_not(_purchase(call, body, text(body, "name", "validated")))
    if refused is not None:
        raise refused
    return nothing(204)


ROUTES = (
    Route("POST", f"{_PROVIDER}/validatecertificateregistrationinformation", _validate),
    Route("PUT", _ORDER, _put),
    Route("PATCH", _ORDER, _patch),
    Route("DELETE", _ORDER, _delete),
    Route("PUT", f"{_ORDER}/certificates/{{certificate}}", _put_link),
    Route("PATCH", f"{_ORDER}/certificates/{{certificate}}", _put_link),
    Route("DELETE", f"{_ORDER}/certificates/{{certificate}}", _delete_link),
    Route("POST", f"{_ORDER}/reissue", _reissue),
    Route("POST", f"{_ORDER}/renew", _renew),
    Route("POST", f"{_ORDER}/verifydomainownership", _verify),
    Route("POST", f"{_ORDER}/resendemail", _resend),
    Route("POST", f"{_ORDER}/resendrequestemails", _resend_request),
)
