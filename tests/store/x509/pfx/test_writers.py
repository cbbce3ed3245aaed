"""PFX files of other programs: each has its verdict, with the reason in the report.

`fixtures/writers.tsv` says which program wrote a file, in which version and how.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from store.eras import era
from store.secret import Secret
from store.x509.requirements.check import Surroundings, check_pfx
from store.x509.requirements.report import Report
from tests.support.make_pfx_fixtures import FOLDER, Row, read_table
from tests.support.pfx_parts import NOW, needs_openssl, openssl
from tests.support.pfx_recipes import RECIPES

_ROWS = read_table()


@cache
def _judge(row: Row, password: str, year: str = "2022") -> Report:
    data = (FOLDER / row.file).read_bytes()
    return check_pfx(data, Secret(password), Surroundings(era=era(year), now=NOW, trusted_roots=()))


@pytest.mark.parametrize("row", _ROWS, ids=[row.file for row in _ROWS])
def test_each_file_has_its_verdict_and_the_reason(row: Row) -> None:
    report = _judge(row, row.password)
    assert (report.code, report.accepted) == (row.code, not row.code)
    assert row.reason in report.line(row.rule).found


@pytest.mark.parametrize("row", _ROWS, ids=[row.file for row in _ROWS])
def test_no_file_is_called_damaged_with_a_wrong_password_in_another_year(row: Row) -> None:
    """What is inside does not hang on the year: the right password is tried once, since rounds take time."""
    report = _judge(row, "another", "2026")
    assert {line.code for line in report.lines}.isdisjoint({"PfxDamaged", "PfxUnreadable"})


def test_a_wrong_password_is_seen_where_only_the_seal_can_tell() -> None:
    """Key and certificates in clear, sealed with PBMAC1."""
    row = next(row for row in _ROWS if "pbmac1-clear" in row.file)
    assert _judge(row, "another").line("password").code == "PfxPasswordIncorrect"


@pytest.mark.parametrize(
    "name",
    ["openssl-3.0-default", "pk12util-3.110-default", "keytool-25.0-default", "openssl-3.5-pbmac1"],
)
def test_later_years_take_aes_and_pbmac1(name: str) -> None:
    row = next(row for row in _ROWS if row.file == f"{name}.p12")
    report = _judge(row, row.password, "2026")
    assert report.accepted, report.code
    assert report.line("cipher").title == "Encrypted with triple DES or AES"


def test_the_table_names_every_file_and_every_recipe() -> None:
    files = {path.name for path in Path(FOLDER).glob("*.p12")}
    assert files == {row.file for row in _ROWS}
    assert {(recipe.writer, recipe.name) for recipe in RECIPES} == {
        (row.writer, row.file.removesuffix(".p12").split("-", 2 + row.writer.count("-"))[-1]) for row in _ROWS
    }


@needs_openssl
@pytest.mark.parametrize(
    "row", [row for row in _ROWS if "pk12util-3.110" in row.file], ids=lambda row: row.file
)
def test_openssl_opens_the_files_in_pieces_too(row: Row) -> None:
    openssl("pkcs12", "-legacy", "-in", FOLDER / row.file, "-noout", "-passin", f"pass:{row.password}")
