"""The registry: every operation by name, its module loaded when somebody asks for it."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from store import World
from store.errors import AzureError, UsageError
from store.operations.arguments import references
from store.operations.key_vault.create import CreateVault
from store.operations.naming import resolve
from store.operations.operation import Operation
from store.operations.registry import OPERATIONS, from_json, kind_named, kinds
from store.operations.web.bindings import AddBinding
from store.operations.web.sites import StopSite
from store.resources import Site
from store.world import Draft
from tests.support.worlds import demo_world


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


def two_apps() -> World:
    """A world with an app of the same name in two resource groups."""
    there = demo_world()
    draft = Draft(World(there.tables, there.revision))
    site = next(one for one in there.all(Site) if one.name == "contoso-app")
    twin = msgspec.structs.replace(site, id=site.id.replace("/rg-web/", "/rg-shop/"))
    draft.put(twin)
    return World(draft.tables, there.revision)


def test_a_name_may_say_its_resource_group_and_a_document_that_of_all_its_names() -> None:
    there = two_apps()
    with pytest.raises(AzureError) as refused:
        resolve(from_json({"operation": "StopSite", "site": "contoso-app"}), there)
    assert refused.value.code == "AmbiguousName" and "RESOURCE-GROUP/NAME" in refused.value.next_step
    for asked in (
        {"site": "rg-shop/contoso-app"},
        {"site": "RG-SHOP/Contoso-App"},
        {"site": "contoso-app", "resourceGroup": "rg-shop"},
    ):
        operation = resolve(from_json({"operation": "StopSite", **asked}), there)
        assert isinstance(operation, StopSite)
        assert operation.site.endswith("/rg-shop/providers/Microsoft.Web/sites/contoso-app")


def test_a_documents_resource_group_is_for_bare_names_of_what_is_in_one() -> None:
    """An id and a qualified name stay; an operation's own argument of that name is its own."""
    there = demo_world()
    bound = {
        "operation": "AddBinding",
        "site": "contoso-app",
        "host": "contoso.com",
        "certificate": "rg-web/contosocert-rg-web-WestEuropewebspace",
        "resourceGroup": "rg-web",
    }
    asked = from_json(bound)
    assert isinstance(asked, AddBinding)
    assert (asked.site, asked.host) == ("rg-web/contoso-app", "contoso.com")
    assert resolve(asked, there) == resolve(
        from_json({name: value for name, value in bound.items() if name != "resourceGroup"}), there
    )
    made = from_json({"operation": "CreateVault", "name": "kv-a", "resourceGroup": "rg-web"})
    assert isinstance(made, CreateVault) and made.resource_group == "rg-web"
    raised = from_json({"operation": "SetCard", "valid": True, "resourceGroup": "rg-web"})
    assert raised == from_json({"operation": "SetCard", "valid": True})
    for wrong in ("", "rg/web", 7):
        with pytest.raises(UsageError, match="resourceGroup is the name of a resource group"):
            from_json({"operation": "StopSite", "site": "a", "resourceGroup": wrong})
