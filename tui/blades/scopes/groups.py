"""Resource groups: what is in each, and their deletion with all of that."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.subscription.delete import DeleteResourceGroup
from store.resources import CertificateOrder, Resource, ResourceGroup, Vault, subscription_of
from store.services.regions import region_name
from store.services.subscription.groups import resources_in
from tui.blades.base import Blade, refresh_verb
from tui.dialogs.choose_group import payer_name
from tui.dialogs.new_group import NewGroup
from tui.dialogs.operation_form import fill_in
from tui.dialogs.type_name import consequence, type_name
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import Fact, muted
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World

_SELECT = "There is no resource group."


class ResourceGroups(Blade):
    """The groups, and below them the resources of the selected one."""

    LABEL = "Resource groups"
    COPIES = "Copy resource ID"
    PERFORMS = ("CreateResourceGroup", "DeleteResourceGroup")
    HELP_TEXT = (
        "Deleting a group deletes all that is in it: its certificates are revoked, soft delete keeps its key "
        "vaults. A lock on anything in it, or an app of another group in one of its plans, keeps the whole."
    )

    @verb("n", "Create", "Create a resource group")
    def create(self) -> None:
        """Ask for a name and a region, in the subscription of the selected group."""
        subscription = subscription_of(self.groups.cursor_key)
        fill_in(self.host, NewGroup(subscription), "Create resource group")

    refresh_world = refresh_verb

    @verb("o", "Locks", "What they refuse, and to whom")
    def open_locks(self) -> None:
        self.host.go("locks", self.groups.cursor_key)

    @open_locks.why_not
    def _no_group(self) -> str:
        return "" if self.groups.cursor_key else _SELECT

    @verb("d", "Delete", "The group with all its resources", select_first=_SELECT)
    def delete(self) -> None:
        """Delete the selected group, once its name is typed."""
        group, operation = self.selected(), self.deletion()
        if group is not None and operation is not None:
            facts = consequences(resources_in(self.world, group))
            warning = "This deletes the group and all that is in it."
            type_name(self.host, operation, "Delete resource group", warning, facts, name=group.name)

    @delete.operation
    def deletion(self) -> DeleteResourceGroup | None:
        """Deletion of the selected group."""
        group = self.selected()
        return DeleteResourceGroup(group=group.id) if group else None

    def content(self) -> ComposeResult:
        yield Table(
            Column("NAME", 26, least=12, grow=True),
            Column("SUBSCRIPTION", 26, least=12),
            Column("LOCATION", 16, leaves=1),
            Column("RESOURCES", 9, right=True),
            empty=muted("No resource groups to display.   ")
            + Content.assemble((self.create.key, "bold $key"), " Create"),
            id="groups",
        )
        with Section("Resources of the selected group"):
            yield Table(
                Column("NAME", 36, least=14, grow=True),
                Column("TYPE", 52, least=20, grow=True),
                empty=muted("Nothing is in this resource group."),
                id="resources",
            )

    @property
    def groups(self) -> Table:
        """The list of groups."""
        return self.query_one("#groups", Table)

    def refresh_view(self, world: World) -> None:
        self.groups.show({one.id: _row(world, one) for one in world.all(ResourceGroup)})
        self._show_resources()

    def _show_resources(self) -> None:
        group = self.selected()
        held = resources_in(self.world, group) if group else ()
        self.query_one("#resources", Table).show(
            {one.id: (cell(one.name, "$text"), muted(_type(one))) for one in held}
        )

    def selected(self) -> ResourceGroup | None:
        """The group under the cursor."""
        return self.world.get(ResourceGroup, self.groups.cursor_key or None)

    def on_table_moved(self, event: Table.Moved) -> None:
        if event.table is self.groups:
            self._show_resources()
        self.update_chrome()

    def on_table_opened(self, event: Table.Opened) -> None:
        if event.table is self.groups:
            self.query_one("#resources", Table).focus()
        else:
            self.host.open_resource(event.key)

    def copy_text(self) -> str:
        resources = self.query_one("#resources", Table)
        return resources.cursor_key if resources.has_focus else self.groups.cursor_key


def _type(resource: Resource) -> str:
    return str(type(resource).__struct_config__.tag)


def _row(world: World, group: ResourceGroup) -> Cells:
    count = len(resources_in(world, group))
    return (
        cell(group.name, "$text"),
        muted(payer_name(world, group.id)),
        muted(region_name(group.location)),
        muted(str(count)),
    )


def consequences(held: tuple[Resource, ...]) -> list[Fact]:
    """What goes with a group, a line for each kind of resource."""
    words = {CertificateOrder: "revoked for good", Vault: "kept by soft delete for their retention"}
    counts = Counter(type(one) for one in held)
    lines = [
        consequence(_type(next(one for one in held if type(one) is kind)), count, words.get(kind, "deleted"))
        for kind, count in counts.items()
    ]
    return lines or [consequence("Resources", 0, "none")]
