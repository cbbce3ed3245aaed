"""What Textual looks up by a class's line of styles is there, also where several classes are inherited."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from textual.dom import DOMNode

import tui


def _below(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def test_every_widget_and_screen_has_the_component_classes_it_inherits() -> None:
    """Of several bases only the first that is a node counts; without its classes drawing ends the program."""
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    own = [kind for kind in _below(DOMNode) if kind.__module__.startswith("tui.")]
    assert len(own) > 100
    for kind in own:
        inherited = {name for one in kind.__mro__ for name in one.__dict__.get("COMPONENT_CLASSES", ())}
        assert kind._get_component_classes() == inherited, kind.__qualname__
