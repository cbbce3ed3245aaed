"""Operations of Microsoft.CertificateRegistration; `OPERATIONS` is its part of the registry."""

from __future__ import annotations

from store.operations.base import Operation
from store.operations.certificate_registration.create import CreateOrder
from store.operations.certificate_registration.delete import DeleteOrder, SetOrderTags
from store.operations.certificate_registration.export import (
    ExportCertificate,
    ForgetExport,
    ProtectExport,
)
from store.operations.certificate_registration.move import MoveOrder
from store.operations.certificate_registration.rekey_and_renew import Rekey, RenewOrder, SetAutoRenew
from store.operations.certificate_registration.store_in_key_vault import ChangeSecretName, StoreInKeyVault
from store.operations.certificate_registration.sync import SyncOrder
from store.operations.certificate_registration.verify import (
    OpenMailLink,
    PlaceTokenPage,
    RemoveTokenPage,
    ResendEmail,
    SendEmailInstructions,
    VerifyDomain,
)

__all__ = [
    "ChangeSecretName",
    "CreateOrder",
    "DeleteOrder",
    "ExportCertificate",
    "ForgetExport",
    "MoveOrder",
    "OpenMailLink",
    "PlaceTokenPage",
    "ProtectExport",
    "Rekey",
    "RemoveTokenPage",
    "RenewOrder",
    "ResendEmail",
    "SendEmailInstructions",
    "SetAutoRenew",
    "SetOrderTags",
    "StoreInKeyVault",
    "SyncOrder",
    "VerifyDomain",
]

OPERATIONS: tuple[type[Operation], ...] = (
    CreateOrder,
    StoreInKeyVault,
    ChangeSecretName,
    VerifyDomain,
    ResendEmail,
    SendEmailInstructions,
    OpenMailLink,
    PlaceTokenPage,
    RemoveTokenPage,
    Rekey,
    RenewOrder,
    SyncOrder,
    SetAutoRenew,
    ExportCertificate,
    ProtectExport,
    ForgetExport,
    SetOrderTags,
    MoveOrder,
    DeleteOrder,
)
