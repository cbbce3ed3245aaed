"""Sentences about a PFX file: the verdict on it, and the facts of its certificate."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from store.errors import AzureError
from store.resources import TrustedRoot
from store.services.web.uploads import inspect_upload
from store.services.web.webspaces import certificates_in, webspace_of
from store.x509.requirements.limits import SMALLEST_RSA
from tui.text.cells import cell
from tui.text.status import Fact, day, days_left, muted
from tui.widgets.section import Banner

if TYPE_CHECKING:
    from store import Secret, World
    from store.resources import Site
    from store.x509.certificates import CertificateFacts
    from store.x509.requirements.report import Report, Requirement

#: Endings of files that hold a private certificate.
ENDINGS = (".pfx", ".p12")
#: The page in one paragraph.
HELP = (
    "A private certificate is a PFX file: password protected, encrypted with triple DES (since 2025 also "
    f"with AES), with a private key of at least {SMALLEST_RSA} bits and every certificate up to the root. No "
    "file that is looked at here is kept; an upload keeps the certificate in the app's webspace. No binding "
    "changes by itself: upload, add the binding again, delete the old certificate."
)

_SHORT = {"FileNotFound": "No such file.", "FileNotRegular": "Not a file."}


def judge(world: World, site: Site, path: str, password: Secret) -> Report | AzureError:
    """App Service's verdict on a file, or why the file cannot be read."""
    try:
        return inspect_upload(world, site, path, password)
    except AzureError as error:
        return error


def surroundings(world: World, site: Site) -> tuple[object, ...]:
    """What a verdict depends on besides the file: certificates already there, trusted roots, the day."""
    held = certificates_in(world, webspace_of(world, site))
    roots = frozenset(one.id for one in world.all(TrustedRoot))
    return frozenset(one.thumbprint for one in held), roots, day(world.now)


def short_refusal(error: AzureError) -> str:
    """What is wrong with a path, where the path stands beside it."""
    return _SHORT.get(error.code, error.message)


def show_verdict(banner: Banner, report: Report, *, given: bool) -> None:
    """Whether an upload would go through; `given`: a password was typed."""
    counts = _counts(report)
    if report.accepted:
        later = "A binding needs more." if report.bindable is False else "Add a binding afterwards."
        banner.show("success", "App Service takes this file.", f"{counts} {later}".strip())
    elif not given and report.facts is None and report.code == "PfxPasswordRequired":
        banner.show("info", "The file waits for its password.")
    else:
        said = Content.assemble(counts, "\n  The portal would only say: ", cell(report.message, "italic"))
        banner.show("error", "App Service would refuse this file.", said)


def waits_for(failed: Sequence[Requirement]) -> str:
    """What an upload waits for, where these requirements fail."""
    if len(failed) == 1:
        return f"Upload waits for: {failed[0].title}"
    return f"Upload waits for {len(failed)} requirements."


def same_as(name: str, era: str, report: Report) -> Content:
    """The command line that says the same of a file."""
    words = ["certblade", "inspect", name, "--password-stdin", "--era", era]
    status = f"   exit {0 if report.accepted else 1}"
    return Content.assemble(muted("Same as   "), cell(shlex.join(words)), muted(status))


def _counts(report: Report) -> str:
    """`3 of 11 requirements fail, 2 not checked.`"""
    verdicts = [line.verdict for line in report.lines]
    failed, unchecked, warned = (verdicts.count(one) for one in ("failed", "not checked", "warning"))
    parts = [f"{failed} of {len(verdicts)} requirements fail{'s' if failed == 1 else ''}"] if failed else []
    parts += [f"{warned} warning{'' if warned == 1 else 's'}"] if warned else []
    parts += [f"{unchecked} not checked"] if unchecked else []
    return f"{', '.join(parts)}." if parts else ""


def file_facts(name: str, facts: CertificateFacts | None, now: datetime) -> tuple[list[Fact], ...]:
    """The left and right column and the rows below, about a file and its certificate, if it could be read."""
    file: Fact = ("File".ljust(len("Thumbprint")), cell(name, "bold $text"))
    if facts is None:
        return [file], [], []
    left = days_left(now, facts.not_after)
    valid = f"{day(facts.not_before)} to {day(facts.not_after)} ({left} d)"
    thumbprint = facts.thumbprint
    groups = " ".join(thumbprint[start : start + 8] for start in range(8, len(thumbprint), 8))
    return (
        [file, ("Subject", cell(facts.subject))],
        [("Valid", cell(valid)), ("Names", cell(", ".join(facts.all_names)))],
        [
            ("Thumbprint", Content.assemble(cell(thumbprint[:8], "bold $text"), " ", cell(groups, "$text"))),
            ("Issuer", cell(facts.issuer)),
        ],
    )
