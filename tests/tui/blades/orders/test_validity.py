"""The validity chart: places on the axis, windows, now, and what gives way in a narrow one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from textual.content import Content

from store.operations.naming import find_id
from store.resources import CertificateOrder
from tests.support.order_cloud import Shop
from tests.support.worlds import demo_world
from tui.blades.orders.validity import chart_of
from tui.widgets.validity_chart import Bar, Chart, Moments, draw, months

NOW = datetime(2023, 6, 20, 9, tzinfo=UTC)
EXPIRES = datetime(2023, 8, 1, tzinfo=UTC)


def chart(*rows: Bar | Moments, now: datetime = NOW) -> Chart:
    start, end = datetime(2023, 5, 20, tzinfo=UTC), datetime(2023, 9, 14, tzinfo=UTC)
    return Chart(start, end, now, rows, "now 20 Jun")


def lines(drawn: Chart, width: int = 84) -> list[str]:
    return draw(drawn, width).plain.split("\n")


def bar(note: str = "", start: datetime = NOW - timedelta(days=400)) -> Bar:
    return Bar(Content("◆3 7D532485"), start, EXPIRES, "bar", "success", note)


def test_the_line_of_now_goes_through_every_row() -> None:
    moments = Moments(Content("jobs"), (EXPIRES,), "time")
    drawn = lines(chart(bar(), moments))
    column = drawn[1].index("│")
    assert drawn[2][column] == "┿"
    assert drawn[3][column] == "│"
    assert drawn[4][column:] == "▴ now 20 Jun"


def test_a_bar_begins_at_the_axis_and_ends_at_its_moment() -> None:
    row = lines(chart(bar("expires 2023-08-01")))[2]
    assert row.startswith("◆3 7D532485      ━")
    assert row.endswith("┃ expires 2023-08-01")
    july, august = (lines(chart())[0].index(label) for label in ("1 Jul", "1 Aug"))
    assert july < row.index("┃") - 2 == august


def test_a_note_without_room_behind_stands_before() -> None:
    late = Bar(
        Content("window"), EXPIRES, EXPIRES + timedelta(days=60), "window", "info", "60 d: a long note"
    )
    drawn = lines(chart(late, now=EXPIRES + timedelta(days=9)), 70)
    assert drawn[2].index("60 d: a long note") < drawn[2].index("▒")


@pytest.mark.parametrize("width", [20, 40, 60, 84, 130])
def test_no_line_is_wider_than_its_room(width: int) -> None:
    drawn = chart_of(demo_world(), _order(), whole=True)
    assert drawn is not None
    assert max(map(len, lines(drawn, width))) <= width


def test_labels_of_months_never_touch() -> None:
    for width in range(40, 130, 7):
        labels = lines(chart(), width)[0].split()
        assert set(labels[::2]) <= {"1"}
        assert set(labels[1::2]) <= {"Jun", "Jul", "Aug", "Sep"}


def test_months_end_with_time_itself() -> None:
    last = datetime(9999, 12, 31, tzinfo=UTC)
    assert [month.month for month in months(last - timedelta(days=62), last)] == [11, 12]


def _order() -> CertificateOrder:
    world = demo_world()
    return world.need(CertificateOrder, find_id(world, CertificateOrder, "contosocert"))


def test_a_renewal_that_will_come_is_drawn_with_the_jobs_that_make_it() -> None:
    shop = Shop()
    shop.issue()
    shop.link()
    drawn = chart_of(shop.world, shop.order(), whole=True)
    assert drawn is not None
    assert [row.label.plain.split()[0] for row in drawn.rows][:2] == ["◆1", "○2"]
    assert drawn.rows[-1].label.plain == "jobs"
    coming = drawn.rows[1]
    assert isinstance(coming, Bar)
    shop.wait_until(coming.start)
    assert shop.expires() == coming.end
    assert shop.ledger().issued[-1].issued_at == coming.start


def test_the_demo_has_two_certificates_both_windows_and_a_proof_too_old_for_a_renewal() -> None:
    drawn = chart_of(demo_world(), _order(), whole=False)
    assert drawn is not None
    labels = [row.label.plain.split()[0] for row in drawn.rows]
    assert labels == ["◇2", "◆3", "!", "manual", "auto", "proof"]
    assert drawn.rows[2].note == "fails 30 Jun"
    windows = {row.label.plain: row for row in drawn.rows if isinstance(row, Bar)}
    assert (windows["manual renew"].end - windows["manual renew"].start).days == 60
    assert (windows["auto renew"].end - windows["auto renew"].start).days == 32


def test_the_certificate_of_a_deleted_order_is_drawn_to_its_revocation() -> None:
    shop = Shop()
    shop.issue()
    expires = shop.expires()
    shop.wait("40d")
    shop.do("DeleteLock", lock="AppServiceCertificateLock")
    shop.do("DeleteOrder", order="contosocert")
    revoked = shop.world.now
    shop.wait("3d")
    drawn = chart_of(shop.world, shop.order(), whole=True)
    assert drawn is not None
    assert drawn.end < expires
    (only,) = drawn.rows
    assert isinstance(only, Bar)
    assert (only.end, only.tone, only.note) == (revoked, "error", f"revoked {revoked:%Y-%m-%d}")
    assert drawn.caption.endswith("revoked")


def test_an_expired_order_has_no_windows_of_renewals() -> None:
    shop = Shop()
    shop.issue()
    shop.do("SetAutoRenew", order="contosocert", enabled=False)
    expires = shop.expires()
    shop.wait_until(expires + timedelta(days=2))
    drawn = chart_of(shop.world, shop.order(), whole=False)
    assert drawn is not None
    assert [row.note for row in drawn.rows] == [f"expires {expires:%Y-%m-%d}"]
