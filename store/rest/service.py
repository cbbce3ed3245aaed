"""The services of the simulated Azure: who asks, for which service, and the route that answers."""

from __future__ import annotations

import re
from typing import NamedTuple
from uuid import uuid4

from store.errors import AzureError, StateError, UsageError
from store.portal import Portal
from store.resources import Principal, Subscription, same_id
from store.rest.call import Call
from store.rest.errors import not_simulated, refused, unavailable
from store.rest.extensions import scope_parts
from store.rest.messages import SIMULATED, Request, Response
from store.rest.place import Place
from store.rest.routes import ANONYMOUS, BELOW_SCOPES, DATA, GRAPH, MANAGEMENT
from store.rest.routing import Handler, Table, read_target
from store.rest.tokens import InvalidTokenError, Tokens

#: Octets of a request's body at most, as Resource Manager has it.
LONGEST_BODY = 4 * 1024 * 1024
#: Characters of a request's target at most.
LONGEST_TARGET = 8192
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(-[a-z]+)?|\d\.\d(-preview\.\d)?", re.ASCII | re.IGNORECASE)


class Served(NamedTuple):
    """A request that was answered, for whoever watches: no query, no body, no token."""

    method: str
    path: str
    status: int
    #: Names of the operations it became; none for a read or a refusal.
    operations: tuple[str, ...]
    #: Object id of the caller, "" where nobody is logged in.
    caller: str
    #: The refusal's code, "" where nothing was refused.
    code: str = ""


class Service:
    """Answers requests on one world; thread-safe as the portal is."""

    def __init__(self, portal: Portal, place: Place, tokens: Tokens) -> None:
        self._portal = portal
        self._place = place
        self._tokens = tokens

    def answer(self, request: Request) -> tuple[Response, Served]:
        """The response, always; every error becomes Azure's JSON."""
        call: Call | None = None
        code = ""
        try:
            self._portal.follow()
            call = self._read(request)
            response = self._routed(call)
        except AzureError as error:
            response, code = refused(error), error.code
        except UsageError as error:
            response, code = refused(AzureError("InvalidRequestContent", error.message)), error.code
        except StateError as error:
            response, code = unavailable(error), error.code
        except _ChallengedError as error:
            response, code = error.response, "AuthenticationFailed"
        except Exception as error:  # a bug must not end the server, nor pass in silence
            code = "InternalServerError"
            kind = type(error).__name__
            response = refused(AzureError(code, f"An unexpected error ({kind}) stopped this."))
        return self._labelled(response, request, call), _served(request, response, call, code)

    def _labelled(self, response: Response, request: Request, call: Call | None) -> Response:
        """The response with what every one has: that it is simulated, and ids to find it by."""
        own = call.done[-1].correlation_id if call and call.done else ""
        known = own or request.headers.get("x-ms-correlation-request-id", "") or str(uuid4())
        asked = request.headers.get("x-ms-client-request-id", "")
        more = [SIMULATED, ("x-ms-request-id", str(uuid4())), ("x-ms-correlation-request-id", known[:64])]
        if asked and asked.isascii() and asked.isprintable():
            more.append(("x-ms-client-request-id", asked[:64]))
        return response.with_headers(*more)

    def _read(self, request: Request) -> Call:
        """Raises `AzureError` where host, path or body are none to answer."""
        vault = self._place.vault_at(request.host)
        if vault is None:
            raise AzureError(
                "MisdirectedRequest",
                f"'{request.host[:100]}' is not served here.",
                f"Ask {self._place.origin}, or https://VAULT{self._place.vault_suffix}.",
            )
        if len(request.target) > LONGEST_TARGET:
            raise AzureError("InvalidRequestUri", f"The URI has more than {LONGEST_TARGET} characters.")
        if len(request.body) > LONGEST_BODY:
            raise AzureError(
                "RequestBodyTooLarge", f"The request body has more than {LONGEST_BODY} octets.", "Send less."
            )
        parts, query = read_target(request.target)
        if not vault and len(parts) > 2 and parts[0].lower() == "kv":
            # A vault for clients that resolve no name below localhost.
            vault, parts = parts[1].lower(), parts[2:]
        call = Call(self._portal, self._place, self._tokens, request, parts, query)
        call.vault = vault
        return call

    def _routed(self, call: Call) -> Response:
        if not call.vault and (found := ANONYMOUS.find(call.request.method, call.parts)):
            return self._run(call, found)
        call.caller = self._caller(call)
        if call.vault:
            return self._run(call, self._found(call, DATA))
        if call.parts[:1] == ("graph",):
            return self._run(call, GRAPH.find(call.request.method, call.parts[1:]))
        scope = scope_parts(call.parts)
        if scope is not None:
            call.scope = scope
            return self._run(call, self._found(call, BELOW_SCOPES, call.parts[scope + 2 :]))
        return self._run(call, self._found(call, MANAGEMENT))

    def _found(
        self, call: Call, table: Table, parts: tuple[str, ...] | None = None
    ) -> tuple[Handler, dict[str, str]] | None:
        _check_version(call)
        return table.find(call.request.method, call.parts if parts is None else parts)

    def _run(self, call: Call, found: tuple[Handler, dict[str, str]] | None) -> Response:
        if found is None:
            raise not_simulated(call.request.method, call.path)
        handler, call.names = found
        return handler(call)

    def _caller(self, call: Call) -> str:
        """The object id of the token's principal; raises `_ChallengedError`."""
        scheme, _, token = call.request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise self._challenge(call, "The request has no access token.")
        try:
            identity = self._tokens.verify(token.strip())
        except InvalidTokenError as error:
            raise self._challenge(call, str(error)) from None
        if not self._place.serves(identity.audience):
            raise self._challenge(call, "The access token is for another service.")
        tenants = {one.properties.tenant_id for one in call.world.all(Subscription)}
        principal = call.world.get(Principal, identity.object_id)
        if principal is None or not any(same_id(identity.tenant, one) for one in tenants):
            raise self._challenge(call, "The access token is for nobody in this world.")
        return principal.id

    def _challenge(self, call: Call, sentence: str) -> _ChallengedError:
        """The 401 that tells a client where to get a token for which service."""
        first = next(call.world.all(Subscription), None)
        authority = f"{self._place.origin}/{first.properties.tenant_id if first else 'common'}"
        code = "AuthenticationFailed"
        if call.vault:
            value = f'Bearer authorization="{authority}", resource="{self._place.vault_resource}"'
        else:
            code = "InvalidAuthenticationToken"
            value = f'Bearer authorization_uri="{authority}", error="invalid_token", error_description="-"'
        response = refused(AzureError(code, sentence, "Log in again."))
        return _ChallengedError(response.with_headers(("www-authenticate", value)))


class _ChallengedError(Exception):
    """A request without a valid token."""

    def __init__(self, response: Response) -> None:
        super().__init__("401")
        self.response = response


def _check_version(call: Call) -> None:
    version = call.query.get("api-version", "")
    if not version:
        raise AzureError(
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        )
    if not _VERSION.fullmatch(version):
        raise AzureError("InvalidApiVersionParameter", f"The api-version '{version[:40]}' is invalid.")


def _served(request: Request, response: Response, call: Call | None, code: str) -> Served:
    path = call.path if call else request.target.partition("?")[0]
    vault = f"{call.vault}: " if call and call.vault else ""
    return Served(
        method=request.method,
        path=f"{vault}{path}",
        status=response.status,
        operations=tuple(call.operations) if call else (),
        caller=call.caller if call else "",
        code=code,
    )
