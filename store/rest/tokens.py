"""Access tokens: signed by the key of an installation, short-lived, for one principal of a world.

Claims are those of Microsoft Entra's tokens for applications. Source: "Access token claims reference"
(Microsoft Entra docs, 2024).
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import jwt

#: Seconds that a token is good for.
LIFETIME = 3600
#: Seconds by which clocks of client and server may differ.
_LEEWAY = 60
_ALGORITHM = "HS256"
_CLAIMS = ("aud", "exp", "oid", "tid")


class Identity(NamedTuple):
    """Whose token it is: object id, tenant, and the service it is for."""

    object_id: str
    tenant: str
    audience: str


class InvalidTokenError(Exception):
    """A token that is not of this installation, expired or no token at all; the text says which."""


class Tokens:
    """Issues and verifies tokens with one secret key; `clock` gives the time in Unix seconds."""

    def __init__(self, key: bytes, clock: Callable[[], float]) -> None:
        self._key = key
        self._clock = clock

    def __repr__(self) -> str:
        return "Tokens(…)"

    def now(self) -> float:
        """The time in Unix seconds."""
        return self._clock()

    def client_secret(self, object_id: str) -> str:
        """The password with which a principal logs in here; the same as long as the installation's key is."""
        digest = hmac.new(self._key, f"client secret\0{object_id.lower()}".encode(), sha256).digest()
        return urlsafe_b64encode(digest).decode("ascii").rstrip("=")

    def knows(self, object_id: str, secret: str) -> bool:
        """Whether the password is the principal's."""
        return hmac.compare_digest(self.client_secret(object_id).encode(), secret.encode("utf-8", "replace"))

    def issue(self, identity: Identity, client_id: str, issuer: str) -> str:
        """A token for this identity, good for `LIFETIME` seconds."""
        now = int(self.now())
        claims = {
            "aud": identity.audience,
            "iss": issuer,
            "iat": now,
            "nbf": now,
            "exp": now + LIFETIME,
            "appid": client_id,
            "appidacr": "1",
            "idp": issuer,
            "idtyp": "app",
            "oid": identity.object_id,
            "sub": identity.object_id,
            "tid": identity.tenant,
            "ver": "1.0",
        }
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM)

    def verify(self, token: str) -> Identity:
        """Whose token it is; raises `InvalidTokenError`."""
        # The time is ours: the library would read the machine's clock.
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                options={
                    "require": list(_CLAIMS),
                    "verify_aud": False,
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            raise InvalidTokenError("The access token is not one of this installation.") from None
        expires = claims["exp"]
        if not isinstance(expires, int) or expires + _LEEWAY < self.now():
            raise InvalidTokenError("The access token has expired.")
        return Identity(str(claims["oid"]), str(claims["tid"]), str(claims["aud"]))
