"""The row of verbs under a blade's title."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual.content import Content

from tui.navigation.verbs import Verb
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.widgets.line import Line, Part, fit


class VerbState(Struct, frozen=True):
    """A verb and why it is not possible now ("" when it is); `pointed`: a guided walk asks for it."""

    verb: Verb
    reason: str
    pointed: bool = False


class CommandBar(Line):
    """Key, then label; a disabled verb loses its key and the bar's right end says why.

    Too narrow: the reason goes first, then trailing verbs fold into `… More`, which opens the palette.
    """

    DEFAULT_CSS = "CommandBar { background: $panel; padding: 0 2; &.-empty { display: none; } }"
    GAP = 3

    def show_verbs(
        self, spoken: Sequence[VerbState], note: Content, busy: Content | None = None, action: str = ""
    ) -> None:
        """Show these verbs; `note` is at the right end while no disabled verb has a reason.

        `busy` says there instead what is under way (None when nothing is). A click on the right end runs
        `action`.
        """
        spoken = [one for one in spoken if one.verb.bar]
        parts = [
            Part(_drawn(one), f"screen.press({one.verb.key!r})", rank=place)
            for place, one in enumerate(spoken, 1)
        ]
        reason = next((one.reason for one in spoken if one.reason), "")
        end = busy or (cell(reason, "$text-muted") if reason else note)
        self.set_class(not spoken, "-empty")
        self.show([*parts, *([Part(end, action, rank=1000, right=True)] if end else [])])

    def fitted(self, width: int) -> list[Part]:
        parts = fit([part for part in self._parts if not part.right], width, self.GAP)
        folded = len([part for part in self._parts if not part.right]) - len(parts)
        if folded:
            more = Part(Content.styled(f"{SIGNS.cut} More", "$text"), "app.command_palette")
            parts = fit(parts, width - more.text.cell_length - self.GAP, self.GAP)
            return [*parts, more]
        used = sum(part.text.cell_length + self.GAP for part in parts)
        for end in self._parts:
            if end.right and width - used >= min(end.text.cell_length, 16):
                parts.append(Part(end.text.truncate(width - used, ellipsis=True), end.action, right=True))
        return parts


def _drawn(one: VerbState) -> Content:
    if one.reason:
        return Content.styled(f"{SIGNS.impossible} {one.verb.label}", "$text-muted")
    style = "bold reverse $key" if one.pointed else "bold $key"
    return Content.assemble((one.verb.key, style), " ", (one.verb.label, "bold" if one.pointed else "$text"))
