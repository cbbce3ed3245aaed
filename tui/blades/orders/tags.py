"""Tags of an order: names and values one finds it by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content

from store.operations.certificate_registration.tags import SetOrderTags
from tui.blades.base import refresh_verb
from tui.blades.orders.base import OrderBlade
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import OperationForm
from tui.navigation.verbs import verb
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.columns import Column
from tui.widgets.form import Field
from tui.widgets.input import Input
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World
    from store.operations.operation import Operation
    from store.resources import CertificateOrder
    from tui.blades.base import Blade


_SELECT = "Select a tag first."


class TagForm(OperationForm):
    """A name and its value; a name that is there already gets the new value."""

    DOES = "Save"
    REQUIRED: ClassVar[tuple[str, ...]] = ("name",)
    BLAMES: ClassVar[Mapping[str, str]] = {
        "InvalidTagName": "name",
        "InvalidTagValue": "text",
        "DuplicateTag": "name",
    }

    def __init__(self, order: str, tags: Mapping[str, str], name: str = "") -> None:
        super().__init__("Edit tag" if name else "Add tag")
        self._order = order
        self._tags = tags
        self._tag = name

    def content(self) -> ComposeResult:
        yield Field("Name", Input(self._tag, compact=True, max_length=600), id="name")
        value = Input(self._tags.get(self._tag, ""), compact=True, max_length=300)
        yield Field("Value", value, id="text")

    @property
    def tag(self) -> Mapping[str, str]:
        """The name and its value, as they are written."""
        return {self.value("name"): self.value("text")}

    def operation(self) -> SetOrderTags:
        kept = {name: value for name, value in self._tags.items() if name != self._tag}
        return SetOrderTags(order=self._order, tags={**kept, **self.tag})


def ask_tag(page: Blade, orders: Sequence[CertificateOrder]) -> None:
    """Ask for a tag, then write it beside the tags of each of these orders."""
    form = TagForm(orders[0].id, orders[0].tags)

    def write(_: Operation) -> None:
        writes = {one.name: SetOrderTags(order=one.id, tags={**one.tags, **form.tag}) for one in orders}
        page.host.perform_each(writes, title="Add tag", then=page.let_go)

    page.host.ask(form, write)


class Tags(OrderBlade):
    """NAME and VALUE; each change is one write of all tags, as Azure does it."""

    OPENS = "Edit"
    LABEL = "Tags"
    COPIES = "Copy tag"
    PERFORMS = ("SetOrderTags",)
    HELP_TEXT = "Tags are names and values of your own, such as environment: production. They change nothing."

    @verb("a", "Add")
    def add_tag(self) -> None:
        self.edit("")

    @verb("e", "Edit")
    def edit_tag(self) -> None:
        self.edit(self.query_one(Table).cursor_key)

    @edit_tag.why_not
    def _unselected(self) -> str:
        return "" if self.query_one(Table).cursor_key else _SELECT

    refresh_world = refresh_verb

    @verb("d", "Delete tag", select_first=_SELECT)
    def delete_tag(self) -> None:
        """Ask, then write all tags but the selected one."""
        operation = self.deletion()
        if operation is not None:
            confirm(self.host, "Delete tag", operation, cell(self.copy_text(), "bold $text"))

    @delete_tag.operation
    def deletion(self) -> SetOrderTags | None:
        """All tags but the selected one."""
        chosen = self.query_one(Table).cursor_key
        if not chosen:
            return None
        kept = {name: value for name, value in self.order.tags.items() if name != chosen}
        return SetOrderTags(order=self.resource, tags=kept)

    def content(self) -> ComposeResult:
        yield Table(
            Column("NAME", 24, least=8),
            Column("VALUE", 30, least=8, grow=True),
            empty=muted("No tags.   ") + Content.assemble((self.add_tag.key, "bold $key"), " Add"),
        )

    def refresh_view(self, world: World) -> None:
        rows = {name: (cell(name, "$text"), muted(value)) for name, value in self.order.tags.items()}
        self.query_one(Table).show(rows)

    def on_table_opened(self, event: Table.Opened) -> None:
        self.edit(event.key)

    def edit(self, name: str) -> None:
        """Ask for a tag's name and value, then write all tags."""
        form = TagForm(self.resource, self.order.tags, name)
        self.host.ask(form, lambda made: self.host.perform(made, title="Tags"))

    def copy_text(self) -> str:
        name = self.query_one(Table).cursor_key
        return f"{name}: {self.order.tags[name]}" if name else ""
