"""The registry: every operation by name, its module loaded when somebody asks for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from store.errors import UsageError
from store.operations.arguments import references
from store.operations.operation import Operation
from store.operations.registry import OPERATIONS, kind_named, kinds


def test_every_operation_has_a_name_in_the_log_and_a_title() -> None:
    for kind in kinds().values():
        assert kind.arm.startswith(("Microsoft.", "Simulator/"))
        assert kind.title
        assert kind.__doc__


def test_the_table_holds_every_operation_of_its_modules_once() -> None:
    assert len(kinds()) == len(OPERATIONS)
    listed = set(kinds().values())
    defined = {
        kind
        for name in {kind.__module__ for kind in listed}
        for kind in vars(sys.modules[name]).values()
        if isinstance(kind, type) and issubclass(kind, Operation) and kind.__module__ == name
    }
    # A base of several operations has no title, or a name that begins with an underscore.
    assert {kind for kind in defined if hasattr(kind, "title") and kind.__name__[0] != "_"} == listed


def test_what_an_operation_targets_is_an_argument_that_names_a_resource() -> None:
    for kind in kinds().values():
        assert not kind.targets or kind.targets in references(kind), kind


def test_a_name_is_found_in_any_case_and_with_dashes() -> None:
    assert kind_named("set-auto-renew") is kind_named("SETAUTORENEW") is kinds()["SetAutoRenew"]
    with pytest.raises(UsageError, match="no operation 'sell-domain'"):
        kind_named("sell-domain")


def test_asking_for_one_operation_loads_no_other() -> None:
    asked = "from store.operations.registry import kind_named; kind_named('sync-certificate'); import sys"
    modules = subprocess.run(
        [sys.executable, "-c", f"{asked}; print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout.split()
    folder = {name for name in modules if name.startswith("store.operations.") and name.count(".") == 3}
    assert folder == {"store.operations.web.certificates"}
