"""The report on an estate as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from store.estates.limits import AHEAD
from store.estates.words import NEVER_TOLD, NOTICES, PROBLEMS, RULES, missing
from store.resources import NOT_IN_EXPORT
from tui.commands.output import say, say_json, say_table
from tui.text.counting import counted
from tui.text.plain import paragraphs, plain

if TYPE_CHECKING:
    from store.estates.changes import Comparison
    from store.estates.finding import Finding
    from store.estates.report import Report


def say_report(made: Report) -> None:
    """The whole report: what is incomplete first, then what needs somebody."""
    say(f"Estate as of {_minute(made.as_of)} UTC")
    say("\n".join(_summary(made)))
    _section("What is incomplete", [f"{plain(one.resource)}: {NOTICES[one.code]}" for one in made.notices])
    _section("Told differently", [plain(one) for one in made.differences])
    _say_findings(f"What needs you in the next {AHEAD.days} days", made.needs_you, made)
    _say_renewals(made)
    told = {one.code + one.resource for one in made.needs_you}
    others = tuple(one for one in made.problems if one.code + one.resource not in told)
    _say_findings("What else was found", others, made)
    lines = [f"{what}: {command}" for what, command in map(missing, made.not_in_export)]
    _section("Not in the export, and what fetches it", lines)
    secrets = sum(made.secrets.values())
    if secrets:
        files = counted(len(made.secrets), "file")
        say(f"\n{counted(secrets, 'value')} of secrets met in {files}, and not read.")
    say(f"\n{NEVER_TOLD}")


#: Hosts that the line about drift names.
_NAMED = 8


def _summary(made: Report) -> Iterator[str]:
    statuses = ", ".join(f"{count} {status}" for status, count in made.order_status.items())
    subscriptions = counted(made.subscriptions, "subscription")
    yield f"  {counted(made.orders, 'order')} ({statuses or 'none'}) in {subscriptions}"
    kinds = ", ".join(
        f"{count} {word.replace('_', ' ')}" for word, count in made.certificates.items() if count
    )
    yield f"  certificates: {kinds or 'none'}"
    hosts = counted(made.custom_hosts, "custom host")
    yield f"  {made.sites} apps and slots, {hosts}, {made.hosts_bound} of them bound"
    if made.drifted is None or made.hosts_behind is None:
        yield f"  drift: {NOT_IN_EXPORT}"
        return
    named = ", ".join(plain(host) for host in made.hosts_behind[:_NAMED])
    more = len(made.hosts_behind) - _NAMED
    hosts = f": {named}{f' and {more} more (--json names all)' if more > 0 else ''}" if named else ""
    behind = f"{made.drifted} of {made.linked} linked certificates"
    yield f"  drift: {behind}, {counted(len(made.hosts_behind), 'host')}{hosts}"


def _say_findings(title: str, found: tuple[Finding, ...], made: Report) -> None:
    lines = []
    for one in found:
        said = PROBLEMS[one.code]
        due = f"by {_minute(one.by)}" if one.by else "now" if one in made.needs_you else "–"
        lines.append(f"{due:<19} {plain(one.resource)} {said.what}. {said.way_out}")
    _section(title, lines)


def _say_renewals(made: Report) -> None:
    if not made.next_renewals:
        return
    say("\nWhat renews by itself, and when")
    rows = sorted(made.next_renewals, key=lambda one: (one.at is None, one.at or made.as_of, one.order))
    say_table(
        ("WHEN (UTC)", "ORDER", "WHY"),
        ((_minute(one.at) if one.at else "–", one.order, RULES[one.rule]) for one in rows),
    )


def say_changes(found: Comparison, *, as_json: bool) -> None:
    """A rehearsal as what to do in the real Azure, in order."""
    if as_json:
        say_json(found)
        return
    if not found.changes:
        say("Nothing was done since the import that Azure would have to be told.")
    for number, one in enumerate(found.changes, 1):
        say(f"# {number}. {plain(one.title)}: {plain(one.subject)}, rehearsed {_minute(one.at)} UTC")
        say(f"{paragraphs(one.az)}\n# PowerShell\n{paragraphs(one.powershell)}\n")
    for title, findings in (("Needs you no more", found.mended), ("Needs you since", found.arisen)):
        _section(title, [f"{plain(one.resource)} {PROBLEMS[one.code].what}" for one in findings])


def _section(title: str, lines: list[str]) -> None:
    if lines:
        say("\n".join([f"\n{title}", *(f"  {line}" for line in lines)]))


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
