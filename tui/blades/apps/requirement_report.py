"""The report on a file, one requirement of App Service a line: sign, rule, finding, repair below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from tui.text.cells import cell
from tui.text.status import TOKENS, Tone, muted, sign
from tui.widgets.entries import Entries, Entry

if TYPE_CHECKING:
    from store.x509.requirements.report import Report, Requirement

_TONES: dict[str, Tone] = {
    "passed": "success",
    "failed": "error",
    "warning": "warning",
    "not checked": "muted",
}
_TITLE = 33
#: Narrowest list whose repairs stand below what was found; else they begin under the rule.
_WIDE = 100


def tone_of(rule: Requirement) -> Tone:
    """How a rule's verdict is drawn."""
    return _TONES[rule.verdict]


class RequirementReport(Entries):
    """The rules in their fixed order; `Opened` asks for the explanation of one."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(dense=True, id=id)
        self._report: Report | None = None
        self._ways: Mapping[str, str] = {}

    def show_report(self, report: Report, ways: Mapping[str, str]) -> None:
        """Show the rules of a report; `ways` names the key that repairs a rule."""
        self._report, self._ways = report, ways
        self._draw()

    def on_resize(self) -> None:
        self._draw()
        super().on_resize()

    def _draw(self) -> None:
        if self._report is not None:
            self.show([self._entry(rule) for rule in self._report.lines])

    def _entry(self, rule: Requirement) -> Entry:
        tone = tone_of(rule)
        found = muted(rule.found) if tone in ("success", "muted") else cell(rule.found, TOKENS[tone])
        title = cell(rule.title, "$text").pad_right(max(0, _TITLE - len(rule.title)))
        head = Content.assemble(sign(tone), " ", title, " ", found)
        lines: tuple[Content, ...] = ()
        if rule.repair:
            lines = (self._repair(rule),)
        return Entry(rule.id, head, lines, indent=_TITLE + 5 if self.size.width >= _WIDE else 4)

    def _repair(self, rule: Requirement) -> Content:
        key = self._ways.get(rule.id, "")
        if key:
            way = (("press ", "$text"), (key, "bold $key"), "   ", ("enter", "bold $key"), " another way")
            return Content.assemble(("Repair  ", "$text-muted"), *way)
        return Content.assemble(("Repair  ", "$text-muted"), cell(rule.repair, "$text"))


def explanation(rule: Requirement) -> str:
    """Everything about one rule, to read."""
    lines = [f"{rule.title}: {rule.verdict}.", "", f"Found    {rule.found}"]
    lines += [f"Repair   {rule.repair}"] if rule.repair else []
    lines += [f"Code     {rule.code}"] if rule.code else []
    return "\n".join([*lines, "", f"The rule stands in: {rule.source}"])


def report_text(file: str, report: Report) -> str:
    """The whole report as lines of text, to copy."""
    lines = [f"{file}: {'accepted' if report.accepted else 'refused'}"]
    lines += [f"  {rule.verdict:<11}  {rule.title:<{_TITLE}}  {rule.found}" for rule in report.lines]
    return "\n".join(lines)
