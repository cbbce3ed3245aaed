"""Help: this page's keys, everywhere's keys, what the signs mean, and the page in one paragraph."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from store.eras import ERAS
from store.errors import AzureError, UsageError
from store.operations.registry import kind_named
from tui.blades.base import Blade
from tui.blades.simulator.time import Time
from tui.blades.simulator.way_back import RedoStep, UndoStep, WayBack
from tui.dialogs.read_text import ReadText
from tui.navigation.routes import is_own
from tui.navigation.verbs import Verb
from tui.text.cells import cell
from tui.text.command_lines import block, this_world
from tui.text.era_facts import ca_rules, era_numbers
from tui.text.example_operations import example
from tui.text.signs import SIGNS
from tui.text.status import number_mark, sign
from tui.widgets.card import Card
from tui.widgets.section import Notes

if TYPE_CHECKING:
    from store import World
    from store.operations.operation import Operation

#: The dialogs of every page that perform operations.
_DIALOGS: tuple[type[Time | WayBack], ...] = (Time, UndoStep, RedoStep)
_OWN = "This page is the simulator's own: Azure's portal has none like it."
_NOTHING = "# Nothing on this page changes the cloud."
#: Key, label, and the frame's action whose being possible decides whether it is listed.
_EVERYWHERE = (
    ("/", "Filter the table", "filter"),
    ("S !", "Sort by a column; the worst first", "sort"),
    ("space *", "Choose rows together; all of them", "choose"),
    ("w", "Chart or page on the whole screen", "whole"),
    ("1 … 9", "Rows of one state only; 0 all", "part"),
    ("t", "Time", "time"),
    ("b", "Notifications", "notices"),
    ("m", "Menu of the resource", "menu"),
    ("g", "Go to a resource", "go_to"),
    ("'", "Jump: a letter beside all in reach", "jump"),
    ("E", "The document in your own editor", "outside"),
    ("L", "What was done here, as commands", "done"),
    ("U", "Undo, step by step; ^y Redo", "undo"),
    ("^p", "Every verb, by name", "command_palette"),
    ("f5", "Refresh also in a form", "refresh"),
    ("f1", "This help also in a form", "help"),
    ("esc", "One page back", "back"),
    ("q", "Quit; the world is kept", "quit"),
)


class Help(Card[None]):
    """Two columns where there is room, one below the other where not."""

    WIDTH = 102
    DEFAULT_CSS = """
    Help Horizontal { height: auto; }
    Help Static { width: 1fr; height: auto; padding: 0 2 0 0; }
    Help.-narrow Horizontal { layout: vertical; }
    Help.-narrow Static { width: 100%; margin: 0 0 1 0; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "leave", "Close", show=False, id="help.leave"),
        Binding("l", "commands", "These verbs as commands", id="help.commands"),
        Binding("e", "eras", "What differs by era", id="help.eras"),
    ]

    def __init__(self, blade: Blade) -> None:
        super().__init__("Help")
        self._blade = blade
        # Asked at once: until this is drawn the page may have gone.
        self._texts = self._keys(), self._signs()

    def content(self) -> ComposeResult:
        keys, signs = self._texts
        with Horizontal():
            notes = Notes(id="keys")
            notes.show(*keys)
            yield notes
            yield Static(signs)

    def _keys(self) -> list[Content]:
        blade = self._blade
        verbs = [
            (verb.key, self._verb_text(verb.label, verb.tip, blade.why_not(verb))) for verb in blade.verbs()
        ]
        own = [(one.key_display or one.key, cell(one.description)) for one in blade.own_keys()]
        copies = [("c", cell(blade.COPIES))] if blade.COPIES else []
        frame = blade.screen
        everywhere = [
            (blade.host.key(f"portal.{action}", key), cell(label))
            for key, label, action in _EVERYWHERE
            if frame.check_action(action, ())
        ]
        head = Content.styled(blade.LABEL or blade.KIND_LABEL, "bold $text")
        lines = [head, *map(_key_line, verbs + own + copies), Content("")]
        return [*lines, Content.styled("Everywhere", "bold $text"), *map(_key_line, everywhere)]

    @staticmethod
    def _verb_text(label: str, tip: str, reason: str) -> Content:
        if reason:
            return cell(f"{SIGNS.impossible} {label}: {reason}", "$text-muted")
        return Content.assemble((label, "$text"), (f"   {tip}" if tip else "", "$text-muted"))

    def _signs(self) -> Content:
        lines = [
            Content.styled("What the signs mean", "bold $text"),
            Content.assemble("  ", sign("success"), "  done, good, in sync"),
            Content.assemble("  ", sign("warning"), "  works, and needs you"),
            Content.assemble("  ", sign("error"), "  failed or final"),
            Content.assemble("  ", sign("time"), "  under way in simulated time"),
            Content.assemble("  ", sign("muted"), "  not yet, nothing there"),
            Content.assemble(
                "  ", (SIGNS.impossible, "$text-muted"), "  not possible now; press it, it says why"
            ),
            Content(""),
            Content.assemble("  ", number_mark(3, 3), " the order's current certificate, its third"),
            Content.assemble("  ", number_mark(2, 3), " an earlier one; same number, same key"),
            Content.assemble("  ", number_mark(4, 3), " the next, not issued yet"),
            Content.assemble("  ", number_mark(None, 3), "  not of this order"),
        ]
        if self._blade.HELP_TEXT:
            title = f"{self._blade.LABEL or self._blade.KIND_LABEL} in one paragraph"
            lines += [
                Content(""),
                cell(title, "bold $text"),
                cell(self._blade.HELP_TEXT, "$text-muted", 2000),
            ]
        if is_own(type(self._blade)):
            lines += [Content(""), cell(_OWN, "$text-muted", 200)]
        return Content("\n").join(lines)

    def action_commands(self) -> None:
        """What to type instead of pressing."""
        if not self._blade.stands:
            # Another program took its resource away, and there is nothing to press any more.
            self.dismiss()
            return
        self.app.push_screen(ReadText(f"{self._blade.title()} by command", _commands(self._blade)))

    def action_eras(self) -> None:
        """The numbers of every era, one below the other."""
        text = "\n\n".join(f"Era {era.name}\n{era_numbers(era)}" for era in ERAS.values())
        text = f"{text}\n\n{ca_rules()}"
        self.app.push_screen(ReadText("Eras", text))


