"""Orders as rows of a list: what is drawn, searched and sorted by, worked out where it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from store.resources import CertificateOrder, group_of, name_of
from store.services.certificate_registration.state import Kind, OrderState, order_state
from store.world.passing import in_passing
from tui.text.cells import cell
from tui.text.order_words import state_note, state_tone, state_word
from tui.text.status import GRAVITY, day, days_left, muted, nothing, status
from tui.widgets.columns import Cells, Column, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.content import Content

    from store import World

_KINDS = list(Kind)
_HEADS = (
    Column("STATUS", 30),
    Column("NAME", 15, least=10, grow=True, ends=True),
    Column("HOST NAME", 24, leaves=4, gives=5, grow=True),
    Column("RESOURCE GROUP", 14, leaves=3, gives=4),
    Column("SKU", 9, leaves=1),
    Column("EXPIRES", 10),
    Column("LEFT", 5, leaves=2, right=True),
    Column("NOTE", 14, grow=True),
)
#: What follows a resource group in an id, keys of a table being in lower case.
_BELOW = "/providers/"
#: The place of the column that only lists of several groups have.
_MIXED = 3


class OrderRows:
    """The orders of a world; the state of each is worked out when it is asked for first."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._orders = world.table(CertificateOrder)
        self._states: dict[str, OrderState] = {}
        self._ids = list(self._orders)
        # As a prefix of the ids: the names of thousands of groups would cost more than the rows in sight.
        group = self._ids[0].partition(_BELOW)[0] + _BELOW if self._ids else ""
        self.mixed = not all(id.startswith(group) for id in self._ids)

    @property
    def columns(self) -> Sequence[Column]:
        """With the resource group where orders are of several."""
        return _HEADS if self.mixed else (*_HEADS[:_MIXED], *_HEADS[_MIXED + 1 :])

    @property
    def rows(self) -> Rows:
        """Keys are ids of orders."""
        return Rows(self._ids, self._row, self._words, self._order_by, self._all_states)

    def _all_states(self) -> Iterator[tuple[str, Content]]:
        """The state of each order, of which nothing is kept."""
        view = in_passing(self.world)
        for order in view.all(CertificateOrder):
            yield order.key, _status(order_state(view, order))

    def _state(self, key: str) -> OrderState:
        found = self._states.get(key)
        if found is None:
            found = self._states[key] = order_state(self.world, self._orders[key])
        return found

    def _row(self, key: str) -> Cells:
        order, state, now = self._orders[key], self._state(key), self.world.now
        left = days_left(now, order.expires) if order.expires else -1
        return (
            _status(state),
            cell(order.name, "$text"),
            muted(order.host),
            *([muted(_group(order))] if self.mixed else ()),
            muted(order.properties.product_type.label),
            cell(day(order.expires)) if order.expires else nothing(),
            muted(f"{left} d" if left >= 0 else ""),
            muted(state_note(state, now)),
        )

    def _words(self, key: str) -> str:
        """What a filter looks at."""
        order, state = self._orders[key], self._state(key)
        product, note = order.properties.product_type.label, state_note(state, self.world.now)
        return f"{state_word(state)} {order.name} {order.host} {_group(order)} {product} {note}"

    @property
    def _order_by(self) -> dict[str, Callable[[str], Any]]:
        orders = self._orders

        def expiry(key: str) -> datetime | None:
            return orders[key].expires

        return {
            "STATUS": self._gravity,
            "NAME": lambda key: orders[key].name,
            "HOST NAME": lambda key: orders[key].host,
            "RESOURCE GROUP": lambda key: _group(orders[key]),
            "SKU": lambda key: orders[key].properties.product_type.label,
            "EXPIRES": expiry,
            "LEFT": expiry,
            "NOTE": lambda key: state_note(self._state(key), self.world.now),
        }

    def _gravity(self, key: str) -> tuple[int, int]:
        state = self._state(key)
        return GRAVITY.index(state_tone(state)), _KINDS.index(state.kind)


def _status(state: OrderState) -> Content:
    return status(state_word(state), state_tone(state))


def _group(order: CertificateOrder) -> str:
    return name_of(group_of(order.id))
