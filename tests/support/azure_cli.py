"""What azure-cli 2.91.0 accepts, for lines that this program prints.

`azure_cli_2_91_0.json` was written from that version's own argument parser: for each command its options with
all their names ("--name/-n", a word for how many values follow), those that must be given, and those that
must be given unless `--ids` is. Of the options that every command has those that we print stand below.
"""

from __future__ import annotations

import json
import shlex
from functools import cache
from pathlib import Path
from typing import Any

_EVERYWHERE = ("--output/-o", "--query")


class RefusedError(Exception):
    """The Azure CLI would not take the line."""


def parse(line: str) -> dict[str, list[str]]:
    """The values by option, under its first name, that a shell and the Azure CLI read from a line.

    Raises `RefusedError` where they read no command, an option that it has not, or too few.
    """
    program, *words = shlex.split(line)
    named = [size for size in range(len(words) + 1) if " ".join(words[:size]) in _commands()]
    if program != "az" or not named:
        raise RefusedError(f"no command of the Azure CLI: {line}")
    command = _commands()[" ".join(words[: named[-1]])]
    values = _values(words[named[-1] :], command)
    for option in (*command["required"], *([] if "--ids" in values else command.get("unless --ids", []))):
        if option.split(" ")[0].split("/")[0] not in values:
            raise RefusedError(f"{option} is missing: {line}")
    return values


def _values(words: list[str], command: dict[str, list[str]]) -> dict[str, list[str]]:
    counts = {}
    for option in (*command["required"], *command["optional"], *_EVERYWHERE):
        names, _, count = option.partition(" ")
        counts.update(dict.fromkeys(names.split("/"), (names.split("/")[0], count)))
    found: dict[str, list[str]] = {}
    current, room = "", ""
    for word in words:
        name, equals, inline = word.partition("=")
        if word[:2] in counts and len(word) > 2:
            name, equals, inline = word[:2], "=", word[2:]
        if word.startswith("-"):
            if name not in counts:
                raise RefusedError(f"there is no option {name}")
            current, room = counts[name]
            found[current] = [inline] if equals else []
            room = "0" if equals else room
        elif not current or room == "0" or (room in ("", "?") and found[current]):
            raise RefusedError(f"nothing takes the word {word}")
        else:
            found[current].append(word)
    rooms = dict(counts.values())
    hungry = [one for one, given in found.items() if not given and rooms[one] in ("", "+")]
    if hungry:
        raise RefusedError(f"{hungry[0]} has no value")
    return found


@cache
def _commands() -> Any:
    return json.loads(Path(__file__).with_name("azure_cli_2_91_0.json").read_text(encoding="utf-8"))