def _commands(blade: Blade) -> str:
    """What to type instead of the page's verbs, its dialogs and fields, and the dialogs of every page."""
    world = blade.world
    asked = ((verb.label, _asked(verb)) for verb in blade.verbs())
    exact = [(label, operation) for label, operation in asked if operation is not None]
    lines = [block(world, label, operation) for label, operation in exact]
    shown = {type(operation).__name__ for _, operation in exact}
    lines += _examples(world, blade.PERFORMS, shown, blade.resource)
    if not lines:
        lines.append(_NOTHING)
    everywhere = (name for dialog in _DIALOGS for name in dialog.PERFORMS)
    return "\n\n".join([*this_world(blade.host.path), *lines, *_examples(world, everywhere, shown)])


def _examples(world: World, names: Iterable[str], shown: Container[str], near: str = "") -> list[str]:
    """Those of the operations that no verb has shown with its own arguments, by an example."""
    kinds = [kind_named(name) for name in names if name not in shown]
    return [block(world, kind.title, example(world, kind, near)) for kind in kinds]


def _asked(verb: Verb) -> Operation | None:
    """What the verb asks the cloud for now; None where it asks nothing, or fields say nothing yet."""
    try:
        return verb.operation() if verb.operation else None
    except (AzureError, UsageError):
        return None


def _key_line(pair: tuple[str, Content]) -> Content:
    key, text = pair
    return Content.assemble((f"{key:>8}", "bold $key"), "  ", text)
