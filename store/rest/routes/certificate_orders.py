"""Microsoft.CertificateRegistration: App Service Certificates, read, bought, changed and acted upon.

Source: "App Service Certificate Orders" (Azure REST API reference, 2024-11-01).
"""

from __future__ import annotations

from typing import Any

from store.errors import AzureError
from store.resources import CertificateOrder, Mail, ResourceGroup, same_id
from store.rest import shapes
from store.rest.call import Call
from store.rest.listing import inside
from store.rest.messages import Response, answer
from store.rest.paging import page
from store.rest.routes.order_writes import ROUTES as WRITES
from store.rest.routing import Route
from store.services.certificate_registration.ledger import ledger_of

_PROVIDER = "/subscriptions/{subscription}/providers/microsoft.certificateregistration"
_GROUP = "/subscriptions/{subscription}/resourcegroups/{group}/providers/microsoft.certificateregistration"
_ORDER = f"{_GROUP}/certificateorders/{{name}}"
#: States at which a client that waits for the resource stops, and when it is to ask again at others.
_ENDS = ("Succeeded", "Failed", "Canceled")
_SOON = (("retry-after", "1"), ("retry-after-ms", "50"))
#: Parts of an order's path.
_DEPTH = 8


def _all(call: Call) -> Response:
    return page(call, inside(call, CertificateOrder, 2), lambda one: shapes.order(call, one))


def _in_group(call: Call) -> Response:
    call.need(ResourceGroup, 4)
    return page(call, inside(call, CertificateOrder, 4), lambda one: shapes.order(call, one))


def _show(call: Call) -> Response:
    return answer(shapes.order(call, call.need(CertificateOrder)))


def _certificates(call: Call) -> Response:
    order = call.need(CertificateOrder, _DEPTH)
    return page(call, shapes.order_certificates(call, order), lambda one: one)


def _certificate(call: Call) -> Response:
    order = call.need(CertificateOrder, _DEPTH)
    for one in shapes.order_certificates(call, order):
        if same_id(one["id"], call.path):
            waiting = one["properties"]["provisioningState"] not in _ENDS
            return answer(one, 200, *(_SOON if waiting else ()))
    raise call.missing("Microsoft.CertificateRegistration/certificateOrders/certificates", call.path)


def _actions(call: Call) -> Response:
    """The Timeline, a bare list."""
    order = call.need(CertificateOrder, _DEPTH)
    actions = ledger_of(call.world, order).actions
    return answer([{"actionType": one.action_type, "createdAt": one.created_at} for one in actions])


def _mails(call: Call) -> Response:
    """The mails that the CA wrote about the order, a bare list."""
    order = call.need(CertificateOrder, _DEPTH)
    mails = (one for one in call.world.all(Mail) if same_id(one.order, order.id))
    return answer([{"emailId": one.id, "timeStamp": one.sent_at} for one in mails])


def _seal(call: Call) -> Response:
    """The site seal: a line of HTML that says whose certificate it is, and that it is simulated."""
    order = call.need(CertificateOrder, _DEPTH)
    if not order.thumbprint:
        raise AzureError(
            "NotIssued", f"'{order.name}' is not issued yet.", "Wait until it is issued; then it has a seal."
        )
    html = (
        f'<span data-host="{order.host}" data-thumbprint="{order.thumbprint}">'
        f"{order.host}: {order.properties.status}, simulated by certblade</span>"
    )
    return answer({"html": html})


def _operation_result(call: Call) -> Response:
    """The state of an asynchronous write: all are done when they are answered."""
    call.may_read(call.id(2), "Microsoft.CertificateRegistration/operations/read")
    name: dict[str, Any] = {"name": call.names["operation"], "status": "Succeeded"}
    return answer({"id": call.path, **name})


ROUTES = (
    Route("GET", f"{_PROVIDER}/certificateorders", _all),
    Route("GET", f"{_PROVIDER}/operationresults/{{operation}}", _operation_result),
    Route("GET", f"{_GROUP}/certificateorders", _in_group),
    Route("GET", _ORDER, _show),
    Route("GET", f"{_ORDER}/certificates", _certificates),
    Route("GET", f"{_ORDER}/certificates/{{certificate}}", _certificate),
    Route("POST", f"{_ORDER}/retrievecertificateactions", _actions),
    Route("POST", f"{_ORDER}/retrieveemailhistory", _mails),
    Route("POST", f"{_ORDER}/retrievesiteseal", _seal),
    *WRITES,
)
