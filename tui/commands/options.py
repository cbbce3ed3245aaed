"""An operation's arguments as options: their names, their types, and how typed words become values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

import msgspec

from store import Secret
from store.errors import UsageError
from store.operations.arguments import File, arguments, is_hidden, ref_kind, unknown

if TYPE_CHECKING:
    from store.operations.operation import Operation


@dataclass(frozen=True)
class Option:
    """One argument of an operation. `kind` is what is shown: text, file, password, a resource type, JSON."""

    name: str
    encoded: str
    kind: str
    literal: bool
    many: bool
    required: bool
    default: Any = None
    flag: bool = False


@dataclass
class Words:
    """Words after an operation's name: values by option, the named state and how to open it, help wanted."""

    values: dict[str, Any] = field(default_factory=dict)
    secret: str = ""
    state: str | None = None
    allow_older: bool = False
    read_only: bool | None = None
    help: bool = False


def options(kind: type[Operation]) -> dict[str, Option]:
    """An operation's options by name (`--resource-group`), in order."""
    hints = arguments(kind)
    made = {}
    for info in msgspec.structs.fields(kind):
        hint = hints[info.name]
        name = "--" + info.name.replace("_", "-")
        secret = is_hidden(hint) and Secret in _leaves(hint)
        made[name + "-stdin" if secret else name] = Option(
            name=name + "-stdin" if secret else name,
            encoded=info.encode_name,
            kind=_shown(hint),
            literal=_literal(hint),
            many=_many(hint),
            required=info.required,
            default=None if info.default is msgspec.NODEFAULT else info.default,
            flag=bool in _leaves(hint),
        )
    return made


def read_words(words: Sequence[str], known: Mapping[str, Option], operation: str) -> Words:
    """The typed words as values for `build`; raises `UsageError` naming the word at fault."""
    found = Words()
    rest = list(words)
    while rest:
        name, equals, inline = rest.pop(0).partition("=")
        if name in ("--help", "-h"):
            found.help = True
        elif name == "--state" and name not in known:
            found.state = inline if equals else _next(rest, name)
        elif name == "--allow-older" and name not in known:
            found.allow_older = True
        elif name in ("--read-only", "--no-read-only") and name not in known:
            found.read_only = name == "--read-only"
        elif name not in known:
            raise UsageError(unknown(operation, "argument", name, known), "UnknownArgument")
        else:
            _take(found, known[name], inline if equals else None, rest)
    return found


def missing(known: Mapping[str, Option], found: Words) -> list[str]:
    """Names of required options that were not given."""
    return [
        option.name
        for option in known.values()
        if option.required and option.encoded not in (*found.values, found.secret)
    ]


def _take(found: Words, option: Option, inline: str | None, rest: list[str]) -> None:
    if option.kind == "password":
        if found.secret:
            raise UsageError("Standard input holds one password only.")
        found.secret = option.encoded
        return
    if option.flag and inline is None and (not rest or rest[0] not in ("true", "false")):
        value: Any = True
    else:
        value = _value(option, inline if inline is not None else _next(rest, option.name))
    if option.many and isinstance(value, list):
        # JSON may hold all elements at once, also none.
        found.values[option.encoded] = [*found.values.get(option.encoded, []), *value]
    elif option.many:
        found.values[option.encoded] = [*found.values.get(option.encoded, []), value]
    elif option.encoded in found.values:
        raise UsageError(f"{option.name} is given twice; it takes one value.")
    else:
        found.values[option.encoded] = value


def _next(rest: list[str], name: str) -> str:
    if not rest:
        raise UsageError(f"{name} needs a value.")
    return rest.pop(0)


def _value(option: Option, text: str) -> Any:
    if option.kind != "file" and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UsageError(f"The value of {option.name} is not valid Unicode.")
    if option.literal:
        return text
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        example = _EXAMPLES[option.kind]
        raise UsageError(f"The value of {option.name} must be JSON, such as {example}.") from None


_EXAMPLES = {"true or false": "true", "number": "7", "object": '{"a":"b"}', "JSON": '"text"'}


def _leaves(hint: Any) -> tuple[Any, ...]:
    """The plain types an annotation is made of."""
    if get_origin(hint) is Annotated:
        return _leaves(get_args(hint)[0])
    if get_args(hint) and get_origin(hint) not in (Mapping, dict):
        return tuple(leaf for part in get_args(hint) for leaf in _leaves(part))
    return (get_origin(hint) or hint,)


def _literal(hint: Any) -> bool:
    return any(isinstance(leaf, str) or (isinstance(leaf, type) and _is_text(leaf)) for leaf in _leaves(hint))


def _is_text(leaf: type) -> bool:
    return issubclass(leaf, (str, datetime, Secret))


def _many(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return _many(get_args(hint)[0])
    return any(get_origin(part) in (tuple, list) for part in (hint, *get_args(hint)))


def _shown(hint: Any) -> str:
    leaves = _leaves(hint)
    reference = ref_kind(hint)
    if reference is not None:
        return "resource" if reference is object else str(reference.__struct_config__.tag).lstrip("_")
    if Secret in leaves:
        return "password"
    if File in leaves:
        return "file"
    if bool in leaves:
        return "true or false"
    if int in leaves:
        return "number"
    if _literal(hint):
        return "text"
    return "object" if Mapping in leaves or dict in leaves else "JSON"
