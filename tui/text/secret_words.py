"""Words of pages about secrets: the owner of a version's certificate, its facts, and its export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from store.operations.arguments import File
from store.operations.certificate_registration.export import ExportCertificate
from store.resources import CertificateOrder, SecretVersion, Vault, name_of
from store.services.certificate_registration.ledger import number_of
from store.services.key_vault.secrets import newest_version, reading_refusal, secret_identifier
from tui.text.cells import cell
from tui.text.status import Fact, minute, nothing, status, thumbprint_full, unknown

if TYPE_CHECKING:
    from store import Portal, World
    from store.errors import AzureError

#: What stands for a value that is not shown.
_MASK = "*" * 8


def vault_of(secret: str) -> str:
    """The id of the vault that a secret's (or a version's) id is in."""
    return secret.partition("/secrets/")[0]


def secret_of(version: str) -> str:
    """The id of the secret that a version's id is of."""
    return version.partition("/versions/")[0]


def opening_refusal(portal: Portal, secret: str) -> AzureError | None:
    """Why whoever acts at the portal cannot open the secret with this id, or None."""
    return reading_refusal(portal.world, vault_of(secret), secret.rsplit("/", 1)[-1], portal.caller)


def order_of(world: World, secret: str) -> CertificateOrder | None:
    """The order that looks this secret up, if any."""
    for order in world.all(CertificateOrder):
        link = order.link
        if link and f"{link.key_vault_id}/secrets/{link.key_vault_secret_name}".lower() == secret.lower():
            return order
    return None


def numbers(world: World, secret: str, thumbprint: str) -> tuple[int | None, int]:
    """The number of a certificate in the order of this secret, and the number of the order's current one."""
    order = order_of(world, secret)
    if order is None:
        return None, 0
    current = number_of(world, order, order.thumbprint) if order.thumbprint else None
    return number_of(world, order, thumbprint) if thumbprint else None, current or 0


def version_facts(world: World, version: SecretVersion) -> tuple[list[Fact], list[Fact], list[Fact]]:
    """Dates, contents and identifiers of a version: left, right, and across the page."""
    properties = version.properties
    number, current = numbers(world, secret_of(version.id), properties.thumbprint)
    left = [
        (_label("Created"), cell(f"{minute(properties.attributes.created)} UTC")),
        (_label("Content type"), cell(properties.content_type) if properties.content_type else nothing()),
    ]
    right = [
        ("Updated", cell(f"{minute(properties.attributes.updated)} UTC")),
        ("Tags", cell(len(properties.tags))),
    ]
    identifier = secret_identifier(world, version) if world.get(Vault, vault_of(version.id)) else ""
    across = [
        (_label("Secret Identifier"), cell(identifier)),
        (
            "Value",
            unknown() if properties.value_unstated else _value(world, version),
        ),
        ("Certificate", thumbprint_full(properties.thumbprint, number, current)),
    ]
    return left, right, across


def _label(text: str) -> str:
    """Labels of both blocks of facts begin their values in one column."""
    return text.ljust(len("Secret Identifier"))


def _value(world: World, version: SecretVersion) -> Content:
    value, certificate = version.properties.value, bool(version.properties.thumbprint)
    if not value:
        secret = secret_of(version.id)
        newest = newest_version(world, vault_of(secret), name_of(secret))
        earlier = newest is not None and newest.properties.value
        made = "no value: made before the certificate was issued"
        return status(made if earlier else "no value yet: the certificate is not issued", "muted")
    size = len(value) * 3 // 4 if certificate else len(value)
    kind = cell(", empty password", "bold $text") if certificate else Content("")
    return Content.assemble((_MASK, "$text-muted"), cell(f"  {size / 1024:.1f} KB"), kind)


def enabled(version: SecretVersion) -> Content:
    on = version.properties.attributes.enabled
    return status("Enabled", "success") if on else status("Disabled", "warning")


def download_of(world: World, version: SecretVersion) -> ExportCertificate | None:
    """The download of a version, without a path yet; None for a secret that no order looks up."""
    order = order_of(world, secret_of(version.id))
    return ExportCertificate(order=order.id, path=File(""), version=version.id) if order else None
