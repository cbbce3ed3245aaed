"""What a monkey does, as data: a seed gives the same steps each time, and steps can be written down."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import msgspec

#: What a terminal sends for keys that have no letter, those that answer and leave most often.
_ANSWERS = ("enter", "escape", "down", "up", "tab")
_OTHERS = (
    *("left", "right", "space", "backspace", "delete", "home", "end", "pageup", "pagedown", "shift+tab"),
    *("f1", "f2", "f3", "f5", "ctrl+p", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+x", "ctrl+v"),
)
#: Keys of the frame that open something.
_OPENERS = ("g", "m", "t", "b", "question_mark", "slash", "ctrl+p")
#: `q` leaves the portal; a run ends with leaving, and never before.
_LETTERS = tuple("abcdefghijklmnoprstuvwxyz")
_SIGNS = (*"0123456789", "full_stop", "asterisk", "minus", "at", "underscore")
PASTES = ("word", "lines", "controls", "megabyte")
CHANGES = (
    *("delete_shown", "delete_any", "move_order", "move_vault", "lock", "unlock", "rekey", "sync", "tags"),
    *("undo", "day", "run_clock", "pause_clock", "replace_world", "suspend", "resume", "setting", "hosts"),
)


class Press(msgspec.Struct, frozen=True, tag=True):
    """Keys sent one after the other, `gap` milliseconds apart (0: in one write), waiting for nothing."""

    keys: tuple[str, ...]
    gap: int = 0


class Open(msgspec.Struct, frozen=True, tag=True):
    """Open a page: the `place`-th of all routes with all their resources."""

    place: int


class Click(msgspec.Struct, frozen=True, tag=True):
    """Clicks at a place of the screen (parts of its width and height)."""

    x: float
    y: float
    times: int = 1


class Wheel(msgspec.Struct, frozen=True, tag=True):
    """A turn of the mouse's wheel at a place of the screen."""

    x: float
    y: float
    down: bool


class Paste(msgspec.Struct, frozen=True, tag=True):
    """A text from the clipboard; `kind` is one of `PASTES`."""

    kind: str


class Resize(msgspec.Struct, frozen=True, tag=True):
    """Another size of the terminal."""

    width: int
    height: int


class Outside(msgspec.Struct, frozen=True, tag=True):
    """What another program does to the same state; `change` is one of `CHANGES`, `pick` of which resource."""

    change: str
    pick: int


class Rest(msgspec.Struct, frozen=True, tag=True):
    """Milliseconds in which nobody does anything."""

    ms: int


Step = Press | Open | Click | Wheel | Paste | Resize | Outside | Rest


def steps(seed: int, keys: int) -> tuple[Step, ...]:
    """The steps of a seed, with at least this many keys pressed in them."""
    random = Random(seed)
    found: list[Step] = []
    pressed = 0
    while pressed < keys:
        step = _step(random)
        found.append(step)
        pressed += len(step.keys) if isinstance(step, Press) else 0
    return tuple(found)


def presses(taken: Sequence[Step]) -> int:
    """How many keys are pressed in these steps."""
    return sum(len(step.keys) for step in taken if isinstance(step, Press))


def _step(random: Random) -> Step:
    kinds = ("press", "open", "click", "wheel", "paste", "resize", "outside", "rest")
    match random.choices(kinds, (60, 9, 8, 2, 3, 4, 9, 5))[0]:
        case "open":
            return Open(random.randrange(10_000))
        case "click":
            return Click(round(random.random(), 3), round(random.random(), 3), random.choice((1, 1, 2, 3)))
        case "wheel":
            return Wheel(round(random.random(), 3), round(random.random(), 3), random.random() < 0.5)
        case "paste":
            return Paste(random.choices(PASTES, (5, 3, 5, 1))[0])
        case "resize":
            size = random.choice(((80, 24), (120, 36), (20, 5), (300, 100)))
            if random.random() < 0.5:
                size = (random.randint(20, 300), random.randint(5, 100))
            return Resize(*size)
        case "outside":
            return Outside(random.choice(CHANGES), random.randrange(1000))
        case "rest":
            return Rest(random.choice((10, 40, 120, 350)))
    return Press(tuple(_keys(random)), random.choices((0, 2, 10, 60, 120), (60, 20, 12, 5, 3))[0])


def _keys(random: Random) -> list[str]:
    """A burst of keys; a quarter of them twice, as a finger bounces or a key is held."""
    found: list[str] = []
    for _ in range(random.choice((1, 2, 2, 3, 4, 6, 9))):
        pool = random.choices((_ANSWERS, _OTHERS, _OPENERS, _LETTERS, _SIGNS), (34, 18, 16, 26, 6))[0]
        found += [random.choice(pool)] * (2 if random.random() < 0.25 else 1)
    return found
