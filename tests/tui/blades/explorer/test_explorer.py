"""Resource Explorer at work: reading, asking, writing, and what it does with text that is none of these."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from store.resources import CertificateOrder, Site
from tests.support.desk import Desk, at_desk
from tests.support.golden import Golden
from tests.support.hostile_tour import hostile_world
from tests.support.many_orders import many_orders
from tests.support.worlds import demo_world
from tui.text.json_text import LONGEST
from tui.widgets.json_area import JsonArea

SIZES = ((120, 36), (80, 24))


def area(desk: Desk) -> JsonArea:
    return desk.app.screen.query_one(JsonArea)


async def edit(desk: Desk, old: str, new: str) -> None:
    """Replace a text of the document, as a person who types it would."""
    field = area(desk)
    assert old in field.text
    field.load_text(field.text.replace(old, new, 1))
    await desk.press()


@pytest.mark.parametrize("size", SIZES)
async def test_the_page(tmp_path: Path, golden: Golden, size: tuple[int, int]) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open("explorer")
        golden(f"explorer-{size[0]}x{size[1]}", desk.app)
        await desk.open("order.overview", "contosocert")
        await desk.press("J")
        golden(f"explorer-order-{size[0]}x{size[1]}", desk.app)


async def test_json_view_opens_from_every_page_of_a_resource(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        for route, name in (
            ("site.tls", "contoso-app"),
            ("vault.secrets", "contoso-kv"),
            ("certificate.overview", "contosocert-rg-web-WestEuropewebspace"),
        ):
            await desk.open(route, name)
            await desk.press("J")
            assert f'"name": "{name}",' in area(desk).text
            await desk.press("o")
            assert name in desk.line("certblade ›")


async def test_a_setting_is_edited_and_put(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("resource.json", "contoso-app")
        assert "– Delete" in desk.line("Edit (Read/Write)")
        await desk.press("e")
        assert desk.sees("A PUT can change properties.httpsOnly,")
        await edit(desk, '"httpsOnly": false', '"httpsOnly": true')
        await edit(desk, '"minTlsVersion": "1.2"', '"minTlsVersion": "1.1"')
        await desk.press("ctrl+s")
        site = next(desk.world.all(Site)).properties
        assert site.https_only and site.site_config.min_tls_version == "1.1"
        assert area(desk).read_only and '"httpsOnly": true' in area(desk).text


#: A text of the document, another in its place, and what is said of it.
FAULTS = (
    ('"autoRenew": true', '"autoRenew": "yes"', "Line 20, properties.autoRenew: Expected `bool`"),
    ('"status": "Issued"', '"status": "Denied"', "properties.status: Azure sets this property"),
    ('"keySize": 2048', '"keySize": 4096', "properties.keySize: Azure sets this property"),
    ('"tags": {}', '"tags": {}, "colour": 1', "colour: There is no such property."),
    ('"name": "contosocert"', '"name": "other"', "Line 3, name: The request is for …/contosocert;"),
    ('"autoRenew": true,', '"autoRenew": true', "Line 21, column 5: Expecting ',' delimiter."),
    ('"tags": {}', '"tags": {"a": "1", "a": "2"}', "Line 6: The name 'a' stands twice in one object."),
    ('"tags": {}', '"tags": ' + "[" * 5000 + "]" * 5000, "Line 6: It is nested too deeply."),
    ('"tags": {}', '"tags": NaN', "Line 6: NaN is no JSON value."),
    ('"tags": {}', '"tags": {"a": "\\ud800"}', "Line 6: '\\ud800' has half of a surrogate pair"),
    ('"tags": {}', f'"tags": {2**64}', "Line 6: 18446744073709551616 is too large a number."),
    *(
        (None, whole, "The document: A resource is a JSON object.")
        for whole in ("5", "null", "[]", '[["a", 1]]')
    ),
)


async def test_a_fault_is_named_with_its_place_and_nothing_is_lost(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("resource.json", "contosocert")
        await desk.press("e")
        before, text = desk.world, area(desk).text
        for old, new, told in FAULTS:
            area(desk).load_text(text if old else new)
            await edit(desk, old or new, new)
            await desk.press("ctrl+s")
            assert desk.sees(told)
            assert desk.world is before
            assert new in area(desk).text and not area(desk).read_only


async def test_who_is_refused_goes_on_typing_where_the_fault_is(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("resource.json", "contosocert")
        await desk.press("e")
        row = area(desk).text.splitlines().index('    "autoRenew": true,')
        area(desk).move_cursor((row, 0))
        await desk.press("end", *["backspace"] * 5)
        area(desk).insert("1e400,")
        await desk.press("ctrl+s")
        assert desk.sees("1e400 is too large a number.")
        await desk.press(*["backspace"] * 6)
        area(desk).insert("false")
        await desk.press("ctrl+s")
        # The comma is missing: it is found where the next name begins.
        assert area(desk).cursor_location == (row + 1, 4)
        await desk.press("left", "up", "end")
        area(desk).insert(",")
        await desk.press("ctrl+s")
        assert not next(desk.world.all(CertificateOrder)).properties.auto_renew


async def test_a_document_that_is_too_long_is_cut_and_refused(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("resource.json", "contosocert")
        await desk.press("e")
        await desk.app._act(events.Paste("x" * 1_000_000))
        await desk.press()
        assert LONGEST < len(area(desk).text) < LONGEST + 10_000
        await desk.press("ctrl+s")
        assert desk.sees("at most 262,144 are taken.")


async def test_what_somebody_else_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("resource.json", "contoso-app")
        await desk.press("e")
        await desk.do("SetHttpsOnly", site="contoso-app", enabled=True)
        await edit(desk, '"minTlsVersion": "1.2"', '"minTlsVersion": "1.1"')
        await desk.press("ctrl+s")
        site = next(desk.world.all(Site)).properties
        assert site.https_only and site.site_config.min_tls_version == "1.1"
        await desk.press("e")
        await desk.do("SetHttpsOnly", site="contoso-app", enabled=False)
        await edit(desk, '"httpsOnly": true', '"httpsOnly": null')
        await desk.press("ctrl+s")
        assert desk.sees("httpsOnly: Somebody else has changed it since it was read.")


async def test_delete_waits_for_read_write_and_for_the_name(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.do("DeleteLock", lock="AppServiceCertificateLock")
        await desk.open("resource.json", "contosocert")
        await desk.press("d")
        assert desk.sees("e allows Delete.")
        await desk.press("e", "tab", "shift+tab", "shift+tab", "d")
        await desk.press("escape")
        assert next(desk.world.all(CertificateOrder)).properties.status == "Issued"


async def test_a_question_is_answered_while_it_is_typed_and_remembered(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("explorer")
        await desk.press("i")
        await desk.type("value[].properties.status")
        assert desk.sees('✓ ["Issued"]')
        await desk.press("enter")
        assert area(desk).text == '[\n  "Issued"\n]'
        await desk.press("i", "end", "backspace")
        assert desk.sees("✓ []")
        await desk.type("[")
        assert desk.sees("! Incomplete expression")
        await desk.press("enter")
        assert desk.sees("The query cannot be understood:")
        await desk.press("up", "up")
        assert desk.sees('✓ ["Issued"]')
        await desk.press("end", *["backspace"] * 25)
        await desk.type("&name")
        await desk.press("enter")
        assert desk.sees("The query cannot be answered:")


async def test_a_question_to_a_cut_list_is_put_to_all_of_it(tmp_path: Path) -> None:
    async with at_desk(many_orders(103, 1), tmp_path / "state.json") as desk:
        await desk.open("explorer")
        assert desk.sees("The first 100; 3 more follow, as nextLink says.")
        await desk.press("i")
        await desk.type("length(value)")
        assert desk.sees("✓ 103")


async def test_search_finds_by_part_of_a_name(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("explorer")
        await desk.press("slash")
        await desk.type("shop-app")
        assert desk.sees("shop-app sites")
        await desk.press("enter")
        assert '"name": "shop-app"' in area(desk).text
        await desk.press("slash", *["backspace"] * 8)
        assert desk.sees("▾ Contoso Training")


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_found_letter_by_letter_is_what_is_read(tmp_path: Path, size: tuple[int, int]) -> None:
    """The first letters find something else, in the same line of the list."""
    async with at_desk(demo_world(), tmp_path / "state.json", size) as desk:
        await desk.open("explorer")
        await desk.press("slash", *"-rg-w")
        assert '"name": "contosocert-rg-web-WestEuropewebspace"' in area(desk).text
        await desk.press("enter", "enter")
        assert "contosocert-rg-web-WestEuropewebspace - Resource Explorer" in desk.text


async def test_names_that_attack_the_terminal_stand_there_as_escapes(tmp_path: Path) -> None:
    world = hostile_world()
    async with at_desk(world, tmp_path / "state.json") as desk:
        order = next(world.all(CertificateOrder))
        desk.app.go("resource.json", order.id, fresh=True)
        await desk.press()
        assert area(desk).text.isprintable() is False  # line ends alone
        assert area(desk).text.replace("\n", "").isprintable()
        assert "\\u001b[31m" in area(desk).text and "\x1b" not in desk.screen
        await desk.press("e")
        area(desk).insert("\x1b]52;c;ahk=\x07\u202e")
        await desk.press()
        assert "\\u001b]52;c;ahk=\\u0007\\u202e" in area(desk).text


async def test_a_document_is_saved_and_copied_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("resource.json", "contosocert")
        await desk.press("v", "c")
        saved = next(tmp_path.glob("certblade-contosocert*.json")).read_text(encoding="utf-8")
        assert saved == area(desk).text == desk.app.clipboard
