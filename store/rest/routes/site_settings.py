"""Microsoft.Web: an app's configuration, its settings, publishing profile and public certificates.

Source: "Web Apps" (App Service REST API reference, 2025-05-01).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.arm import arm
from store.errors import AzureError
from store.files.user_files import data_url
from store.operations.arguments import File
from store.operations.operation import Operation
from store.operations.registry import kind_named
from store.resources import PublicCertificate, Site
from store.rest.bodies import entries, members, strings, text
from store.rest.call import Call
from store.rest.errors import missing_parameter
from store.rest.messages import Response, answer, nothing
from store.rest.paging import page
from store.rest.routing import Route
from store.services.key_vault.soft_delete import children_of

_SITE = "/subscriptions/{subscription}/resourcegroups/{group}/providers/microsoft.web/sites/{site}"
_DEPTH = 8
_CONFIG = "Microsoft.Web/sites/config"


def _child(site: Site, kind: str, name: str, properties: Any) -> dict[str, Any]:
    return {
        "id": f"{site.id}/{kind.rpartition('/')[2]}/{name}",
        "name": name,
        "type": kind,
        "location": site.location,
        "properties": properties,
    }


def _configuration(site: Site) -> dict[str, Any]:
    held = site.properties.site_config
    everybody = {"ipAddress": "Any", "action": "Allow", "priority": 2147483647, "name": "Allow all"}
    rules = [
        {"ipAddress": one.ip_address, "action": one.action, "priority": 100 * number, "name": one.name}
        for number, one in enumerate(held.ip_security_restrictions, 1)
    ]
    values = {
        "minTlsVersion": held.min_tls_version,
        "ipSecurityRestrictions": rules or [everybody],
        "scmIpSecurityRestrictions": [everybody],
        "scmIpSecurityRestrictionsUseMain": False,
        "numberOfWorkers": 1,
        "linuxFxVersion": "",
        "netFrameworkVersion": "v4.0",
        "ftpsState": "FtpsOnly",
        "http20Enabled": False,
        "alwaysOn": False,
        "publicNetworkAccess": site.properties.public_network_access,
    }
    return _child(site, _CONFIG, "web", values)


def _config(call: Call) -> Response:
    return answer(_configuration(call.need(Site, _DEPTH)))


def _configs(call: Call) -> Response:
    return answer({"value": [_configuration(call.need(Site, _DEPTH))]})


def _put_config(call: Call) -> Response:
    """Minimum TLS version and access restrictions; what else a configuration has is not simulated."""
    site = call.need(Site, _DEPTH)
    properties = members(call.body(), "properties")
    changes: list[Operation] = []
    version = text(properties, "minTlsVersion")
    if version and version != site.properties.site_config.min_tls_version:
        changes.append(kind_named("SetMinTlsVersion")(site=site.id, version=version))
    if properties.get("ipSecurityRestrictions") is not None:
        rules = entries(properties, "ipSecurityRestrictions")
        allowed = [(text(one, "ipAddress"), text(one, "name")) for one in rules if _is_rule(one)]
        held = [(one.ip_address, one.name) for one in site.properties.site_config.ip_security_restrictions]
        if allowed != held:
            addresses, names = (tuple(one[part] for one in allowed) for part in (0, 1))
            restrict = kind_named("SetIpRestrictions")
            changes.append(restrict(site=site.id, allowed=addresses, names=names))
    call.perform_all(changes)
    return answer(_configuration(call.need(Site, _DEPTH)))


def _is_rule(one: Mapping[str, Any]) -> bool:
    """Whether a rule lets certain addresses in; the one for everybody else is Azure's own."""
    return text(one, "action", "Allow") == "Allow" and text(one, "ipAddress").lower() != "any"


def _settings(call: Call) -> Response:
    site = call.need(Site, _DEPTH)
    return answer(_child(site, _CONFIG, "appsettings", dict(site.properties.site_config.app_settings)))


