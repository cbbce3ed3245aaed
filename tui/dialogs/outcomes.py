"""What became of each of many operations, in words."""

from __future__ import annotations

from collections.abc import Sequence

from store.errors import AzureError
from tui.dialogs.read_text import ReadText
from tui.host import PortalHost
from tui.text.plain import plain, short_ids
from tui.text.status import TONE_SIGNS
from tui.work.batch import UNCHANGED, Outcome, Tried


def tell_outcomes(host: PortalHost, event: Tried) -> None:
    """Say what became of a batch, and of each where one was refused."""
    title, outcomes = event.batch.title, event.outcomes
    refused = any(_refused(one) for one in outcomes)
    host.say(title, summed_up(outcomes, len(event.batch.operations)), "warning" if refused else "success")
    if any(one.error is not None for one in outcomes):
        host.push_screen(ReadText(f"{title}: {summed_up(outcomes)}", outcome_lines(outcomes)))


def summed_up(outcomes: Sequence[Outcome], of: int = 0) -> str:
    """`3 done, 1 refused`; with `of` also those that were not tried, and the names of the refused."""
    refused = [one for one in outcomes if _refused(one)]
    already = sum(1 for one in outcomes if one.error is not None) - len(refused)
    counts = [f"{len(outcomes) - len(refused) - already} done"]
    counts += [f"{already} so already"] if already else []
    counts += [f"{len(refused)} refused"] if refused else []
    counts += [f"{of - len(outcomes)} not tried"] if of > len(outcomes) else []
    names = ", ".join(plain(one.name, 40) for one in refused)
    return ", ".join(counts) + (f": {names}." if of and names else "." if of else "")


def outcome_lines(outcomes: Sequence[Outcome]) -> str:
    """A line for each, the refused first and what was so already last: its name, then what became of it."""
    lines = sorted(outcomes, key=lambda one: (not _refused(one), one.error is not None))
    return "\n".join(map(_line, lines))


def _refused(one: Outcome) -> bool:
    return one.error is not None and one.error.code not in UNCHANGED


def _line(one: Outcome) -> str:
    name = plain(one.name, 60)
    if one.error is None:
        return f"{TONE_SIGNS['success']} {name}  {short_ids(one.result)}"
    if one.error.code in UNCHANGED:
        return f"{TONE_SIGNS['muted']} {name}  {short_ids(one.error.message)}"
    step = one.error.next_step if isinstance(one.error, AzureError) else ""
    return f"{TONE_SIGNS['error']} {name}  {one.error.code}: {short_ids(one.error.message)} {step}".rstrip()
