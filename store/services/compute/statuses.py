"""The list of certificates under Save: for each entry of the configuration, whether the key vault has it."""

from __future__ import annotations

import msgspec

from store.cscfg.configuration import ServiceConfiguration
from store.resources import (
    CloudService,
    Vault,
    name_of,
)
from store.resources.compute import (
    OsProfile,
)
from store.services.compute.certificates import (
    Provided,
    certificates_in,
    profile_of,
    readable,
    secret_of_order,
    vault_refusal,
)
from store.world import View

PENDING, FOUND, NOT_FOUND = "Pending", "Found", "Not found"


class CertificateRow(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a role: its status, and where its certificate is or why it is nowhere."""

    role: str
    name: str
    thumbprint: str
    status: str
    where: str


def certificate_rows(
    view: View, service: CloudService, configuration: ServiceConfiguration, vault_id: str | None
) -> tuple[CertificateRow, ...]:
    """The status of every entry: pending while no key vault is chosen (None).

    "" looks into the OS profile of the service only.
    """
    held = {} if vault_id is None else _held(view, service, vault_id)
    return tuple(
        _row(view, role.name, entry.name, entry.thumbprint, held.get(entry.thumbprint), vault_id)
        for role in configuration.roles
        for entry in role.certificates
    )


def _row(
    view: View, role: str, name: str, thumbprint: str, one: Provided | None, vault_id: str | None
) -> CertificateRow:
    status, where = FOUND, ""
    if one is not None:
        where = f"{one.name} in {name_of(one.vault)}"
    elif vault_id is None:
        status = PENDING
    else:
        status = NOT_FOUND
        secret = secret_of_order(view, vault_id, thumbprint) if vault_id else ""
        where = f"only in the secret '{secret}', which is no certificate" if secret else "no such certificate"
    return CertificateRow(role=role, name=name, thumbprint=thumbprint, status=status, where=where)


def _held(view: View, service: CloudService, vault_id: str) -> dict[str, Provided]:
    """The certificates that can be had, by thumbprint: those of the chosen key vault before others."""
    found: dict[str, Provided] = {}
    if view.get(Vault, vault_id) is not None and vault_refusal(view, service, vault_id) is None:
        for one in certificates_in(view, vault_id):
            found.setdefault(one.thumbprint.upper(), one)
    for one in readable(view, service):
        found.setdefault(one.thumbprint.upper(), one)
    return found


def chosen_profile(
    view: View, service: CloudService, configuration: ServiceConfiguration, vault_id: str
) -> OsProfile:
    """The OS profile with a certificate for every entry that has one, from the key vault that was chosen.

    An entry whose certificate is not there keeps the reference that the service has; without one it is left
    out, and the update says that it is missing.
    """
    held = _held(view, service, vault_id)
    wanted = [entry.thumbprint for role in configuration.roles for entry in role.certificates]
    return profile_of([held[thumbprint] for thumbprint in dict.fromkeys(wanted) if thumbprint in held])
