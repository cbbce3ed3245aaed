"""Rekey, Manual Renew and Auto Renew Settings.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), "Renew an expiring certificate" and
"Rekey App Service certificate".
"""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from store.errors import AzureError, Place
from store.operations.arguments import OrderRef
from store.operations.azure_cli import az_line, json_word
from store.operations.azure_powershell import ps_action, ps_rest
from store.operations.certificate_registration.key_request import Request, new_request
from store.operations.certificate_registration.refusals import final_refusal, issued_refusal
from store.operations.operation import Operation
from store.resources import CertificateOrder, PendingRequest, RequestKind
from store.services.certificate_registration.holds import payment_problem
from store.services.certificate_registration.issue import submit
from store.services.certificate_registration.limits import PRICES, REISSUE_MINUTES
from store.services.certificate_registration.renewal import (
    end_word,
    next_auto_renewal,
    not_renewable_reasons,
    order_ends,
    rekey_shortens,
)
from store.services.certificate_registration.term import lead_days, shorter_than_term
from store.world import Draft, View

#: What asks for a new key that Azure makes.
_NEW_KEY = {"properties": {"keySize": 2048, "isPrivateKeyExternal": False}}


class Rekey(Operation, frozen=True, kw_only=True):
    """Ask the CA for a new certificate with a new key and the same expiry; free, done within minutes.

    The certificate it replaces is revoked later: `limits.REVOKED_AFTER_HOURS`.
    """

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/reissue/Action"
    title: ClassVar[str] = "Rekey"
    targets: ClassVar[str] = "order"

    order: OrderRef

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        if refused := issued_refusal(order, "Rekey"):
            return refused
        if order.properties.is_private_key_external:
            return AzureError(
                "ExternalPrivateKey", "The private key is held outside Azure.", "Rekey it where the key is."
            )
        return None

    def prepare(self, view: View) -> Request:
        return new_request(view, view.need(CertificateOrder, self.order).host)

    def apply(self, draft: Draft, material: Request) -> str:
        order = draft.need(CertificateOrder, self.order)
        request = submit(draft, order, RequestKind.REKEY, key=material.key, csr=material.csr)
        told = _result_sentence(f"The rekey of '{order.name}' was requested", request)
        return f"{told} {rekey_shortens(draft, order, request.due_at or draft.now)}".rstrip()

    def az(self, view: View) -> str:
        return _az_request("reissue", self.target(view))

    def powershell(self, view: View) -> str:
        return ps_action(view, self.target(view), "reissue", _NEW_KEY)


class RenewOrder(Operation, frozen=True, kw_only=True):
    """Manual Renew: a new certificate that runs a year from the old expiry, charged when it is issued.

    Allowed from `Era.manual_renew_days` before expiry on; `Era.lifetime_cap_days` caps the lifetime.
    """

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/renew/Action"
    title: ClassVar[str] = "Manual Renew"
    targets: ClassVar[str] = "order"

    order: OrderRef

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        if refused := issued_refusal(order, "Manual Renew"):
            return refused
        if "ExpirationNotInRenewalTimeRange" in not_renewable_reasons(view, order):
            days = view.era.manual_renew_days
            ends = end_word(view, order)
            return AzureError(
                "ExpirationNotInRenewalTimeRange",
                f"Manual renewal not allowed at this time: it can be requested {days} days before {ends}.",
                "To roll the key now, use Rekey.",
            )
        if problem := payment_problem(view, order):
            way = Place.SUBSCRIPTION.way("Repair it on the Subscription blade, then renew.")
            return AzureError("PaymentFailed", problem, way)
        return None

    def prepare(self, view: View) -> Request:
        return new_request(view, view.need(CertificateOrder, self.order).host)

    def apply(self, draft: Draft, material: Request) -> str:
        order = draft.need(CertificateOrder, self.order)
        request = submit(draft, order, RequestKind.RENEW, key=material.key, csr=material.csr)
        return _result_sentence(f"The renewal of '{order.name}' was requested", request)

    def az(self, view: View) -> str:
        return _az_request("renew", self.target(view))

    def powershell(self, view: View) -> str:
        return ps_action(view, self.target(view), "renew", _NEW_KEY)


def _az_request(action: str, order: str) -> str:
    """The Azure CLI's line that asks for a new key by this action of the order (its id)."""
    return az_line("resource invoke-action", action=action, ids=order, request_body=json_word(_NEW_KEY))


def _result_sentence(what: str, request: PendingRequest) -> str:
    if request.due_at is None:
        return f"{what} and waits. {request.blocked}"
    return f"{what}; the CA answers within {REISSUE_MINUTES[1]} minutes. Sync afterwards."


class SetAutoRenew(Operation, frozen=True, kw_only=True):
    """Turn automatic renewal on or off; each renewal adds a year and is charged."""

    arm: ClassVar[str] = "Microsoft.CertificateRegistration/certificateOrders/Write"
    title: ClassVar[str] = "Auto Renew Settings"
    targets: ClassVar[str] = "order"

    order: OrderRef
    enabled: bool

    def why_not(self, view: View) -> AzureError | None:
        order = view.need(CertificateOrder, self.order)
        if refused := final_refusal(order):
            return refused
        if order.properties.auto_renew == self.enabled:
            word = "On" if self.enabled else "Off"
            return AzureError("NoChange", f"Auto renew is {word} already.", "Save waits for a change.")
        return None

    def apply(self, draft: Draft, material: None) -> str:
        order = draft.need(CertificateOrder, self.order)
        draft.put(replace(order, properties=replace(order.properties, auto_renew=self.enabled)))
        if not self.enabled:
            ends = order_ends(draft, order)
            when = f" on {ends.date()}" if ends else ""
            return f"Auto renew of '{order.name}' is Off; it expires{when} unless it is renewed by hand."
        price = f"{PRICES[order.properties.product_type] / 100:.2f} USD"
        return f"Auto renew of '{order.name}' is On: renewed {self._when(draft)}, {price} a year."

    def _when(self, draft: Draft) -> str:
        """When another year is asked for."""
        order = draft.need(CertificateOrder, self.order)
        if not shorter_than_term(draft.era, draft.now):
            return f"{lead_days(draft.era, draft.now)} days before {end_word(draft, order)}"
        begins = next_auto_renewal(draft, order)
        return f"from {begins:%Y-%m-%d} on" if begins else "before the paid year ends"

    def az(self, view: View) -> str:
        enabled = str(self.enabled).lower()
        return az_line("resource update", ids=self.target(view), set=f"properties.autoRenew={enabled}")

    def powershell(self, view: View) -> str:
        return ps_rest(view, "PATCH", self.target(view), {"properties": {"autoRenew": self.enabled}})
