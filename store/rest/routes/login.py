"""What clients ask before they have a token: the cloud's endpoints, the login service, tokens.

Sources: "Metadata - Endpoints" (Azure Resource Manager), "OAuth 2.0 client credentials flow" (Microsoft
identity platform docs, 2024), "Azure App Service managed identities" (REST endpoint reference, 2024).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from store.errors import AzureError
from store.resources import Principal, Subscription, same_id
from store.rest.call import Call
from store.rest.messages import Response, answer
from store.rest.place import Place
from store.rest.routing import Route
from store.rest.tokens import LIFETIME, Identity

#: Endpoints of services that are not simulated; clients only want to have read something.
_ABSENT = "https://localhost/not-simulated"


def cloud(place: Place, tenant: str) -> dict[str, Any]:
    """The cloud as clients are told of it: every endpoint leads here or nowhere."""
    origin = place.origin
    return {
        "name": "AzureSimulated",
        "portal": _ABSENT,
        "authentication": {
            "loginEndpoint": f"{origin}/",
            "audiences": [f"{origin}/", origin],
            "tenant": tenant,
            "identityProvider": "AAD",
        },
        "resourceManager": f"{origin}/",
        "graphAudience": f"{origin}/graph/",
        "graph": f"{origin}/graph/",
        "microsoftGraphResourceId": f"{origin}/graph/",
        "gallery": _ABSENT,
        "batch": _ABSENT,
        "media": _ABSENT,
        "sqlManagement": _ABSENT,
        "vmImageAliasDoc": _ABSENT,
        "activeDirectoryDataLake": _ABSENT,
        "suffixes": {
            "keyVaultDns": place.vault_suffix.removeprefix("."),
            "storage": "storage.localhost",
            "acrLoginServer": "acr.localhost",
            "sqlServerHostname": "database.localhost",
        },
    }


def _endpoints(call: Call) -> Response:
    described = cloud(call.place, _tenants(call)[0])
    # The version of 2019 has a list of clouds, the later ones one cloud.
    return answer([described] if call.query.get("api-version", "") < "2020" else described)


def _tenants(call: Call) -> list[str]:
    return list(dict.fromkeys(one.properties.tenant_id for one in call.world.all(Subscription)))


def _configuration(call: Call) -> Response:
    # Clients that log out ask for the authority of whoever it may be.
    anybody = call.names["tenant"].lower() in ("common", "organizations")
    base = f"{call.place.origin}/{_tenants(call)[0] if anybody else _tenant(call)}"
    return answer(
        {
            "issuer": f"{base}/v2.0",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "response_types_supported": ["token"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["HS256"],
        }
    )


def _tenant(call: Call) -> str:
    """The tenant in the path; raises `AzureError` ResourceNotFound where this world has none such."""
    asked = call.names["tenant"]
    for tenant in _tenants(call):
        if same_id(tenant, asked):
            return tenant
    raise AzureError("ResourceNotFound", f"AADSTS90002: Tenant '{asked}' not found.")


def _keys(call: Call) -> Response:
    """No public keys: tokens are signed with a secret that only this installation has."""
    return answer({"keys": []})


def _token(call: Call) -> Response:
    """A token for a principal that says its client secret."""
    form = dict(parse_qsl(call.request.body.decode("utf-8", "replace"), max_num_fields=50))
    try:
        tenant = _tenant(call)
    except AzureError as error:
        return _denied(400, "invalid_request", error.message)
    if form.get("grant_type") != "client_credentials":
        return _denied(400, "unsupported_grant_type", "AADSTS70003: Only client_credentials is simulated.")
    return _issued(call, tenant, form)


def _issued(call: Call, tenant: str, form: dict[str, str]) -> Response:
    client, secret = form.get("client_id", ""), form.get("client_secret", "")
    principal = _principal(call, client)
    if principal is None:
        return _denied(
            400, "unauthorized_client", f"AADSTS700016: Application with identifier '{client}' was not found."
        )
    if not call.tokens.knows(principal.id, secret):
        return _denied(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
    audience = form.get("scope", "").removesuffix(".default") or form.get("resource", "")
    return _granted(call, principal, tenant, audience)


def _granted(call: Call, principal: Principal, tenant: str, audience: str) -> Response:
    service = audience.rstrip("/")
    if not call.place.serves(service):
        return _denied(
            400, "invalid_resource", f"AADSTS500011: The resource principal '{audience}' was not found."
        )
    identity = Identity(principal.id, tenant, service)
    client = principal.app_id or principal.id
    token = call.tokens.issue(identity, client, f"{call.place.origin}/{tenant}/")
    granted = {
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "ext_expires_in": LIFETIME,
        "access_token": token,
    }
    return answer(granted, 200, ("cache-control", "no-store"))


def _principal(call: Call, client: str) -> Principal | None:
    """The principal with that application id, or object id where it has no application id."""
    return next(
        (one for one in call.world.all(Principal) if client and same_id(one.app_id or one.id, client)), None
    )


def _denied(status: int, error: str, description: str) -> Response:
    return answer({"error": error, "error_description": description, "error_codes": []}, status)


def _managed_identity(call: Call) -> Response:
    """A token as an app's managed identity gets it: the header has the principal's secret.

    The client says which principal by its id, and needs to know that one's secret.
    """
    secret, client = call.request.headers.get("x-identity-header", ""), call.query.get("client_id", "")
    known = call.world.all(Principal)
    principal = next((one for one in known if call.tokens.knows(one.id, secret)), None)
    if principal is None or (client and not same_id(principal.app_id or principal.id, client)):
        return _denied(401, "invalid_request", "The identity header is not one of this installation.")
    response = _granted(call, principal, _tenants(call)[0], call.query.get("resource", ""))
    document = response.json()
    if response.status != 200:
        return response
    expires = str(int(call.tokens.now()) + LIFETIME)
    resource = call.query.get("resource", "")
    return answer({**document, "expires_on": expires, "resource": resource, "client_id": client})


ROUTES = (
    Route("GET", "/metadata/endpoints", _endpoints),
    Route("GET", "/{tenant}/v2.0/.well-known/openid-configuration", _configuration),
    Route("GET", "/{tenant}/.well-known/openid-configuration", _configuration),
    Route("GET", "/{tenant}/discovery/v2.0/keys", _keys),
    Route("POST", "/{tenant}/oauth2/v2.0/token", _token),
    Route("POST", "/{tenant}/oauth2/token", _token),
    Route("GET", "/msi/token", _managed_identity),
)
