"""The column a table is sorted by, chosen over the page."""

from __future__ import annotations

from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import muted
from tui.widgets.columns import Column
from tui.widgets.pick import Pick
from tui.widgets.table import Table

_OWN = "own"


def choose_column(host: PortalHost, table: Table) -> None:
    """Ask; the column sorted by already turns round."""
    now, states = table.sorted_by, table.states
    rows = {_OWN: (cell("The list's own order", "$text"), muted(""))}
    for place, column in enumerate(table.columns):
        if not column.label:
            continue
        note = "the worst first" if place == states else ""
        if now is not None and now[0] == place:
            note = f"{SIGNS.falling if now[1] else SIGNS.rising} again: turned round"
        rows[str(place)] = (cell(column.label, "$text"), muted(note))

    def answered(chosen: str) -> None:
        if chosen == _OWN:
            table.sort(None)
        else:
            table.sort(int(chosen), turned=now == (int(chosen), False))

    columns = (Column("COLUMN", 30), Column("", 30, grow=True))
    start = _OWN if now is None else str(now[0])
    host.ask(Pick("Sort by", columns, rows, start=start), answered)
