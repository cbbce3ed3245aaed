"""`certblade cscfg check`: would a cloud service take this service configuration?

A file is judged as text: form, roles and thumbprints. With --service its certificates are looked up too, in
the OS profile of that service and, with --vault, in a key vault.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from store.cscfg.configuration import Reading, read_configuration
from store.cscfg.definition import Definition
from store.errors import AzureError
from store.operations.compute.contents import configuration_text
from store.operations.naming import find_id
from store.resources import CloudService, Deployment, Vault
from store.services.compute.changes import definition_of
from store.services.compute.statuses import FOUND, CertificateRow, certificate_rows
from store.world import World
from tui.commands.output import complain, say, say_json, say_table
from tui.commands.session import world_of
from tui.text.counting import counted
from tui.text.plain import plain


def run(arguments: argparse.Namespace) -> int:
    """Prints every fault with its place, and the certificates; 0 when an update would take the file."""
    text = configuration_text("", str(arguments.file))
    world = world_of(arguments) if arguments.service else None
    service = _service(world, arguments.service) if world else None
    definition = _definition(arguments.definition, world, service)
    reading = read_configuration(text, definition.role_names if definition else None)
    rows = _rows(world, service, reading, arguments.vault) if world and service else ()
    if arguments.json:
        say_json(_as_json(reading, rows))
    else:
        _print(reading, rows)
    return _verdict(reading, rows)


def _service(world: World, name: str) -> CloudService:
    return world.need(CloudService, find_id(world, CloudService, name))


def _definition(file: Path | None, world: World | None, service: CloudService | None) -> Definition | None:
    """The definition in the file, else the one in the package of the service."""
    if file is not None:
        return definition_of(configuration_text("", str(file)))
    deployment = world.get(Deployment, service.id) if world and service else None
    return definition_of(deployment.definition) if deployment else None


def _rows(
    world: World, service: CloudService, reading: Reading, vault: str | None
) -> tuple[CertificateRow, ...]:
    if reading.configuration is None:
        return ()
    place = world.need(Vault, find_id(world, Vault, vault)).id if vault else ""
    return certificate_rows(world, service, reading.configuration, place)


def _verdict(reading: Reading, rows: tuple[CertificateRow, ...]) -> int:
    if reading.faults:
        first: AzureError = reading.faults[0].refusal()
        complain(first.code, first.told)
        return 1
    missing = [f"{row.role}|{row.thumbprint}" for row in rows if row.status != FOUND]
    if missing:
        complain("MissingThumbprints", f"No certificate is found for {', '.join(missing)}.")
        return 1
    return 0


def _print(reading: Reading, rows: tuple[CertificateRow, ...]) -> None:
    more = f", {reading.count - len(reading.faults)} more" if reading.count > len(reading.faults) else ""
    found = f"{counted(reading.count, 'fault')}{more}"
    say("The configuration has no fault." if reading.accepted else found)
    if reading.faults:
        say_table(
            ("LINE", "COLUMN", "CODE", "FAULT"),
            ((one.line, one.column, one.code, f"{one.message} {one.next_step}") for one in reading.faults),
        )
    if rows:
        say_table(
            ("ROLE", "CERTIFICATE", "THUMBPRINT", "STATUS", "WHERE"),
            ((row.role, row.name, row.thumbprint, row.status, row.where) for row in rows),
        )
    for role in reading.configuration.roles if reading.configuration and not rows else ():
        for entry in role.certificates:
            say(f"{plain(role.name)}  {plain(entry.name)}  {plain(entry.thumbprint)}")


def _as_json(reading: Reading, rows: tuple[CertificateRow, ...]) -> dict[str, Any]:
    return {
        "accepted": reading.accepted and all(row.status == FOUND for row in rows),
        "faults": reading.faults,
        "count": reading.count,
        "configuration": reading.configuration,
        "certificates": rows,
    }
