"""Export template: the ARM template that would make a resource like this one.

What only Azure writes (status, dates, the certificate itself) is left out. Source: the quickstart template
"Create and assign a standard App Service Certificate" (Azure quickstart templates) and the ARM reference.
"""

from __future__ import annotations

from typing import Any

from store.arm import arm
from store.resources import CertificateOrder
from store.world import View

_SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
_NAME = "parameters('certificateOrderName')"
_WRITABLE = ("distinguishedName", "validityInYears", "keySize", "productType", "autoRenew")


def order_template(view: View, order: CertificateOrder) -> dict[str, Any]:
    """The template of an order and of its link to Key Vault, its names as parameters."""
    shown = arm(view, order)
    type_ = shown["type"]
    parameters = {"certificateOrderName": {"defaultValue": order.name, "type": "String"}}
    resources: list[dict[str, Any]] = [
        {
            "type": type_,
            "apiVersion": view.era.api_version,
            "name": f"[{_NAME}]",
            "location": order.location,
            "tags": dict(order.tags),
            "properties": {name: shown["properties"][name] for name in _WRITABLE},
        }
    ]
    if order.link is not None:
        parameters["keyVaultId"] = {"defaultValue": order.link.key_vault_id, "type": "String"}
        resources.append(
            {
                "type": f"{type_}/certificates",
                "apiVersion": view.era.api_version,
                "name": f"[concat({_NAME}, '/', {_NAME})]",
                "location": order.location,
                "dependsOn": [f"[resourceId('{type_}', {_NAME})]"],
                "properties": {
                    "keyVaultId": "[parameters('keyVaultId')]",
                    "keyVaultSecretName": order.link.key_vault_secret_name,
                },
            }
        )
    return {
        "$schema": _SCHEMA,
        "contentVersion": "1.0.0.0",
        "parameters": parameters,
        "variables": {},
        "resources": resources,
    }
