"""Types of the azurerm provider, and ARM's name for each of their fields that has another; all folded.

Source: the resources' pages in the Terraform Registry, provider azurerm 3.x and 4.x.
"""

from __future__ import annotations

BINDING_TYPE = "azurerm_app_service_certificate_binding"

_ORDER = {
    "notrenewablereasons": "appservicecertificatenotrenewablereasons",
    "signedcertificatethumbprint": "signedthumbprint",
}
_CERTIFICATE: dict[str, str] = {"keyvaultsecretid": "secreturi", "appserviceplanid": "serverfarmid"}
_SITE = {
    "defaulthostname": "defaulthostname",
    "serviceplanid": "serverfarmid",
    "appserviceplanid": "serverfarmid",
    "defaultsitehostname": "defaulthostname",
}
_HOST = {"hostname": "hostname", "certificateid": "certificateresourceid", "virtualip": "virtualip"}
_VAULT = {
    "accesspolicy": "accesspolicies",
    "rbacauthorizationenabled": "enablerbacauthorization",
    "purgeprotectionenabled": "enablepurgeprotection",
    "softdeleteretentiondays": "softdeleteretentionindays",
}
_SECRET = {"expirationdate": "expires", "notbeforedate": "notbefore"}
_LOCK = {"locklevel": "level"}
_RECORD = {"record": "record", "records": "records"}

TYPES: dict[str, dict[str, str]] = {
    "azurerm_app_service_certificate_order": _ORDER,
    "azurerm_app_service_certificate": _CERTIFICATE,
    "azurerm_app_service_managed_certificate": _CERTIFICATE,
    BINDING_TYPE: _HOST,
    "azurerm_app_service_custom_hostname_binding": _HOST,
    "azurerm_app_service_slot_custom_hostname_binding": _HOST,
    "azurerm_service_plan": {},
    "azurerm_app_service_plan": {},
    "azurerm_key_vault": _VAULT,
    "azurerm_key_vault_access_policy": {},
    "azurerm_key_vault_secret": _SECRET,
    "azurerm_key_vault_certificate": {},
    "azurerm_management_lock": _LOCK,
    "azurerm_dns_zone": {},
    "azurerm_subscription": {},
    **{f"azurerm_dns_{kind}_record": _RECORD for kind in ("a", "cname", "txt", "caa")},
    **{
        f"azurerm_{kind}{slot}": _SITE
        for kind in (
            *("linux_web_app", "windows_web_app", "linux_function_app", "windows_function_app"),
            *("app_service", "function_app", "logic_app_standard"),
        )
        for slot in ("", "_slot")
    },
}
