"""Ready environments for clients: an Azure CLI that is logged in already, and a snippet for the SDKs."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from io import StringIO
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from store.errors import AzureError
from store.operations.naming import find_id
from store.resources import Principal, Subscription
from store.rest.place import Place
from store.rest.tokens import Tokens
from store.services.authorization.access import DEFAULT_USER
from store.services.authorization.principals import find_principal
from store.world import View

#: The Azure CLI looks App Service Certificates up by their order's name only in the cloud of this name.
_CLOUD = "AzureCloud"


class Login(NamedTuple):
    """A principal with what it logs in with; never printed."""

    principal: Principal
    client: str
    secret: str
    tenant: str

    def __repr__(self) -> str:
        return f"Login({self.principal.name})"


def login(view: View, tokens: Tokens, name: str = "") -> Login:
    """The login of the principal with this name or id, of the person at the portal without one.

    Raises `AzureError` PrincipalNotFound.
    """
    principal = view.get(Principal, find_id(view, Principal, name or DEFAULT_USER)) or find_principal(
        view, name
    )
    if principal is None or view.get(Principal, principal.id) is None:
        raise AzureError(
            "PrincipalNotFound",
            f"Principal '{name or DEFAULT_USER}' does not exist in the directory.",
            "`certblade list principals` names them.",
        )
    tenant = next(view.all(Subscription)).properties.tenant_id
    return Login(principal, principal.app_id or principal.id, tokens.client_secret(principal.id), tenant)


class Session:
    """What leads clients to a server, and with `azure_cli` a folder in which `az` is logged in."""

    def __init__(
        self, view: View, place: Place, proxy_port: int, authority: Path, who: Login, *, azure_cli: bool
    ) -> None:
        self._view = view
        self._place = place
        self._who = who
        self._variables = _variables(place, proxy_port, authority)
        self._folder: Path | None = None
        if azure_cli:
            self._folder = azure_cli_folder(view, place, who)
            self._variables |= _azure_cli_variables(self._folder)
            _write(self.shell_file, "\n".join(self.exports()))
            _write(self.python_file, "\n".join(self.snippet()))

    @property
    def who(self) -> str:
        """The name of the principal that is logged in."""
        return self._who.principal.name

    @property
    def shell_file(self) -> Path:
        """The variables as a file for a shell, in the folder."""
        return self._in_folder("env.sh")

    @property
    def python_file(self) -> Path:
        """The login of the SDKs as a file of Python, in the folder."""
        return self._in_folder("sdk.py")

    def _in_folder(self, name: str) -> Path:
        assert self._folder is not None
        return self._folder / name

    def close(self) -> None:
        """Delete the folder."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def variables(self) -> dict[str, str]:
        """The variables for a client's environment."""
        return dict(self._variables)

    def exports(self) -> Iterator[str]:
        """The variables as lines for a POSIX shell."""
        yield f"# Simulated by certblade, not Azure: {self._place.origin} until this command ends."
        for name, value in self._variables.items():
            yield f"export {name}={quote(value)}"

    def addresses(self) -> Iterator[str]:
        """Where everything is, for a person."""
        yield f"Simulated by certblade, not Azure, until Ctrl+C: {self._place.origin}"
        proxy = self._variables["HTTPS_PROXY"]
        yield f"Key vaults: https://VAULT{self._place.vault_suffix}, by the proxy {proxy}"
        yield f"Certificate authority: {self._variables['REQUESTS_CA_BUNDLE']}"
        yield "`--env az` or `--env sdk` makes a client work with it; so does `certblade az-session`."

    def snippet(self) -> Iterator[str]:
        """Python that logs the SDKs in."""
        yield _SNIPPET.format(
            variables=self._variables,
            subscription=next(self._view.all(Subscription)).name,
            tenant=self._who.tenant,
            client=self._who.client,
            secret=self._who.secret,
            origin=self._place.origin,
            scope=f"{self._place.origin}/.default",
            suffix=self._place.vault_suffix,
        ).rstrip()


