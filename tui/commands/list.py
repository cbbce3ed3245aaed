"""`certblade list`: resources as a table or as the JSON that ARM shows, and what ARM does not show."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from store.arm import resources
from store.arm.queries import answer, compiled, documents, type_named
from store.arm.records import records
from store.resources import CertificateOrder, Resource, group_of, name_of
from tui.commands.output import say_json, say_json_array, say_table
from tui.commands.session import world_of

if TYPE_CHECKING:
    from store import View

#: Fields of a record that its table shows; JSON has all of them.
COLUMNS = {
    "mails": ("id", "order", "sentAt", "openedAt", "subject", "to"),
    "charges": ("chargedAt", "order", "text", "amount", "currency"),
    "timeline": ("order", "createdAt", "actionType", "note"),
    "exports": ("path", "order", "exportedAt", "thumbprint", "outdated", "protected"),
    "jobRuns": ("ranAt", "job", "resource", "ok", "result"),
    "faults": ("operation", "resource", "sentence"),
    "deletedVaults": ("name", "deletedAt", "purgeAt"),
    "deletedSecrets": ("id", "deletedAt", "purgeAt"),
    "principals": ("name", "id", "appId"),
    "revocations": ("thumbprint", "order", "revokedAt"),
    "trustedRoots": ("thumbprint", "subject"),
    "projects": ("id", "package", "builtAt"),
    "packages": ("url", "length", "uploadedAt"),
    "installedCertificates": ("service", "instance", "state", "certificate", "thumbprint", "notAfter"),
}


def run(arguments: argparse.Namespace) -> int:
    """Prints the resources or records of a type, or all resources; with a query, its answer as JSON."""
    type_ = None if arguments.type is None else type_named(arguments.type)
    question = None if arguments.query is None else compiled(arguments.query)
    world = world_of(arguments)
    if question is not None:
        say_json(answer(question, list(documents(world, type_))))
    elif arguments.json:
        say_json_array(documents(world, type_))
    elif type_ in COLUMNS:
        columns = COLUMNS[type_]
        heads = tuple(re.sub("([A-Z])", r" \1", column).upper() for column in columns)
        say_table(heads, ([_cell(one[column]) for column in columns] for one in records(world, type_)))
    else:
        heads = ("NAME", "TYPE", "RESOURCE GROUP", "LOCATION", "STATE")
        say_table(heads, (_row(world, resource) for resource in resources(world, type_)))
    return 0


def _cell(value: Any) -> str:
    """A field of a record in a table: a list as words, nothing as a dash."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list | dict) else str(value or "-")


def _row(view: View, resource: Resource) -> tuple[object, ...]:
    state = getattr(getattr(resource, "properties", None), "state", "")
    if isinstance(resource, CertificateOrder):
        # JSON needs neither.
        from store.services.certificate_registration.state import order_state
        from tui.text.state_words import WORDS

        state = WORDS[order_state(view, resource).kind]
    type_ = resource.__struct_config__.tag
    return resource.name, type_, name_of(group_of(resource.id)), getattr(resource, "location", ""), state
