"""Words of Azure's enumerations, which some tools print as numbers.

Source: the enumerations of Microsoft.Web and Microsoft.CertificateRegistration in azure-rest-api-specs, whose
order is that of the numbers in the .NET models which Windows PowerShell prints.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from store.resources import KeyVaultSecretStatus, LockLevel, OrderStatus, ProductType, SslState

E = TypeVar("E", bound=StrEnum)

_SSL = (SslState.DISABLED, SslState.SNI, SslState.IP)
_ORDERS = (
    *(OrderStatus.PENDING_ISSUANCE, OrderStatus.ISSUED, OrderStatus.REVOKED, OrderStatus.CANCELED),
    *(OrderStatus.DENIED, OrderStatus.PENDING_REVOCATION, OrderStatus.PENDING_REKEY, OrderStatus.UNUSED),
    *(OrderStatus.EXPIRED, OrderStatus.NOT_SUBMITTED),
)
_SECRETS = (
    *(KeyVaultSecretStatus.INITIALIZED, KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER),
    *(KeyVaultSecretStatus.SUCCEEDED, KeyVaultSecretStatus.CERTIFICATE_ORDER_FAILED),
    *(KeyVaultSecretStatus.OPERATION_NOT_PERMITTED, KeyVaultSecretStatus.UNAUTHORIZED),
    *(KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST, KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST),
    *(KeyVaultSecretStatus.UNKNOWN_ERROR, KeyVaultSecretStatus.EXTERNAL_PRIVATE_KEY),
    KeyVaultSecretStatus.UNKNOWN,
)
_PRODUCTS = (ProductType.STANDARD, ProductType.WILDCARD)
#: Terraform's words.
_OTHERS = {"wildcard": ProductType.WILDCARD, "standard": ProductType.STANDARD}


def _read(value: Any, kind: type[E], numbered: tuple[E, ...]) -> E | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return numbered[value] if 0 <= value < len(numbered) else None
    if not isinstance(value, str) or not value or len(value) > 80:
        return None
    if value.isascii() and value.isdecimal():
        return _read(int(value), kind, numbered)
    return next((one for one in kind if one.value.lower() == value.lower()), None)


def ssl_state(value: Any) -> SslState | None:
    """How a host is bound: a word, or 0, 1, 2 (azure-rest-api-specs issue 141)."""
    found = _read(value, SslState, _SSL)
    return None if found is SslState.UNKNOWN else found


def order_status(value: Any) -> OrderStatus | None:
    """The CA's state of an order."""
    found = _read(value, OrderStatus, _ORDERS)
    return None if found is OrderStatus.UNKNOWN else found


def secret_status(value: Any) -> KeyVaultSecretStatus | None:
    """The state of a link to a secret."""
    return _read(value, KeyVaultSecretStatus, _SECRETS)


def product(value: Any) -> ProductType | None:
    """The product of an order, by ARM's or by Terraform's word."""
    found = _read(value, ProductType, _PRODUCTS)
    return found or (_OTHERS.get(value.lower()) if isinstance(value, str) else None)


def lock_level(value: Any) -> LockLevel | None:
    """A lock's level."""
    return _read(value, LockLevel, ())