def _put_settings(call: Call) -> Response:
    site = call.need(Site, _DEPTH)
    wanted, held = strings(call.body(), "properties"), dict(site.properties.site_config.app_settings)
    changed = {name: value for name, value in wanted.items() if held.get(name) != value}
    changed |= {name: "" for name in held if name not in wanted}
    set_one = kind_named("SetAppSetting")
    call.perform_all([set_one(site=site.id, name=name, value=value) for name, value in changed.items()])
    return _settings(call)


def _nothing_configured(call: Call) -> Response:
    """Parts of a configuration that no app of this world has: connection strings, slots, names of slots."""
    site = call.need(Site, _DEPTH)
    return answer(_child(site, _CONFIG, call.names["part"], {}))


def _publishing(call: Call) -> Response:
    """A publishing profile without credentials: nothing is published to a simulated app."""
    site = call.need(Site, _DEPTH)
    host = site.default_host
    profile = (
        f'<publishData><publishProfile profileName="{site.name} - Web Deploy" publishMethod="MSDeploy" '
        f'publishUrl="{host}:443" msdeploySite="{site.name}" userName="" userPWD="" '
        f'destinationAppUrl="https://{host}" hostingProviderForumLink="" controlPanelLink="" '
        f'webSystem="WebSites"><databases /></publishProfile><publishProfile '
        f'profileName="{site.name} - FTP" publishMethod="FTP" publishUrl="ftps://{host}/site/wwwroot" '
        f'ftpPassiveMode="True" userName="" userPWD="" destinationAppUrl="https://{host}" '
        f'hostingProviderForumLink="" controlPanelLink="" webSystem="WebSites"><databases />'
        "</publishProfile></publishData>"
    )
    kind = ("content-type", "application/xml")
    return Response(status=200, headers=(kind,), body=profile.encode())


def _slots(call: Call) -> Response:
    call.need(Site, _DEPTH)
    return answer({"value": []})


def _public(call: Call) -> Response:
    site = call.need(Site, _DEPTH)
    held = children_of(call.world, PublicCertificate, site.id)
    return page(call, held, lambda one: arm(call.world, one))


def _public_one(call: Call) -> Response:
    return answer(arm(call.world, call.need(PublicCertificate)))


def _put_public(call: Call) -> Response:
    site = call.need(Site, _DEPTH)
    blob = text(members(call.body(), "properties"), "blob")
    if not blob:
        raise missing_parameter("properties.blob")
    content = f"data:;base64,{blob}" if "-----BEGIN" not in blob else data_url(blob.encode())
    call.perform(
        kind_named("UploadPublicCertificate")(
            site=site.id, name=call.names["certificate"], file=File(content)
        )
    )
    return _public_one(call)


def _delete_public(call: Call) -> Response:
    found = call.find(PublicCertificate)
    if found is None:
        return nothing(204)
    call.perform(kind_named("DeletePublicCertificate")(certificate=found.id))
    return nothing(200)


def _not_simulated_part(call: Call) -> Response:
    raise AzureError(
        "NotSimulated", f"The configuration '{call.names['part']}' is not simulated.", "See the README."
    )


_CERTIFICATE = f"{_SITE}/publiccertificates/{{certificate}}"

ROUTES = (
    Route("GET", f"{_SITE}/config", _configs),
    Route("GET", f"{_SITE}/config/web", _config),
    Route("PUT", f"{_SITE}/config/web", _put_config),
    Route("PATCH", f"{_SITE}/config/web", _put_config),
    Route("POST", f"{_SITE}/config/appsettings/list", _settings),
    Route("PUT", f"{_SITE}/config/appsettings", _put_settings),
    Route("GET", f"{_SITE}/config/{{part}}", _nothing_configured),
    Route("POST", f"{_SITE}/config/{{part}}/list", _nothing_configured),
    Route("PUT", f"{_SITE}/config/{{part}}", _not_simulated_part),
    Route("POST", f"{_SITE}/publishxml", _publishing),
    Route("GET", f"{_SITE}/slots", _slots),
    Route("GET", f"{_SITE}/publiccertificates", _public),
    Route("GET", _CERTIFICATE, _public_one),
    Route("PUT", _CERTIFICATE, _put_public),
    Route("DELETE", _CERTIFICATE, _delete_public),
)