def azure_cli_folder(view: View, place: Place, who: Login) -> Path:
    """A new folder for `AZURE_CONFIG_DIR` in which the principal is logged in, of its user alone."""
    folder = Path(tempfile.mkdtemp(prefix="certblade-az-"))
    core = {"instance_discovery": "false", "collect_telemetry": "false", "survey_message": "no"}
    entry = {"client_id": who.client, "tenant": who.tenant, "client_secret": who.secret}
    files = {
        "clouds.config": _ini({_CLOUD: _cloud(place)}),
        "config": _ini({"cloud": {"name": _CLOUD}, "core": core, "clients": {"show_secrets_warning": "no"}}),
        "azureProfile.json": json.dumps(_profile(view, who)),
        "service_principal_entries.json": json.dumps([entry]),
    }
    for name, text in files.items():
        _write(folder / name, text)
    return folder


def _write(path: Path, text: str) -> None:
    """Write a file that only its user can read: it has a login in it."""
    path.touch(mode=0o600)
    path.write_text(f"{text}\n", encoding="utf-8")


def _ini(sections: Mapping[str, Mapping[str, str]]) -> str:
    config = ConfigParser(interpolation=None)
    config.read_dict(sections)
    text = StringIO()
    config.write(text)
    return text.getvalue()


def _cloud(place: Place) -> dict[str, str]:
    origin = place.origin
    return {
        "profile": "latest",
        "endpoint_active_directory": origin,
        "endpoint_active_directory_resource_id": f"{origin}/",
        "endpoint_active_directory_graph_resource_id": f"{origin}/graph/",
        "endpoint_management": f"{origin}/",
        "endpoint_microsoft_graph_resource_id": f"{origin}/graph/",
        "endpoint_resource_manager": f"{origin}/",
        "suffix_keyvault_dns": place.vault_suffix,
    }


def _profile(view: View, who: Login) -> dict[str, object]:
    user = {"name": who.client, "type": "servicePrincipal"}
    return {
        "installationId": "00000000-0000-0000-0000-00000000ce27",
        "subscriptions": [
            {
                "id": one.name,
                "name": f"{one.properties.display_name} (simulated)",
                "state": "Enabled",
                "user": user,
                "isDefault": number == 0,
                "tenantId": one.properties.tenant_id,
                "homeTenantId": one.properties.tenant_id,
                "environmentName": _CLOUD,
                "managedByTenants": [],
            }
            for number, one in enumerate(view.all(Subscription))
        ],
    }


def _variables(place: Place, proxy_port: int, authority: Path) -> dict[str, str]:
    """What leads every client here: the proxy, and the authority of the server's certificate."""
    proxy = f"http://127.0.0.1:{proxy_port}"
    return {
        "REQUESTS_CA_BUNDLE": str(authority),
        # Both spellings: clients differ in which they read first, and the user's own must not win.
        "HTTPS_PROXY": proxy,
        "https_proxy": proxy,
        "NO_PROXY": "",
        "no_proxy": "",
        "CERTBLADE_ARM": place.origin,
    }


def _azure_cli_variables(folder: Path) -> dict[str, str]:
    """What else the Azure CLI needs."""
    return {
        "AZURE_CONFIG_DIR": str(folder),
        "AZURE_CORE_INSTANCE_DISCOVERY": "false",
        "AZURE_CORE_COLLECT_TELEMETRY": "false",
    }


_SNIPPET = """\
# Simulated by certblade; this is not Azure. Serves while `certblade serve arm` runs.
import os
os.environ.update({variables!r})
from azure.identity import ClientSecretCredential
subscription = {subscription!r}
credential = ClientSecretCredential(
    {tenant!r}, {client!r}, {secret!r},
    authority={origin!r}, disable_instance_discovery=True)
arm = dict(base_url={origin!r}, credential_scopes=[{scope!r}])
# CertificateRegistrationMgmtClient(credential, subscription, **arm)
# WebSiteManagementClient(credential, subscription, **arm)
# KeyVaultManagementClient(credential, subscription, **arm)
# SecretClient("https://VAULT{suffix}", credential)
"""
