"""Facts in columns, and lines of notes: what wraps stands under the words it belongs to."""

from __future__ import annotations

import pytest
from textual.content import Content

from tui.text.wrapping import hanging, wrapped
from tui.widgets.fact_rows import facts


@pytest.mark.parametrize(
    ("line", "width", "rows"),
    [
        ("short", 10, ["short"]),
        ("not laid out yet", 0, ["not laid out yet"]),
        ("one two three", 8, ["one two ", "three"]),
        ("! one two three", 10, ["! one two ", "  three"]),
        ("◆3 one two three", 11, ["◆3 one two ", "   three"]),
        ("at 09:06  Sync job  one two three", 30, ["at 09:06  Sync job  one two", " " * 20 + "three"]),
        (
            "at 09:06  Sync job  one two three four five",
            30,
            ["at 09:06  Sync job  one two", " " * 10 + "three four five"],
        ),
        ("1  one two three", 11, ["1  one two ", "   three"]),
        ("! Read-only  refuses  one two", 26, ["! Read-only  refuses  one", "             two"]),
        ("     one two three", 13, ["     one two ", "     three"]),
        ("a label that is long  one two", 24, ["a label that is long  ", "one two"]),
        ("use Rekey and Sync > Rekey.", 19, ["use Rekey and", "Sync > Rekey."]),
        ("a  > b cc dd", 8, ["a  > b", "   cc dd"]),
    ],
)
def test_a_wrapped_row_hangs_under_its_column(line: str, width: int, rows: list[str]) -> None:
    assert [row.plain.rstrip() for row in hanging(Content(line), width)] == [row.rstrip() for row in rows]
    assert all(row.cell_length <= width or not width for row in hanging(Content(line), width))


def test_few_facts_stand_below_one_another_where_two_columns_would_cut_one() -> None:
    long = ("Vault URI", Content("https://contoso-kv.vault.azure.net/"))
    left, right = [long, ("Location", Content("West Europe"))], [("Soft-delete", Content("Enabled, 90 days"))]
    assert len(facts(left, right, 76, 70)) == 3 and "90 days" in facts(left, right, 76, 70)[-1].plain
    assert len(facts(left, right, 120, 70)) == 2


def test_a_key_that_wraps_takes_its_label_with_it() -> None:
    told = "! Expires soon:  renew, then update the configuration.   "
    line = Content.assemble(told, ("o", "bold $key"), " Open configuration")
    assert [row.plain for row in wrapped(line, 60)][-1] == "o Open configuration"
    assert [row.plain for row in wrapped(line, 90)] == [line.plain]


def test_a_value_too_long_for_its_row_goes_on_below_and_ends_after_some_rows() -> None:
    rows = facts([("Url", Content("/subscriptions/1/resourceGroups/rg"))], [], 27, 70)
    [first, second] = [row.plain for row in rows]
    assert first + second.strip() == "Url  /subscriptions/1/resourceGroups/rg" and second.startswith("     ")
    assert len(facts([("Notes", Content("word " * 100))], [], 40, 70)) == 4
