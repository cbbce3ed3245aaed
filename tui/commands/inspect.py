"""`certblade inspect`: would App Service take this file?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from store import StateError
from store.eras import DEFAULT_ERA, era
from store.services.authority.trust import trusted_roots
from store.services.web.inspection import inspect_file
from tui.commands.output import complain, say, say_json, say_table
from tui.commands.session import password_from_stdin, world_of
from tui.text.plain import plain

if TYPE_CHECKING:
    from store.services.web.inspection import Inspection
    from store.x509.certificates import CertificateFacts
    from store.x509.requirements.report import Report


def run(arguments: argparse.Namespace) -> int:
    """Prints the verdict and its reasons; 0 when an upload (with --host: a binding too) would go through."""
    password = password_from_stdin(arguments.password_stdin)
    found = inspect_file(arguments.file, password, host=arguments.host, **_surroundings(arguments))
    if arguments.json:
        say_json(_as_json(found))
    elif found.report is not None:
        _print_report(found.report)
    else:
        assert found.public is not None
        _print_public(found.public)
    return _verdict(found)


def _surroundings(arguments: argparse.Namespace) -> dict[str, Any]:
    """Era, time and trusted roots: the world's where there is one."""
    named = None if arguments.era is None else era(arguments.era)
    try:
        world = world_of(arguments)
    except StateError as error:
        if error.code != "StateNotFound":
            raise
        judged = named or era(DEFAULT_ERA)
        return {"era": judged, "now": judged.begins}
    return {"era": named or world.era, "now": world.now, "trusted_roots": trusted_roots(world)}


def _verdict(found: Inspection) -> int:
    report = found.report
    if report is None or (report.accepted and not report.code):
        return 0
    refusal = report.error()
    if refusal is not None:
        complain(refusal.code, refusal.told)
    return 1


def _print_report(report: Report) -> None:
    refused = not report.accepted or bool(report.code)
    say("Refused" if refused else "Accepted as a private certificate (.pfx)")
    say_table(
        ("RULE", "VERDICT", "FOUND", "REPAIR"),
        ((line.title, line.verdict, line.found, line.repair) for line in report.lines),
    )
    if report.facts is not None:
        _print_facts(report.facts)


def _print_public(facts: CertificateFacts) -> None:
    say("Accepted as a public certificate (.cer)")
    _print_facts(facts)


def _print_facts(facts: CertificateFacts) -> None:
    for label, value in (
        ("Subject Name", facts.subject),
        ("Certificate Host Names", ", ".join(facts.names)),
        ("Issuer", facts.issuer),
        ("Thumbprint", facts.thumbprint),
        ("Expiration Date", f"{facts.not_after:%Y-%m-%d %H:%M} UTC"),
    ):
        say(f"{label}: {plain(value)}")


def _as_json(found: Inspection) -> dict[str, Any]:
    report = found.report
    if report is None:
        return {"kind": "cer", "accepted": True, "code": "", "message": "", "facts": found.public}
    return {
        "kind": "pfx",
        "accepted": report.accepted and not report.code,
        "bindable": report.bindable,
        "code": report.code,
        "message": report.message,
        "rules": report.lines,
        "facts": report.facts,
        "chain": report.chain,
    }
