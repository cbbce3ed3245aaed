"""The four hops of an order as a map: order → secret → linked certificates → bindings → what clients get.

Equal ends are joined by a solid wire, drift breaks it with `≠`; copies outside Azure hang on a dotted one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from store.resources import SslState, name_of
from tui.blades.orders.hops import current_number
from tui.text.cells import cell
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, day, muted, number_mark
from tui.widgets.canvas import Canvas

if TYPE_CHECKING:
    from store.drift import CertificateMark, CopyDrift, HostDrift, LinkedDrift, OrderDrift

#: Columns of the five stations, and of what stands between them.
ORDER, SECRET, JUNCTION, LINKED, TURN, BINDING, KIND, CLIENT = 0, 20, 39, 46, 76, 79, 98, 104
#: Cells the map needs.
WIDTH = 116
_GREEN, _AMBER, _PLAIN = TOKENS["success"], TOKENS["warning"], "$wire"
_DOWN, _UP, _LEFT, _RIGHT = 1, 2, 4, 8
_HEADS = (
    (ORDER, "ORDER"),
    (SECRET, "VAULT SECRET"),
    (LINKED, "LINKED PRIVATE CERTIFICATE"),
    (BINDING, "BINDING"),
    (CLIENT, "CLIENT GETS"),
)


def hop_map(drift: OrderDrift) -> list[Content]:
    """The map's lines, `WIDTH` cells wide."""
    canvas, current = Canvas(), current_number(drift)
    for x, head in _HEADS:
        canvas.put(x, 0, head, "$text-muted")
    rows, y = [], 3 if len(drift.linked) < 2 else 2
    for one in drift.linked:
        rows.append(y)
        y = _branch(canvas, one, y, current)
    middle = rows[len(rows) // 2] if rows else 3
    _trunk(canvas, drift, middle, current)
    _fork(canvas, drift, rows, middle)
    _copies(canvas, drift, middle, max(y, middle + 3), current)
    return canvas.lines(WIDTH)


def _mark(mark: CertificateMark | None, current: int) -> Content:
    if mark is None or not mark.thumbprint:
        return Content.styled(SIGNS.impossible, "$text-muted")
    return Content.assemble(
        number_mark(mark.number, current),
        " ",
        (mark.thumbprint[:8], number_mark(mark.number, current).spans[0].style),
    )


def _trunk(canvas: Canvas, drift: OrderDrift, y: int, current: int) -> None:
    """Order and secret, and the wire between them."""
    canvas.put(ORDER, y - 1, cell(drift.name, "$text").truncate(18, ellipsis=True))
    canvas.put(ORDER, y, _mark(drift.mark, current))
    secret = drift.secret
    if secret is None:
        canvas.put(SECRET, y, muted("in no key vault"))
        return
    canvas.put(SECRET, y - 1, cell(name_of(secret.vault), "$text").truncate(18, ellipsis=True))
    canvas.put(SECRET, y, _mark(secret.mark, current))
    canvas.put(SECRET, y + 1, muted("current version" if secret.mark else "gives out nothing"))
    _wire(canvas, (ORDER + 12, SECRET - 1), y, equal=secret.equal, live=True)


def _fork(canvas: Canvas, drift: OrderDrift, rows: list[int], middle: int) -> None:
    """From the secret to each linked certificate."""
    if not rows:
        return
    live = drift.secret is not None and bool(drift.secret.equal)
    any_equal = _any_equal(drift.linked)
    canvas.put(SECRET + 12, middle, SIGNS.wire * (JUNCTION - SECRET - 12), _tone(any_equal, live))
    for y in range(rows[0], rows[-1] + 1):
        sides = (_DOWN if y < rows[-1] else 0) | (_UP if y > rows[0] else 0)
        sides |= (_LEFT if y == middle else 0) | (_RIGHT if y in rows else 0)
        below = [one for row, one in zip(rows, drift.linked, strict=True) if _beyond(row, y, middle)]
        equal = _any_equal(below)
        canvas.put(JUNCTION, y, SIGNS.corners[sides], _tone(equal, live))
    for row, one in zip(rows, drift.linked, strict=True):
        text = f"{SIGNS.wire} {SIGNS.differs} {SIGNS.wire}"
        if one.equal is not False:
            text = _line(one.equal) * 5
        canvas.put(JUNCTION + 1, row, text, _tone(one.equal, live))


def _any_equal(linked: Sequence[LinkedDrift]) -> bool | None:
    """Whether one of the certificates equals the secret; None where that is not known of any."""
    ends = [one.equal for one in linked]
    return True if True in ends else None if None in ends else False


def _beyond(row: int, y: int, middle: int) -> bool:
    """Whether the wire at y leads to this row."""
    return row <= y if y < middle else row >= y if y > middle else True


def _branch(canvas: Canvas, one: LinkedDrift, y: int, current: int) -> int:
    """A linked certificate with its bindings; returns the row of the next one."""
    canvas.put(LINKED, y, _mark(one.mark, current))
    place = f"{one.group} {SIGNS.dot} {one.location}"
    canvas.put(LINKED, y + 1, muted(place).truncate(28, ellipsis=True))
    last = len(one.hosts) - 1
    for number, host in enumerate(one.hosts):
        live = one.mark.current
        if number == 0:
            _wire(canvas, (LINKED + 12, BINDING - 1), y, equal=host.equal, live=live, turn=last > 0)
        else:
            sides = _UP | _RIGHT | (_DOWN if number < last else 0)
            canvas.put(TURN, y + number, SIGNS.corners[sides], _PLAIN)
            broken = SIGNS.wire if host.equal else SIGNS.differs
            canvas.put(TURN + 1, y + number, broken, _tone(host.equal, live))
        _host(canvas, host, y + number, current)
    if not one.hosts:
        canvas.put(BINDING, y, muted("no host name is bound"))
    else:
        apps = ", ".join(dict.fromkeys(name_of(host.site) for host in one.hosts))
        canvas.put(BINDING, y + last + 1, muted(apps))
    return y + max(2, last + 2) + 1


def _host(canvas: Canvas, host: HostDrift, y: int, current: int) -> None:
    canvas.put(BINDING, y, cell(host.host, "$text").truncate(18, ellipsis=True))
    canvas.put(KIND, y, muted("IP" if host.ssl_state is SslState.IP else "SNI"))
    live = host.mark.current
    if host.client.refused:
        canvas.put(KIND + 4, y, SIGNS.differs, _AMBER)
        canvas.put(CLIENT, y, f"{SIGNS.error} refused", TOKENS["error"])
        return
    wire = SIGNS.differs if host.client_equal is False else _line(host.client_equal)
    canvas.put(KIND + 4, y, wire, _tone(host.client_equal, live))
    if host.client.untold:
        canvas.put(CLIENT, y, muted(SIGNS.impossible))
        return
    canvas.put(CLIENT, y, _mark(host.client_mark, current))


def _wire(
    canvas: Canvas, ends: tuple[int, int], y: int, *, equal: bool | None, live: bool, turn: bool = False
) -> None:
    """A wire between two columns; with `turn` others leave it downwards."""
    start, end = ends
    long = end - start
    if turn:
        canvas.put(TURN, y, SIGNS.corners[_LEFT | _RIGHT | _DOWN], _tone(equal, live))
        canvas.put(TURN + 1, y, SIGNS.wire * (end - TURN - 1), _tone(equal, live))
        long = TURN - start
    half = (long - 3) // 2
    text = _line(equal) * long
    if equal is False:
        text = f"{SIGNS.wire * half} {SIGNS.differs} {SIGNS.wire * (long - 3 - half)}"
    canvas.put(start, y, text, _tone(equal, live))


def _line(equal: bool | None) -> str:
    """What a wire is drawn with: dotted where an end of it is not known."""
    return SIGNS.dotted if equal is None else SIGNS.wire


def _tone(equal: bool | None, live: bool) -> str:
    """Green as long as the current certificate arrives, amber where two ends differ; plain for not known."""
    if equal is None:
        return _PLAIN
    return (_GREEN if live else _PLAIN) if equal else _AMBER


def _copies(canvas: Canvas, drift: OrderDrift, middle: int, y: int, current: int) -> None:
    """Exported copies: nothing follows them."""
    if not drift.copies:
        return
    canvas.put(ORDER, y, "outside Azure", "$text-muted")
    for row in range(middle + 2, y):
        canvas.put(SECRET, row, SIGNS.dotted_down, _PLAIN)
    canvas.put(SECRET, y, SIGNS.dotted_turn + SIGNS.dotted * (LINKED - SECRET - 2), _PLAIN)
    for number, copy in enumerate(drift.copies):
        canvas.put(LINKED, y + number, _copy(copy, current))


def _copy(copy: CopyDrift, current: int) -> Content:
    told = f" of {day(copy.exported_at)}, never synced"
    if copy.expires is not None:
        told += f"; ends {day(copy.expires)}"
    return Content.assemble("exported copy ", _mark(copy.mark, current), muted(told))
