"""What operations on cloud services are given: a configuration as text or file, and certificates by URL."""

from __future__ import annotations

import msgspec

from store.cscfg.faults import Unreadable
from store.cscfg.text import decoded
from store.errors import AzureError
from store.files.user_files import read_bounded
from store.operations.naming import find_id
from store.resources import (
    Vault,
)
from store.resources.compute import (
    OsProfile,
    SubResource,
    VaultCertificateReference,
    VaultSecretGroup,
)
from store.world import View


class SecretGroup(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A key vault, by name or id, and the certificate URLs that are taken from it."""

    vault: str
    certificate_urls: tuple[str, ...] = ()


def configuration_text(text: str, file: str) -> str:
    """The text given, else that of the file.

    Raises `AzureError`: ConfigurationRequired, the codes of `read_bounded`, ConfigurationNotText.
    """
    if text:
        return text
    if not file:
        raise AzureError("ConfigurationRequired", "No service configuration is given.", "Name a .cscfg file.")
    try:
        return decoded(read_bounded(file))
    except Unreadable as error:
        raise error.fault.refusal() from None
    except AzureError as error:
        if error.code == "FileTooLarge":
            raise AzureError(error.code, error.message, "A service configuration has a few KB.") from None
        raise


def groups_of(view: View, groups: tuple[SecretGroup, ...]) -> OsProfile:
    """The OS profile that these groups make."""
    return OsProfile(
        secrets=tuple(
            VaultSecretGroup(
                source_vault=SubResource(id=find_id(view, Vault, group.vault)),
                vault_certificates=tuple(
                    VaultCertificateReference(certificate_url=url) for url in group.certificate_urls
                ),
            )
            for group in groups
        )
    )
