"""A support report: the facts about a resource that a support engineer asks for first, and nothing secret.

What it leaves out: values of settings, of apps and of cloud services, tokens, contact data, certificate
requests, raw certificates, and the folders of files that an operation names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeAlias

import msgspec

from store.arm import arm
from store.arm.states import states
from store.arm.tree import find
from store.drift import order_drift, site_drift
from store.problems import likely
from store.problems.neighbours import neighbours
from store.resources import (
    ActivityEntry,
    CertificateOrder,
    ExportedCopy,
    JobRun,
    Site,
    WebCertificate,
    name_of,
)
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.state import order_state
from store.services.key_vault.links import linked_certificates
from store.services.web.serving import Served
from store.services.web.webspaces import bindings_with, sites_in, webspace_of_certificate
from store.world import View

Json: TypeAlias = "dict[str, Any]"

#: Problems, refusals and runs of jobs that are told, the nearest and newest.
_MOST = 10
_HIDDEN = "(left out)"
_LEFT_OUT = frozenset(
    (
        "domainVerificationToken",
        "csr",
        "rawData",
        "cerBlob",
        "pfxBlob",
        "password",
        "contact",
        "blob",
        "value",
    )
)
_FOLDER = re.compile(r"'/(?!subscriptions/)[^']*/([^'/]+)'", re.IGNORECASE)
_WORD = re.compile("[0-9A-Za-z]+")
#: The value of a setting in a service configuration (XML).
_SETTING = re.compile(r"""(\bvalue\s*=\s*)("[^"]*"|'[^']*')""")

#: The parts of a report, in its order.
PARTS = ("Problems", "State", "Drift", "Client's view", "Refused operations", "Jobs", "Timeline", "Resource")


def support_report(view: View, resource: str, summary: str, parts: Collection[str] = PARTS) -> Json:
    """The report about a resource (its id; "" for the whole subscription) with these parts, as JSON."""
    head: Json = {
        "summary": summary,
        "resource": resource,
        "era": view.era.name,
        "now": view.now,
        "revision": view.revision,
    }
    about = neighbours(view, resource)
    chosen = {part: _PARTS[part](view, resource, about) for part in PARTS if part in parts}
    told = msgspec.to_builtins({part: value for part, value in chosen.items() if value})
    return msgspec.to_builtins(head) | _told_to_strangers(view, told)  # type: ignore[no-any-return]


def _told_to_strangers(view: View, value: Any) -> Any:
    """The JSON value without what its sentences repeat: tokens that prove a domain, folders of copies."""
    tokens = frozenset(order.properties.domain_verification_token for order in view.all(CertificateOrder))
    paths = [copy.path for copy in view.all(ExportedCopy)]

    def told(text: str) -> str:
        for path in paths:
            text = text.replace(path, name_of(path))
        return _WORD.sub(lambda word: _HIDDEN if word[0] in tokens else word[0], text)

    def whole(value: Any) -> Any:
        if isinstance(value, str):
            return told(value)
        if isinstance(value, dict):
            return {name: whole(one) for name, one in value.items()}
        return [whole(one) for one in value] if isinstance(value, list) else value

    return whole(value)


