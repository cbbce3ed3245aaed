"""A list of 10,000 orders on the screen, against a plain table that only draws the lines in sight.

Not measured: the page around the list, its summary and its commands; keys of a whole program.

python -m tests.bench.lists [--quick] [--json]

Floor and ours stand in a bare app. The floor's cells are texts that are there already, drawn as segments when
in sight; ours are made of the world, states worked out. The first look through all is done in a thread while
keys are answered: no key and no frame waits for it, so its seconds are printed and have no goal. Filter and
sort are what a key costs after it: their floors are one pass over the same words, and a sort of pairs that
are there already.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.pilot import Pilot
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from store.resources import CertificateOrder
from tests.bench.timing import Bench
from tests.support.many_orders import many_orders
from tui.blades.orders.order_rows import OrderRows
from tui.styles.tokens import DEFAULTS
from tui.widgets.columns import matching
from tui.widgets.ordering import ordered
from tui.widgets.summary import grouped
from tui.widgets.table import Table

_ROUNDS = 5
_STYLE = Style(color="white", bgcolor="black")


class Floor(ScrollView, can_focus=True):
    """Rows of texts, drawn when they are in sight."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self._rows = rows
        self.virtual_size = Size(100, len(rows))

    def render_line(self, y: int) -> Strip:
        row = y + int(self.scroll_offset.y)
        if row >= len(self._rows):
            return Strip.blank(self.size.width)
        cells = [Segment(f" {text:<12} ", _STYLE) for text in self._rows[row]]
        return Strip(cells).crop_extend(0, self.size.width, _STYLE)


class Bare(App[None]):
    """One widget alone."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DEFAULTS

    def compose(self) -> ComposeResult:
        self._widget.styles.height = "1fr"
        yield self._widget


def main() -> None:
    """Prints the ratios."""
    bench = Bench(__doc__, "P8")
    count = 1000 if bench.quick else 10_000
    world = many_orders(count, links=0)
    orders = OrderRows(world)
    texts = [(order.name, order.host, f"{order.expires}", "") * 2 for order in world.all(CertificateOrder)]
    names = [f"{name} {host}" for name, host, *_ in texts]
    asyncio.run(_paints(bench, orders, texts))
    rows = orders.rows
    place = {column.label: number for number, column in enumerate(orders.columns)}
    seconds = _took(lambda: grouped(rows, place["STATUS"]))
    if bench.wordy:
        print(f"{'the states of all, first time, in a thread':50} ours {seconds:.3g} s   (no goal)")
    words = [name.casefold() for name in names]
    matching(rows, "x")
    bench.pair(
        "filter, a key",
        partial(matching, rows, "cert12"),
        lambda: [w for w in words if "cert12" in w],
        goal=4,
    )
    pairs = [(str(number * 7919 % count), name) for number, name in enumerate(names)]
    for label in ("EXPIRES", "STATUS", "NAME"):
        sort = partial(ordered, rows, place[label], label)
        bench.pair(f"sort by {label}", sort, lambda: sorted(pairs), goal=8)


def _took(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return max(time.perf_counter() - begin, 1e-9)


async def _paints(bench: Bench, orders: OrderRows, texts: Sequence[Sequence[str]]) -> None:
    """Seconds of a first paint and of a page further, ours and the floor's in turn."""
    own: dict[str, list[float]] = {"paint": [], "page": []}
    bare: dict[str, list[float]] = {"paint": [], "page": []}
    for _ in range(_ROUNDS):
        await _round(lambda: Table(*orders.columns), own, lambda table: table.show(orders.rows))
        await _round(lambda: Floor(texts), bare, lambda lines: lines.refresh())
    for name, what in (("paint", "first paint"), ("page", "a page further")):
        bench.say(f"{what}, {len(texts):,} rows", median(own[name]), median(bare[name]), goal=2.0)


async def _round(
    make: Callable[[], Any], times: dict[str, list[float]], fill: Callable[[Any], object]
) -> None:
    app = Bare(make())
    async with app.run_test(size=(120, 36)) as pilot:
        times["paint"].append(await _until_painted(pilot, lambda: fill(app._widget)))
        times["page"].append(await _until_painted(pilot, lambda: _page(app._widget)))


def _page(widget: Any) -> None:
    widget.scroll_to(y=widget.scroll_y + 30, animate=False, immediate=True)
    widget.refresh()


async def _until_painted(pilot: Pilot[None], act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    pilot.app.screen._compositor.render_strips()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
