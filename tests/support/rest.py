"""A client of the simulated Azure's protocols, without a socket."""

from __future__ import annotations

import json
from typing import Any

from store.portal import Portal
from store.resources import Subscription
from store.rest.messages import Request, Response
from store.rest.place import Place
from store.rest.service import Served, Service
from store.rest.tokens import Identity, Tokens
from store.services.authorization.access import DEFAULT_USER
from store.world import World
from tests.support.worlds import portal

SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001"
GROUP = f"{SUBSCRIPTION}/resourceGroups/rg-web"
ORDERS = f"{GROUP}/providers/Microsoft.CertificateRegistration/certificateOrders"
WEB = f"{GROUP}/providers/Microsoft.Web"
VAULTS = f"{GROUP}/providers/Microsoft.KeyVault/vaults"
PLACE = Place(port=8443)
_KEY = b"k" * 32


class Client:
    """Sends requests as one principal; `answered` has what was served, as a watcher sees it."""

    def __init__(self, world: World, caller: str = DEFAULT_USER, *, over: Portal | None = None) -> None:
        self.portal = over or portal(world)
        self.seconds = 1_700_000_000.0
        self.tokens = Tokens(_KEY, lambda: self.seconds)
        self.service = Service(self.portal, PLACE, self.tokens)
        self.answered: list[Served] = []
        self.tenant = next(self.portal.world.all(Subscription)).properties.tenant_id
        self.token = self.token_of(caller)

    def token_of(self, caller: str, audience: str = PLACE.origin) -> str:
        return self.tokens.issue(Identity(caller, self.tenant, audience), caller, PLACE.origin)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """A request to Resource Manager, with a version and a token unless they are given."""
        target = (
            path
            if "api-version" in path or "/graph/" in path
            else f"{path}{_joint(path)}api-version=2024-11-01"
        )
        return self.raw(
            Request(
                method=method,
                host=headers.pop("host", f"localhost:{PLACE.port}"),
                target=target,
                headers={"authorization": f"Bearer {self.token}", **headers},
                body=b"" if body is None else json.dumps(body).encode(),
            )
        )

    def raw(self, request: Request) -> Response:
        response, served = self.service.answer(request)
        self.answered.append(served)
        return response

    def vault(self, method: str, name: str, path: str, body: Any = None) -> Response:
        """A request to a vault's own host."""
        return self.send(method, f"{path}?api-version=7.4", body, host=f"{name}{PLACE.vault_suffix}")

    def get(self, path: str) -> Any:
        """The document at this path; fails where it is refused."""
        response = self.send("GET", path)
        assert response.status == 200, response.json()
        return response.json()

    def put(self, path: str, body: Any) -> Any:
        response = self.send("PUT", path, body)
        assert response.status in (200, 201), response.json()
        return response.json()

    def refusal(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Status and code of a request that is refused."""
        response = self.send(method, path, body)
        return response.status, response.json()["error"]["code"]


def _joint(path: str) -> str:
    return "&" if "?" in path else "?"
