"""What an app's code finds by WEBSITE_LOAD_CERTIFICATES, whose text Azure keeps as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.operations.web.app_settings import SetAppSetting
from store.operations.web.uploads import UploadCertificate
from store.services.web.loadable import LOAD_CERTIFICATES, loadable
from tests.support.app_cloud import Stage
from tests.support.pfx_files import PASSWORD, pfx


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.new_site("contoso-app", "contoso.com")
    return stage


def upload(stage: Stage, folder: Path) -> str:
    """A certificate of the app; returns the thumbprint."""
    file, issued = pfx(folder, "contoso.com")
    stage.do(UploadCertificate(site="contoso-app", file=file, password=PASSWORD))
    return issued.thumbprint


@pytest.mark.row("S1-78")
def test_code_finds_the_thumbprints_the_setting_names(stage: Stage, tmp_path: Path) -> None:
    uploaded = upload(stage, tmp_path)
    value = f"{uploaded.lower()}, {'0' * 40}"
    stage.do(SetAppSetting(site="contoso-app", name=LOAD_CERTIFICATES, value=value))
    found = loadable(stage.world, stage.site("contoso-app"))
    assert [(one.thumbprint, one.found) for one in found] == [(uploaded, True), ("0" * 40, False)]
    stage.do(SetAppSetting(site="contoso-app", name=LOAD_CERTIFICATES, value="*"))
    assert [one.found for one in loadable(stage.world, stage.site("contoso-app"))] == [True]
    stage.do(SetAppSetting(site="contoso-app", name=LOAD_CERTIFICATES, value=""))
    assert loadable(stage.world, stage.site("contoso-app")) == ()


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("\u200e", "", "U+200E LEFT-TO-RIGHT MARK"),
        ("", "\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\ufeff", "", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("\xa0", "", "U+00A0 NO-BREAK SPACE"),
        ("", "\t", "U+0009"),
        ("", "\ufe0f", "U+FE0F VARIATION SELECTOR-16"),
        ("0", "", "40 hexadecimal digits"),
    ],
)
def test_a_thumbprint_with_something_unseen_is_set_and_not_found_for_that(
    stage: Stage, tmp_path: Path, before: str, after: str, why: str
) -> None:
    uploaded = upload(stage, tmp_path)
    value = f"{before}{uploaded}{after}"
    told = stage.do(SetAppSetting(site="contoso-app", name=LOAD_CERTIFICATES, value=value)).result
    (entry,) = loadable(stage.world, stage.site("contoso-app"))
    assert not entry.found
    assert why in entry.note and entry.note in told
    assert stage.site("contoso-app").properties.site_config.app_settings[LOAD_CERTIFICATES] == value


def test_a_thumbprint_as_windows_shows_it_is_not_found(stage: Stage, tmp_path: Path) -> None:
    digits = upload(stage, tmp_path)
    for between in (" ", ":"):
        spaced = between.join(digits[at : at + 2] for at in range(0, 40, 2))
        stage.do(SetAppSetting(site="contoso-app", name=LOAD_CERTIFICATES, value=spaced))
        (entry,) = loadable(stage.world, stage.site("contoso-app"))
        assert not entry.found and "with nothing between" in entry.note
