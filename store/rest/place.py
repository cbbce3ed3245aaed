"""Where the simulated Azure is served: names of the loopback interface and a port.

    Resource Manager, login, Graph   https://localhost:8443
    a key vault's data               https://contoso-kv.vault.localhost:8443

A wildcard of a certificate needs two labels below it, hence `vault.localhost`; RFC 6761 keeps `localhost` and
all names below it for the loopback interface.
"""

from __future__ import annotations

import msgspec

_VAULTS = "vault.localhost"
#: DNS names and address that the server's certificate has.
NAMES = ("localhost", _VAULTS, f"*.{_VAULTS}")
ADDRESS = "127.0.0.1"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The port under which the names of the loopback interface answer."""

    port: int

    @property
    def origin(self) -> str:
        """The address of Resource Manager, login and Graph."""
        return f"https://localhost:{self.port}"

    @property
    def vault_resource(self) -> str:
        """The audience of tokens for key vaults."""
        return f"https://{_VAULTS}:{self.port}"

    @property
    def vault_suffix(self) -> str:
        """What follows a vault's name in its host."""
        return f".{_VAULTS}:{self.port}"

    def vault_uri(self, name: str) -> str:
        """The address of a vault's data."""
        return f"https://{name.lower()}{self.vault_suffix}/"

    def vault_at(self, host: str) -> str | None:
        """The vault that a Host header leads to, "" for the other services, None for another machine."""
        low = host.lower()
        if low in (f"localhost:{self.port}", f"{ADDRESS}:{self.port}", f"{_VAULTS}:{self.port}"):
            return ""
        name = low.removesuffix(self.vault_suffix)
        return name if name != low and name and "." not in name else None

    def serves(self, audience: str) -> bool:
        """Whether a token's audience is one of the services here."""
        scheme, _, rest = audience.partition("://")
        return scheme == "https" and self.vault_at(rest.partition("/")[0]) is not None
