"""The tree of Azure Resource Manager on the screen: what lies below a place is read when it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from store.arm.tree import PAGE, Node, below, search, way_to
from store.resources import Resource, table_of
from tui.text.plain import plain
from tui.text.signs import SIGNS

if TYPE_CHECKING:
    from store import World

#: The place below a list that was cut: nothing to open.
_MORE = ""


class ResourceTree(Tree[str]):
    """Places by their paths; while something is searched, the resources found in one list."""

    DEFAULT_CSS = """
    ResourceTree {
        height: 1fr; background: transparent; color: $text; padding: 0; scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        & > .tree--guides, & > .tree--guides-hover, & > .tree--guides-selected {
            color: $wire !important; text-style: none;
        }
        & > .tree--cursor { background: $pick-blur; color: $text; text-style: none; }
        &:focus > .tree--cursor { background: $pick; color: $pick-text; text-style: bold; }
        & > .tree--highlight { text-style: none; }
        & > .tree--highlight-line { background: transparent; }
    }
    """
    ALLOW_SELECT = False
    ICON_NODE = f"{SIGNS.closed} "
    ICON_NODE_EXPANDED = f"{SIGNS.open} "
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Select", key_display="↑↓", id="tree.up"),
        Binding("down,j", "cursor_down", "Select", show=False, id="tree.down"),
        Binding("enter", "read", "Document", key_display="enter", id="tree.choose"),
        Binding("right", "open_node", "Expand", key_display="→", id="tree.open"),
        Binding("left", "close_node", "Collapse", key_display="←", id="tree.close"),
    ]

    @dataclass
    class Moved(Message, namespace="resource_tree"):
        """The cursor came to another place ("" for none)."""

        path: str

    @dataclass
    class Chosen(Message, namespace="resource_tree"):
        """Enter on a place."""

        path: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.show_root = False
        self.auto_expand = False
        self.guide_depth = 2
        self._world: World | None = None
        self._sought = ""
        self._shown = ""

    @property
    def path(self) -> str:
        """The path under the cursor, "" for none."""
        node = self.cursor_node
        return node.data or "" if node is not None else ""

    def show_world(self, world: World) -> None:
        """Show this world; what was open stays open, and the cursor stays on its place."""
        self._world = world
        before = self.path
        opened = {node.data or "" for node in self._all() if node.is_expanded}
        if self._sought:
            self._fill(self.root, self._found(world))
        else:
            self._refill(self.root, "", opened)
        self.root.expand()
        if before:
            self._put_cursor(before)

    def look_for(self, text: str) -> None:
        """List what has this text in its name; "" shows the tree again."""
        before, self._sought = self.path, text.strip()
        if self._world is None:
            return
        self.show_world(self._world)
        if self._sought and self.root.children:
            self.move_cursor(self.root.children[0])
        elif not self._sought:
            self.open_way(way_to(self._world, before))
        self.call_after_refresh(self._tell)

    def open_way(self, way: Sequence[str]) -> None:
        """Open these places one in the other, and put the cursor on the last."""
        node = self.root
        for path in way:
            self._open(node)
            found = next((one for one in node.children if (one.data or "").lower() == path.lower()), None)
            if found is None:
                break
            node = found
        if node is not self.root:
            self._open(node)
            self._put_cursor(node.data or "")

    def _refill(self, node: TreeNode[str], path: str, opened: set[str]) -> None:
        assert self._world is not None
        self._fill(node, below(self._world, path))
        for child in node.children:
            if (child.data or "") in opened and child.allow_expand:
                self._refill(child, child.data or "", opened)
                child.expand()

    def _fill(self, node: TreeNode[str], places: Sequence[Node]) -> None:
        node.remove_children()
        for one in places:
            node.add(_label(one), data=one.path, allow_expand=one.opens)
        if len(places) >= PAGE:
            node.add_leaf(Text(f"{SIGNS.cut} the first {PAGE}; / searches all", "dim"), data=_MORE)

    def _found(self, world: World) -> tuple[Node, ...]:
        return tuple(
            Node(path=one.id, label=f"{one.name}  {_kind(one)}", opens=False)
            for one in search(world, self._sought)
        )

    def _all(self) -> list[TreeNode[str]]:
        found, ahead = [], [self.root]
        while ahead:
            node = ahead.pop()
            found.append(node)
            ahead += list(node.children)
        return found

    def _put_cursor(self, path: str) -> None:
        for node in self._all():
            if node.data and node.data.lower() == path.lower():
                self.call_after_refresh(self.move_cursor, node)
                return

    def _open(self, node: TreeNode[str]) -> None:
        if self._world is not None and not node.children and node.allow_expand and not self._sought:
            self._fill(node, below(self._world, node.data or ""))
        node.expand()

    def action_open_node(self) -> None:
        if self.cursor_node is not None and self.cursor_node.allow_expand:
            self._open(self.cursor_node)

    def action_close_node(self) -> None:
        node = self.cursor_node
        if node is not None and node.is_expanded:
            node.collapse()
        elif node is not None and node.parent is not None and node.parent is not self.root:
            self.move_cursor(node.parent)

    def action_read(self) -> None:
        if self.path:
            self.action_open_node()
            self.post_message(self.Chosen(self.path))

    def action_toggle_node(self) -> None:
        """Also by a click on the arrow."""
        node = self.cursor_node
        if node is not None and not node.is_expanded:
            self.action_open_node()
        else:
            self.action_close_node()

    def _toggle_node(self, node: TreeNode[str]) -> None:
        if node.is_expanded:
            node.collapse()
        elif node.allow_expand:
            self._open(node)

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[str]) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        """Say where the cursor is; other places may have come under one that stayed in its line."""
        if self.path != self._shown:
            self._shown = self.path
            self.post_message(self.Moved(self.path))


def _label(one: Node) -> Text:
    count = "" if one.count is None else f" ({one.count})"
    return Text(plain(one.label) + count)


def _kind(resource: Resource) -> str:
    return table_of(type(resource)).rpartition("/")[2]
