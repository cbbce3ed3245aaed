"""The footer: keys of the focused part, then global ones; help and palette at the right end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.keys import key_to_character

from tui.widgets.focus import takes_letters
from tui.widgets.line import Line, Part

if TYPE_CHECKING:
    from textual.screen import Screen

#: Actions whose keys stand at the right end.
_RIGHT = ("help", "command_palette")
#: Actions whose keys give way before all others.
_SELDOM, _LAST = ("choose",), 1000
#: Actions that stay longest: where a scenario is played, they are the way on.
_TRAINING = ("hint", "ticket", "scene(1)")


class KeyBar(Line):
    """Shows the bindings that are active now, save keys a field would take; a click does what a key does."""

    DEFAULT_CSS = "KeyBar { background: $background; }"

    #: Whether its keys have been asked for: the first time by whoever draws it, since they change until then.
    _asked = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._update)

    def _update(self, screen: Screen[object]) -> None:
        if self._asked:
            self.show(self._active(screen))

    def fitted(self, width: int) -> list[Part]:
        if not self._asked:
            self._asked = True
            self._parts = tuple(self._active(self.screen))
        return super().fitted(width)

    def _active(self, screen: Screen[object]) -> list[Part]:
        parts: list[Part] = []
        seen: set[tuple[str, str]] = set()
        focused = screen.focused
        writes = focused if focused is not None and takes_letters(focused) else None
        for active in screen.active_bindings.values():
            binding = active.binding
            if not binding.show:
                continue
            described = getattr(active.node, "described", None)
            does = (described(binding.action) if described else "") or binding.description
            if (binding.action, does) in seen:
                continue
            key = binding.key
            if writes is not None and writes.check_consume_key(key, key_to_character(key)):
                continue
            seen.add((binding.action, does))
            # A letter is drawn as it is; Textual looks for it among the names of all characters.
            drawn = key if len(key) == 1 and not binding.key_display else self.app.get_key_display(binding)
            text = Content.assemble((drawn, "bold $key"), " ", (does, "$text-muted"))
            right = binding.action in _RIGHT
            turn = 1 if right else 2 if binding.action in _TRAINING else len(parts) + 10
            action = f"app.simulate_key({key!r})"
            parts.append(Part(text, action, rank=_LAST if binding.action in _SELDOM else turn, right=right))
        return parts
