"""Resource Explorer: the tree of subscriptions, and the document of each place, to read and to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from store.arm.tree import below, find, way_to
from store.resources import CertificateOrder, name_of
from tui.blades.base import refresh_verb
from tui.blades.explorer.reading import Shown, document_at
from tui.blades.explorer.resource_tree import ResourceTree
from tui.blades.explorer.state_notes import REPAIR, troubled
from tui.blades.explorer.writing import READ_ONLY, READ_WRITE, WritesDocuments
from tui.navigation.routes import HOMES, ROUTES
from tui.navigation.verbs import verb
from tui.navigation.ways import door_of
from tui.text.status import muted
from tui.widgets.body import Body
from tui.widgets.input import Input

if TYPE_CHECKING:
    from store import World
    from store.errors import AzureError, StateError

#: Cells of the page from which tree and document stand side by side.
_BESIDE = 90


class ResourceExplorer(WritesDocuments):
    """Tree and document side by side; where there is no room, `enter` goes to the document and `l` back."""

    LABEL = "Resource Explorer"
    COPIES = "Copy JSON"
    WIDE = True
    PERFORMS = ("WriteResource",)
    HELP_TEXT = (
        "Resource Explorer shows what Azure Resource Manager has, as a GET answers it. On an order three "
        "states are taken for one another: provisioningState of the entry under certificates is the link to "
        "Key Vault and must read Succeeded; provisioningState of the order is the write of the order; status "
        "is the order at the CA. In Read/Write mode PUT changes the properties that Azure lets one write, "
        "all of them or none."
    )
    DEFAULT_CSS = """
    ResourceExplorer {
        & Body { overflow: hidden hidden; }
        & #place { width: 43; padding: 0 2 0 0; }
        & #place > Input { width: 1fr; margin: 0 0 1 0; }
        &.-one #place { width: 1fr; padding: 0; }
        &.-one.-reading #place { display: none; }
        &.-one.-choosing #document { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", id="explorer.search"),
        Binding("i", "query", "Query", id="explorer.query"),
    ]

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._placed = False

    refresh_world = refresh_verb

    @verb("o", "Open blade", "The portal's page of this resource")
    def open_blade(self) -> None:
        self.host.go(self._home(), self.path)

    @open_blade.why_not
    def _no_blade(self) -> str:
        return "" if self._home() else "The portal has no page for this."

    @verb(REPAIR, "Repair", "Where the state is mended")
    def repair(self) -> None:
        """Go where the first state that needs it is mended."""
        state = troubled(self.pane.seen.states)
        way_out = state.way_out if state is not None else None
        if state is not None and way_out is not None and (door := door_of(self.world, way_out, state.order)):
            self.host.go(door.route, door.resource)

    @repair.shown
    def _is_troubled(self) -> bool:
        return troubled(self.pane.seen.states) is not None

    @verb("v", "To a file", "The document as it is shown")
    def save(self) -> None:
        self.host.save_file(name_of(self.pane.seen.path).lower() or "document", "json", self.pane.area.text)

    @verb("l", "Tree", "Back to the tree, where both do not fit")
    def back_to_tree(self) -> None:
        """Show the tree again where both do not fit."""
        self.turn("-choosing")
        self.places.focus()

    @back_to_tree.shown
    def _turns(self) -> bool:
        return self.has_class("-one") and self.has_class("-reading")

    def content(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(id="place"):
                yield Input(compact=True, max_length=200, placeholder="/ Search resources", id="search")
                yield self.places
            yield self.pane

    def on_mount(self) -> None:
        self.turn("-reading" if self.resource else "-choosing")

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(self.size.width < _BESIDE, "-one")
        self._fit()

    def _fit(self) -> None:
        """Tree and document take the rows that a banner leaves, and scroll by themselves."""

        def fit() -> None:
            body = self.query_one(Body)
            banner = body.refusal
            taken = banner.outer_size.height + 1 if banner is not None and banner.display else 0
            rows = body.content_size.height - taken
            self.query_one("#panes").styles.height = max(6, rows)

        self.call_after_refresh(fit)

    def gone(self, world: World) -> bool:
        return bool(self.resource) and find(world, self.resource) is None

    def title(self) -> str:
        return f"{name_of(self.path)} - {self.LABEL}" if self.path else self.LABEL

    def subtitle(self) -> str:
        return f"{self.world.era.api_version}   {len(self.pane.seen.text.encode()):,} bytes"

    def note(self) -> Content:
        return muted(READ_WRITE if self.pane.writing else READ_ONLY)

    def focus_first(self) -> None:
        (self.pane.area if self.resource else self.places).focus(scroll_visible=False)

    def refresh_view(self, world: World) -> None:
        self.places.show_world(world)
        if not self._placed:
            self._placed = True
            self.places.open_way(way_to(world, self.resource) or _way_to_orders(world))
        if not self.pane.writing:
            self.look()

    def on_resource_tree_moved(self, event: ResourceTree.Moved) -> None:
        if event.path and event.path != self.path and not self.pane.writing:
            self.path = event.path
            self.look()

    def on_resource_tree_chosen(self, event: ResourceTree.Chosen) -> None:
        self.on_resource_tree_moved(ResourceTree.Moved(event.path))
        self.turn("-reading")
        self.pane.area.focus()

    def turn(self, side: str) -> None:
        self.remove_class("-reading", "-choosing")
        self.add_class(side)
        self.update_chrome()

    def look(self) -> None:
        """Read the document beside the screen: a list of certificates may be long."""
        world, path = self.world, self.path
        self.host.work.look("document", lambda: document_at(world, path), self._show, keys_wait=True)

    def _show(self, found: Shown) -> None:
        if self.stands and not self.pane.writing and found.path == self.path:
            self.pane.show(found)
            self.update_chrome()
            # An editor can have the document as soon as it is there.
            self.screen.refresh_bindings()

    def refused(self, error: AzureError | StateError) -> None:
        super().refused(error)
        self._fit()

    def accepted(self) -> None:
        super().accepted()
        self._fit()

    def _home(self) -> str:
        resource = find(self.world, self.path)
        kind = str(type(resource).__struct_config__.tag).lower() if resource is not None else ""
        route = HOMES.get(kind, "")
        return route if route in ROUTES else ""

    def action_search(self) -> None:
        self.turn("-choosing")
        self.query_one("#search", Input).focus()

    def action_query(self) -> None:
        self.turn("-reading")
        self.pane.ask()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "search":
            self.places.look_for(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "search":
            self.places.focus()

    def copy_text(self) -> str:
        return self.pane.area.text


def _way_to_orders(world: World) -> tuple[str, ...]:
    """The way to the list of certificates, which most look for; to the first subscription without any."""
    tops = [one.path for one in below(world, "")]
    order = next(world.all(CertificateOrder), None)
    return way_to(world, order.id)[:4] if order is not None else tuple(tops[:1])
