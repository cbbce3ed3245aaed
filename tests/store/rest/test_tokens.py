"""Who gets in: tokens, the login that issues them, and hosts that are answered."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from store.rest.messages import Request, Response
from store.rest.tokens import LIFETIME, Identity, Tokens
from store.services.authorization.access import DEFAULT_USER
from tests.support.rest import ORDERS, PLACE, Client
from tests.support.worlds import demo_world

ORDER = f"{ORDERS}/contosocert?api-version=2024-11-01"


@pytest.fixture
def client() -> Client:
    return Client(demo_world())


def _with(
    client: Client, authorization: str, *, target: str = ORDER, host: str = "localhost:8443"
) -> Response:
    headers = {"authorization": authorization} if authorization else {}
    return client.raw(Request(method="GET", host=host, target=target, headers=headers))


def _login(client: Client, **changes: str) -> Response:
    form = {
        "grant_type": "client_credentials",
        "client_id": DEFAULT_USER,
        "client_secret": client.tokens.client_secret(DEFAULT_USER),
        "scope": f"{PLACE.origin}/.default",
    } | changes
    tenant = changes.pop("tenant", client.tenant)
    target = f"/{tenant}/oauth2/v2.0/token"
    body = urlencode(form).encode()
    return client.raw(Request(method="POST", host="localhost:8443", target=target, body=body))


def test_a_login_with_the_secret_gives_a_token_that_is_taken(client: Client) -> None:
    token = _login(client).json()["access_token"]
    assert _with(client, f"Bearer {token}").status == 200


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"client_secret": "guessed"}, 401),
        ({"client_id": "nobody"}, 400),
        ({"grant_type": "password"}, 400),
        ({"scope": "https://management.azure.com/.default"}, 400),
        ({"tenant": "elsewhere"}, 400),
    ],
)
def test_any_other_login_gets_no_token(client: Client, changes: dict[str, str], status: int) -> None:
    response = _login(client, **changes)
    assert response.status == status
    assert "access_token" not in response.json()


def test_one_principals_secret_is_not_anothers(client: Client) -> None:
    other = client.tokens.client_secret("22222222-0000-4000-a000-000000000002")
    assert _login(client, client_secret=other).status == 401


def test_without_a_token_of_this_installation_nothing_is_answered(client: Client) -> None:
    foreign = Tokens(b"f" * 32, lambda: client.seconds).issue(
        Identity(DEFAULT_USER, client.tenant, PLACE.origin), DEFAULT_USER, PLACE.origin
    )
    elsewhere = client.tokens.issue(
        Identity(DEFAULT_USER, client.tenant, "https://management.azure.com"), DEFAULT_USER, ""
    )
    nobody = client.token_of("22222222-0000-4000-a000-000000000002")
    unsigned = ".".join((*client.token.split(".")[:2], ""))
    for token in ("", "anything", foreign, elsewhere, nobody, unsigned, "a.b.c"):
        response = _with(client, f"Bearer {token}" if token else "")
        assert response.status == 401
        assert "authorization_uri" in response.header("www-authenticate")


def test_a_token_ends_after_its_hour(client: Client) -> None:
    assert _with(client, f"Bearer {client.token}").status == 200
    client.seconds += LIFETIME + 61
    assert _with(client, f"Bearer {client.token}").status == 401


def test_a_vault_challenges_before_it_looks_at_anything_and_names_where_tokens_are(client: Client) -> None:
    target = "/secrets/new?api-version=7.4"
    response = client.raw(Request(method="PUT", host="contoso-kv.vault.localhost:8443", target=target))
    assert response.status == 401
    assert response.header("www-authenticate") == (
        f'Bearer authorization="https://localhost:8443/{client.tenant}", '
        'resource="https://vault.localhost:8443"'
    )


@pytest.mark.parametrize(
    "host", ["", "management.azure.com", "localhost", "localhost:1", "a.b.vault.localhost:8443"]
)
def test_another_host_is_not_served(client: Client, host: str) -> None:
    assert _with(client, f"Bearer {client.token}", host=host).status == 421


def test_the_metadata_and_the_login_service_are_read_without_a_token(client: Client) -> None:
    login = f"/{client.tenant}/v2.0/.well-known/openid-configuration"
    for target in ("/metadata/endpoints?api-version=2022-09-01", login):
        assert _with(client, "", target=target).status == 200