def masked(value: Any, field: str = "") -> Any:
    """The JSON value without what is nobody's business."""
    if field in _LEFT_OUT and value:
        return _HIDDEN
    if field == "appSettings":
        return dict.fromkeys(value, _HIDDEN)
    if field == "configuration" and isinstance(value, str):
        return _SETTING.sub(rf'\1"{_HIDDEN}"', value)
    if isinstance(value, dict):
        return {name: masked(one, name) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [masked(one) for one in value]
    return value


def _resource(view: View, resource: str, _: frozenset[str]) -> Any:
    found = find(view, resource)
    return masked(arm(view, found)) if found is not None else None


def _state(view: View, resource: str, _: frozenset[str]) -> Any:
    found = find(view, resource)
    if found is None:
        return None
    told = {".".join(map(str, one.place)): f"{one.value}: {one.meaning}" for one in states(view, found)}
    if isinstance(found, CertificateOrder):
        told["status of the certificate"] = order_state(view, found).sentence
    return told


def _problems(view: View, resource: str, _: frozenset[str]) -> Any:
    return [
        {
            "problem": problem.symptom,
            "cause": problem.cause,
            "resource": name_of(finding.resource),
            "evidence": finding.evidence,
            "repair": finding.way_out.text,
        }
        for problem, finding in likely(view, resource)[:_MOST]
    ]


def _refused(view: View, _: str, about: frozenset[str]) -> Any:
    return [
        {
            "at": entry.at,
            "operation": entry.title,
            "target": name_of(entry.target),
            "code": entry.code,
            "message": _FOLDER.sub(r"'\1'", entry.message),
            "correlationId": entry.correlation_id,
        }
        for entry in _newest(view, about)
    ]


def _newest(view: View, about: frozenset[str]) -> list[ActivityEntry]:
    failed = (entry for entry in reversed(tuple(view.all(ActivityEntry))) if entry.status == "Failed")
    concerned = (entry for entry in failed if not about or _touches(entry.target.lower(), about))
    return [entry for _, entry in zip(range(_MOST), concerned, strict=False)]


def _touches(target: str, about: frozenset[str]) -> bool:
    return any(target == id or target.startswith(f"{id}/") or id.startswith(f"{target}/") for id in about)


def _drift(view: View, resource: str, _: frozenset[str]) -> Any:
    order = view.get(CertificateOrder, resource)
    if order is None:
        return None
    return [
        {
            "hop": f"{one.letter} {one.between}",
            "equal": one.equal,
            "found": one.found,
            "cause": one.cause,
            "repair": one.repair,
        }
        for one in order_drift(view, order).hops
    ]


def _jobs(view: View, _: str, about: frozenset[str]) -> Any:
    outcomes = (
        {
            "at": run.ran_at,
            "job": run.job,
            "resource": name_of(one.resource),
            "ok": one.ok,
            "result": one.result,
        }
        for run in reversed(tuple(view.all(JobRun)))
        for one in run.outcomes
        if not about or one.resource.lower() in about
    )
    return [one for _, one in zip(range(_MOST), outcomes, strict=False)]


def _clients(view: View, resource: str, _: frozenset[str]) -> Any:
    return [
        {
            "host": one.host,
            "certificate": one.thumbprint or one.refused,
            "names": one.names,
            "expires": one.expires,
            "objections": one.objections,
            "hazard": one.hazard,
        }
        for one in _served(view, resource)
    ]


def _served(view: View, resource: str) -> Iterator[Served]:
    site, order = view.get(Site, resource), view.get(CertificateOrder, resource)
    held = view.get(WebCertificate, resource)
    if site is not None:
        yield from (one.client for one in site_drift(view, site))
    for certificate in linked_certificates(view, order) if order else (held,) if held else ():
        hosts = {state.name for _, state in bindings_with(view, certificate)}
        for place in sites_in(view, webspace_of_certificate(certificate)):
            yield from (one.client for one in site_drift(view, place) if one.host in hosts)


def _timeline(view: View, resource: str, _: frozenset[str]) -> Any:
    order = view.get(CertificateOrder, resource)
    if order is None:
        return None
    return [
        {"at": one.created_at, "action": one.action_type.value, "note": one.note}
        for one in ledger_of(view, order).actions[-_MOST:]
    ]


_PARTS: dict[str, Callable[[View, str, frozenset[str]], Any]] = {
    "Resource": _resource,
    "State": _state,
    "Problems": _problems,
    "Refused operations": _refused,
    "Drift": _drift,
    "Jobs": _jobs,
    "Client's view": _clients,
    "Timeline": _timeline,
}
