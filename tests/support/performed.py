"""Which operations the code of a page comes upon, in itself and in the dialogs, forms and verbs it uses.

Read from the source: every name in the page's class is followed to where it is defined, as long as that is
in `tui`. Of a base class count the members that somebody mentions by name, and what Textual calls by itself
(`on_…`, `action_…`, verbs). Annotations do not count. Routes are names in strings, so the pages that a page
leads to are not its own.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from inspect import isclass
from pathlib import Path
from typing import NamedTuple

from store.operations.operation import Operation, Simulator

_ABSTRACT = (Operation, Simulator)
_CALLED_BY_TEXTUAL = ("on_", "_on_", "action_", "__")


def performed(page: type) -> frozenset[str]:
    """Names of the operation classes that the page's code comes upon."""
    return frozenset(_Walk(page).operations)


class _Module(NamedTuple):
    defined: dict[str, ast.AST]
    imported: dict[str, tuple[str, str]]


class _Walk:
    """From a page's class through everything its code names."""

    def __init__(self, page: type) -> None:
        self.operations: set[str] = set()
        self._seen: set[tuple[str, str]] = set()
        self._mentioned: set[str] = set()
        #: Members of base classes that nobody has mentioned so far, by name.
        self._members: list[tuple[str, str, ast.AST]] = []
        self._bases = {
            (kind.__module__, kind.__name__)
            for kind in page.__mro__[1:]
            if kind.__module__.startswith("tui.")
        }
        self._come_upon(page.__module__, page.__name__)
        while ready := [one for one in self._members if one[1] in self._mentioned]:
            self._members = [one for one in self._members if one[1] not in self._mentioned]
            for module, _, node in ready:
                self._read(module, node)

    def _come_upon(self, module: str, name: str) -> None:
        if module.startswith("store.operations"):
            kind = getattr(import_module(module), name, None)
            if isclass(kind) and issubclass(kind, Operation) and kind not in _ABSTRACT:
                self.operations.add(kind.__name__)
        elif module.startswith("tui.") and (module, name) not in self._seen:
            self._seen.add((module, name))
            node = _module(module).defined.get(name)
            if isinstance(node, ast.ClassDef) and (module, name) in self._bases:
                self._read_base(module, node)
            elif node is not None:
                self._read(module, node)

    def _read_base(self, module: str, base: ast.ClassDef) -> None:
        for node in (*base.bases, *base.body):
            plain = isinstance(node, ast.FunctionDef) and not node.decorator_list
            if isinstance(node, ast.FunctionDef) and plain and not node.name.startswith(_CALLED_BY_TEXTUAL):
                self._members.append((module, node.name, node))
            else:
                self._read(module, node)

    def _read(self, module: str, node: ast.AST) -> None:
        known = _module(module)
        for part in _parts(node):
            if isinstance(part, ast.Attribute):
                self._mentioned.add(part.attr)
            elif isinstance(part, ast.Name):
                if part.id in known.defined:
                    self._come_upon(module, part.id)
                elif part.id in known.imported:
                    self._come_upon(*known.imported[part.id])


@cache
def _module(name: str) -> _Module:
    """What a module defines at its top, and where the names it imports anywhere come from."""
    import_module(name)
    tree = ast.parse(Path(str(sys.modules[name].__file__)).read_text(encoding="utf-8"))
    defined: dict[str, ast.AST] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            # A verb of several pages has its operation in a function that is named only by its decorator.
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Attribute) and isinstance(decorator.value, ast.Name):
                    verb = defined.get(decorator.value.id)
                    if isinstance(verb, ast.FunctionDef):
                        verb.body.append(ast.Expr(ast.Name(node.name)))
            defined[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined.update((one.id, node.value) for one in targets if isinstance(one, ast.Name))
    imported = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    return _Module(defined, imported)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it, but annotations and what a value is only compared with by its type."""
    yield node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
        yield from _parts(node.args[0])
        return
    for field, child in ast.iter_fields(node):
        if field not in ("annotation", "returns"):
            for one in child if isinstance(child, list) else [child]:
                if isinstance(one, ast.AST):
                    yield from _parts(one)
