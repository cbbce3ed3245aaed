"""Lines of the Azure CLI that do what an operation does, written for azure-cli 2.91.0.

Every word is quoted for a POSIX shell. What the operation does not tell (a file, a password) stands there
in capitals, to be replaced.

    >>> az_line("keyvault update", n="contoso-kv", g="rg-web", bypass="None")
    'az keyvault update -n contoso-kv -g rg-web --bypass None'
    >>> az_line("webapp update", ids="/sites/a", https_only=True, yes=())
    'az webapp update --ids /sites/a --https-only true --yes'
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from shlex import quote
from typing import Any, TypeAlias


class Raw(str):
    """A word as a shell reads it: quoted already, with what the shell works out."""


#: What follows an option: a word, several, none (a flag); None leaves the option out.
Value: TypeAlias = "str | bool | int | Sequence[str] | None"


def az_line(command: str, **options: Value) -> str:
    """The line of this command; `resource_group` becomes `--resource-group`, a single letter `-g`."""
    words = (word for name, value in options.items() for word in _words(name, value))
    return " ".join(("az", command, *words))


def az_move(id: str, group: str) -> str:
    """The line that moves the resource with this id into the resource group with that id."""
    subscription = group.split("/")[2]
    return az_line(
        "resource move",
        ids=id,
        destination_group=group.split("/")[-1],
        destination_subscription_id=subscription,
    )


def az_lines(lines: Iterable[str | None]) -> str | None:
    """Several lines, of either shell, to be given one after the other; None where there is none."""
    return "\n".join(filter(None, lines)) or None


def az_create(
    id: str, location: str, properties: Mapping[str, Any], tags: Mapping[str, str] | None = None
) -> str:
    """The line that makes a resource; the command has no option for tags, so it is given all with them."""
    if not tags:
        return az_line("resource create", id=id, location=location, properties=json_word(properties))
    whole = json_word({"location": location, "properties": properties, "tags": dict(tags)})
    return az_line("resource create", id=id, properties=whole, is_full_object=())


def tag_words(tags: Mapping[str, str]) -> tuple[str, ...] | None:
    """Tags as `NAME=VALUE`; None where the Azure CLI would read another name, or an option."""
    if any("=" in name or name.startswith("-") for name in tags):
        return None
    return tuple(f"{name}={value}" for name, value in tags.items())


def json_word(document: Any) -> str:
    """A JSON document as the value of an option."""
    return json.dumps(document, ensure_ascii=False)


def shell_word(text: str) -> str:
    """The text as one word of a shell; with what cannot be printed, in octal, as `$'…'` of POSIX 2024."""
    if isinstance(text, Raw):
        return str(text)
    if text.isprintable():
        return quote(text)
    return f"$'{''.join(map(_octal, text.encode('utf-8', 'surrogateescape')))}'"


def _octal(octet: int) -> str:
    return chr(octet) if 32 <= octet < 127 and octet not in b"\\'" else f"\\{octet:03o}"


def _words(name: str, value: Value) -> Iterator[str]:
    if value is None:
        return
    option = f"-{name}" if len(name) == 1 else f"--{name.replace('_', '-')}"
    values = (value,) if isinstance(value, str | int) else value
    texts = [one if isinstance(one, str) else str(one).lower() for one in values]
    if len(texts) == 1 and texts[0].startswith("-"):
        # Standing alone, such a word would be read as an option.
        yield shell_word(f"{option}{'=' * (len(name) > 1)}{texts[0]}")
    else:
        yield from (option, *map(shell_word, texts))
