"""`certblade completion`: scripts for shells, and the words that a shell asks for.

A script hands the words of the line to `certblade completion words`, the last one being the word to complete,
and gets a candidate a line: the word, a tab, and what it is. The line ":files" stands for names of files.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store import default_state_path, read_world
from store.eras import ERAS
from store.errors import StateError, UsageError
from store.operations.arguments import arguments, ref_kind
from store.operations.naming import SCOPES
from store.operations.registry import OPERATIONS, kind_named
from store.resources import CertificateOrder
from tui.commands.options import Option, options
from tui.commands.output import say
from tui.commands.parser import RECORDS, TYPES, parser
from tui.text.plain import plain

if TYPE_CHECKING:
    from store.operations.operation import Operation

_BASH = r"""_certblade() {
    local IFS=$'\n' line current="${COMP_WORDS[COMP_CWORD]}"
    COMPREPLY=()
    while read -r line; do
        if [[ $line == ":files" ]]; then
            COMPREPLY+=($(compgen -f -- "$current"))
            compopt -o filenames 2>/dev/null
        else
            line="${line%%$'\t'*}"
            [[ $line == "$current"* ]] && COMPREPLY+=("$(printf '%q' "$line")")
        fi
    done < <("${COMP_WORDS[0]}" completion words "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _certblade certblade"""
_ZSH = r"""_certblade() {
    local -a found; local line
    for line in "${(@f)$("${words[1]}" completion words "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == ":files" ]]; then _files; else found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}"); fi
    done
    (( $#found )) && _describe 'certblade' found
}
compdef _certblade certblade"""
_FISH = r"""function __certblade_words
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] completion words $words[2..-1] 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path (commandline -ct)
        else
            echo $line
        end
    end
end
complete -c certblade -f -a '(__certblade_words)'"""
_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}

#: A candidate and what it is.
Candidates = Iterator[tuple[str, str]]
_FILES = (":files", "")
_MOST = 500


def run(arguments: argparse.Namespace) -> int:
    """Prints the script of a shell, or the candidates for the last of the words."""
    if arguments.shell in _SCRIPTS:
        say(_SCRIPTS[arguments.shell])
        return 0
    *before, current = arguments.words or [""]
    for word, what in candidates(before, current, arguments):
        say(word if (word, what) == _FILES else f"{word}\t{plain(what, 80)}")
    return 0


def candidates(before: Sequence[str], current: str, arguments: argparse.Namespace) -> Candidates:
    """What may stand in place of the last word, that which begins with it; at most some hundred."""
    found = (
        one for one in _all(before, arguments) if one == _FILES or one[0].lower().startswith(current.lower())
    )
    for _, one in zip(range(_MOST), found, strict=False):
        # A name that no line can hold is not offered.
        if one[0].isprintable():
            yield one


def _all(before: Sequence[str], arguments: argparse.Namespace) -> Candidates:
    if before and before[-1] == "--state":
        yield _FILES
        return
    rest = _without_state(before, arguments)
    commands = _commands()
    if not rest:
        yield from _summaries()
        yield from _options_of(parser())
    elif rest[0] == "do":
        yield from _of_do(rest[1:], arguments)
    elif rest[0] in commands:
        yield from _of_command(rest[0], commands[rest[0]], rest[1:], arguments)


def _without_state(before: Sequence[str], arguments: argparse.Namespace) -> list[str]:
    """The words but --state and its value, which is kept as the state that is asked."""
    rest, words = [], iter(before)
    for word in words:
        name, equals, value = word.partition("=")
        if name == "--state":
            arguments.state = Path(value if equals else next(words, ""))
        elif word != "--allow-older":
            rest.append(word)
    return rest


def _commands() -> Mapping[str, argparse.ArgumentParser]:
    choices: Mapping[str, argparse.ArgumentParser] = _subparsers().choices
    return choices


def _summaries() -> Candidates:
    yield from ((one.dest, one.help or "") for one in _subparsers()._choices_actions)


def _subparsers() -> argparse._SubParsersAction[Any]:
    [found] = [one for one in parser()._actions if isinstance(one, argparse._SubParsersAction)]
    return found


def _options_of(command: argparse.ArgumentParser) -> Candidates:
    for action in command._actions:
        if action.help != argparse.SUPPRESS:
            yield from ((name, action.help or "") for name in action.option_strings if name.startswith("--"))


def _of_command(
    name: str, command: argparse.ArgumentParser, words: Sequence[str], arguments: argparse.Namespace
) -> Candidates:
    last = words[-1] if words else ""
    for action in command._actions:
        if last in action.option_strings and action.nargs != 0:
            yield from _values(action, name, arguments)
            return
    at = sum(not word.startswith("--") for word in words)
    places = [one for one in command._actions if not one.option_strings]
    if at < len(places):
        yield from _values(places[at], name, arguments)
    yield from _options_of(command)
    yield "--state", "the file that holds the world"


def _values(action: argparse.Action, command: str, arguments: argparse.Namespace) -> Candidates:
    if action.choices:
        yield from ((str(one), "") for one in action.choices if one != "words")
    elif action.dest == "type":
        yield from ((one, "") for one in (*(known.rpartition("/")[2] for known in TYPES), *RECORDS))
    elif action.dest == "order":
        yield from _names(CertificateOrder, arguments)
    elif action.dest == "resource":
        yield from _names(object, arguments)
    elif action.dest == "era":
        yield from ((name, "") for name in ERAS)
    elif action.dest in ("file", "output", "folder", "path"):
        yield _FILES


def _of_do(words: Sequence[str], arguments: argparse.Namespace) -> Candidates:
    """Operations; then the options of the one that is named, and their values."""
    if not words:
        yield from ((one.partition(":")[2], "") for one in OPERATIONS)
        return
    try:
        kind = kind_named(words[0])
    except UsageError:
        return
    known = options(kind)
    asked = known.get(words[-1])
    if asked is not None and asked.kind != "password":
        yield from _values_of(asked, kind, arguments)
    if asked is None or asked.flag:
        given = {word for word in words if not known.get(word) or not known[word].many}
        yield from ((name, one.kind) for name, one in known.items() if name not in given)
        yield "--state", "the file that holds the world"


def _values_of(asked: Option, kind: type[Operation], namespace: argparse.Namespace) -> Candidates:
    hints = arguments(kind)
    field = asked.name.removeprefix("--").replace("-", "_")
    named = ref_kind(hints[field])
    if named is not None:
        yield from _names(named, namespace)
    elif asked.kind == "file":
        yield _FILES
    elif asked.flag:
        yield from (("true", ""), ("false", ""))


def _names(kind: type[Any], arguments: argparse.Namespace) -> Candidates:
    """Names of the world's resources of a kind (`object`: of all that a lock can be on)."""
    try:
        world, _ = read_world(arguments.state or default_state_path(), allow_older=True)
    except StateError:
        return
    seen = set()
    for one in SCOPES if kind is object else (kind,):
        for document in world.all(one):
            name = str(getattr(document, "name", document.id))
            if name not in seen:
                seen.add(name)
                yield name, str(one.__struct_config__.tag)
