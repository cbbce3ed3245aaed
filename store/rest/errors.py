"""Refusals as HTTP: the portal's code and sentence, under the status that Azure's services have for it.

Sources: "Resource Manager error codes" and "Azure Key Vault REST API error codes" (Azure docs, 2024).
"""

from __future__ import annotations

from store.errors import AzureError, StateError
from store.rest.messages import Response, answer

_FORBIDDEN = (
    "AuthorizationFailed",
    "KeyVaultAccessDenied",
    "KeyVaultFirewall",
    "KeyVaultRbacNotSupported",
    "SecretDisabled",
)
_NOT_FOUND = ("SubscriptionNotFound", "ResourceNotFound", "PageNotFound")
_CONFLICTS = (
    "AccessPoliciesNotAvailable",
    "BindingExists",
    "CertificateObjectNotSupported",
    "Conflict",
    "DuplicateTag",
    "ExpirationNotInRenewalTimeRange",
    "ExternalPrivateKey",
    "FraudReviewRunning",
    "KeyVaultInOtherSubscription",
    "LastOwner",
    "MoveNotAllowed",
    "NoChange",
    "NotFlagged",
    "NotStored",
    "NotVerified",
    "ObjectIsDeletedButRecoverable",
    "OrderIsFinal",
    "PaymentFailed",
    "ReadOnlyDisabledSubscription",
    "RequestPending",
    "RoleAssignmentExists",
    "ScopeLocked",
    "SecretManagedByCertificate",
    "SecretOutOfDate",
    "SubscriptionNotActive",
    "TooManyCertificates",
    "VerificationRunning",
)
_OTHERS = {
    "AuthenticationFailed": 401,
    "InvalidAuthenticationToken": 401,
    "MethodNotAllowed": 405,
    "PreconditionFailed": 412,
    "RequestBodyTooLarge": 413,
    "MisdirectedRequest": 421,
    "TooManyRequests": 429,
    "InternalServerError": 500,
    "NotSimulated": 501,
    "ServiceUnavailable": 503,
}


def status_of(code: str) -> int:
    """The HTTP status of a refusal's code; 400 for what is wrong with the request itself."""
    if code in _OTHERS:
        return _OTHERS[code]
    if code in _FORBIDDEN:
        return 403
    if code in _NOT_FOUND or code.endswith("NotFound"):
        return 404
    if code in _CONFLICTS or code.startswith("Already"):
        return 409
    return 400


def refused(error: AzureError) -> Response:
    """The response for a refusal: its way out stands among the details, where clients print it.

    What is to be changed there is the detail's target, as Azure Resource Manager's error format has it.
    """
    found = {"code": error.code, "message": error.message}
    if not error.next_step:
        return answer({"error": found}, status_of(error.code))
    detail = {"code": "NextStep", "message": error.next_step}
    if error.way_out is not None and error.way_out.resource:
        detail["target"] = error.way_out.resource
    return answer({"error": {**found, "details": [detail]}}, status_of(error.code))


def unavailable(error: StateError) -> Response:
    """The response where the world's files cannot be used now."""
    document = {"error": {"code": error.code, "message": error.message}}
    return answer(document, 503, ("retry-after", "5"))


def not_simulated(method: str, path: str) -> AzureError:
    """That this simulator has no such service."""
    return AzureError(
        "NotSimulated",
        f"'{method} {path[:200]}' is not served by this simulated Azure.",
        "Its README lists what is served.",
    )


def missing_parameter(name: str) -> AzureError:
    """That a request's body lacks something."""
    return AzureError("InvalidRequestContent", f"The request content has no '{name}'.", f"Give '{name}'.")
