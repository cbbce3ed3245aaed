"""Which container a document is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from store.estates.containers.graph import is_graph, read_graph
from store.estates.containers.objects import read_object, read_page
from store.estates.containers.reading import Reading, Template
from store.estates.containers.terraform import is_terraform, read_terraform
from store.estates.documents import NotJson, NotText, documents_in, text_of
from store.estates.exports import Export
from store.estates.secrets import survey
from store.estates.values import folded

#: An array in an array in an answer: more is no export.
_MOST_WRAPPED = 4


def read_file(export: Export, reading: Reading) -> None:
    """Read one file; one that cannot be read is noted, and the others are read."""
    try:
        documents = documents_in(text_of(export.data))
    except NotText:
        reading.note("not-text", export.name)
        reading.refused.append((export.name, "It is no text in UTF-8 or UTF-16."))
        return
    except NotJson as error:
        reading.note("not-json", export.name)
        reading.refused.append((export.name, f"It is no JSON: {error}."))
        return
    reading.files.append(export.name)
    for document in documents:
        found = survey(document)
        if found.secrets:
            reading.note("secret-dropped", export.name)
            reading.secrets[export.name] = reading.secrets.get(export.name, 0) + found.secrets
        if found.cut:
            reading.note("truncated-depth", export.name)
        read_document(document, export.name, reading)


def read_document(document: Any, file: str, reading: Reading, depth: int = 0) -> None:
    """Read a document by the reader of its container."""
    if isinstance(document, list):
        for one in document if depth < _MOST_WRAPPED else ():
            read_document(one, file, reading, depth + 1)
    elif isinstance(document, Mapping):
        _read_mapping(document, file, reading, depth)
    else:
        reading.unread += document is not None


def _read_mapping(document: Mapping[str, Any], file: str, reading: Reading, depth: int) -> None:
    fields = {folded(name): value for name, value in document.items()}
    if is_terraform(fields):
        reading.note("terraform-last-refresh", file)
        read_terraform(fields, file, reading)
    elif isinstance(fields.get("template"), Mapping):
        if fields.get("error"):
            reading.note("export-errors", file)
        reading.templates.append(Template(file, fields["template"]))
    elif "contentversion" in fields and "resources" in fields:
        reading.templates.append(Template(file, document))
    elif "contentversion" in fields and isinstance(fields.get("parameters"), Mapping):
        _keep_parameters(fields["parameters"], reading)
    elif is_graph(fields):
        read_graph(fields, file, reading)
    elif isinstance(fields.get("value"), list) and fields.get("id") is None:
        read_page(document, file, reading)
    elif isinstance(fields.get("content"), str) and "statuscode" in fields and depth < _MOST_WRAPPED:
        _read_content(fields["content"], file, reading, depth)
    else:
        read_object(document, file, reading)


def _keep_parameters(parameters: Mapping[str, Any], reading: Reading) -> None:
    """Values of parameters that may be names; a secret's is passed over like every other field."""
    for name, one in parameters.items():
        value = one.get("value") if isinstance(one, Mapping) else None
        if isinstance(value, str) and value and name.lower().endswith(("_name", "_externalid")):
            reading.parameters[name.lower()] = value


def _read_content(content: str, file: str, reading: Reading, depth: int) -> None:
    try:
        documents = documents_in(content)
    except NotJson:
        reading.unread += 1
        return
    for document in documents:
        read_document(document, file, reading, depth + 1)
