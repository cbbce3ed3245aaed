"""Files in and out: inspect, export."""

from __future__ import annotations

import os
import shutil
import stat
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from store.resources import Authority, SecretVersion
from store.secret import Secret
from store.x509.authority import AuthorityKeys, LeafRequest, issue
from store.x509.keys import new_key
from store.x509.pfx.build import build_pfx
from tests.cli.command import Command
from tests.support.worlds import demo_world

_NOW = datetime(2022, 8, 1, 9, tzinfo=UTC)
_PASSWORD = "Pa$$ wörd"


@cache
def _pfx(host: str = "contoso.com", days: int = 365, password: str | None = _PASSWORD) -> bytes:
    """A PFX of the demo world's GoDaddy."""
    record = next(one for one in demo_world().all(Authority) if one.id == "GoDaddy")
    authority = AuthorityKeys(
        root_certificate=b64decode(record.root_certificate),
        root_key=b64decode(record.root_key),
        intermediate_certificate=b64decode(record.intermediate_certificate),
        intermediate_key=b64decode(record.intermediate_key),
    )
    key = new_key("ec")
    begins = _NOW - timedelta(days=400)
    leaf = issue(
        authority,
        LeafRequest(
            key=key,
            common_name=host,
            names=[host],
            not_before=begins,
            not_after=begins + timedelta(days=400 + days),
            serial=77,
        ),
    )
    secret = None if password is None else Secret(password)
    return build_pfx(key, leaf.certificate, authority.chain, secret)


@pytest.fixture
def pfx(tmp_path: Path) -> Path:
    path = tmp_path / "contoso.pfx"
    path.write_bytes(_pfx())
    return path


def test_a_good_file_is_accepted_without_any_world(certblade: Command, pfx: Path) -> None:
    seen = certblade("inspect", str(pfx), "--password-stdin", stdin=_PASSWORD + "\n")
    assert (seen.status, seen.lines[0]) == (0, "Accepted as a private certificate (.pfx)")
    assert "contoso.com" in seen.out
    assert not certblade.state.exists()


def test_json_has_the_verdict_the_rules_and_the_facts(certblade: Command, pfx: Path) -> None:
    seen = certblade("inspect", "--json", str(pfx), "--password-stdin", stdin=_PASSWORD).json()
    assert (seen["kind"], seen["accepted"], seen["code"]) == ("pfx", True, "")
    assert {rule["verdict"] for rule in seen["rules"] if rule["id"] in ("file", "cipher", "key")} == {
        "passed"
    }
    assert seen["facts"]["names"] == ["contoso.com"]


@pytest.mark.parametrize(
    ("password", "code"), [("wrong", "PfxPasswordIncorrect"), ("", "PfxPasswordRequired")]
)
def test_a_refused_file_is_1_with_its_code(certblade: Command, pfx: Path, password: str, code: str) -> None:
    seen = certblade("inspect", str(pfx), "--password-stdin", stdin=password)
    assert (seen.status, seen.code, seen.lines[0]) == (1, code, "Refused")
    assert "the certificate is not valid. Type the password" in seen.err
    words = ("inspect", "--json", str(pfx), "--password-stdin")
    document = certblade(*words, stdin=password)
    assert (document.status, document.json()["accepted"], document.json()["code"]) == (1, False, code)


def test_what_only_a_binding_needs_counts_with_a_host(demo: Command, pfx: Path, tmp_path: Path) -> None:
    words = ("inspect", str(pfx), "--password-stdin", "--host")
    assert demo(*words, "contoso.com", stdin=_PASSWORD).status == 0
    refused = demo(*words, "fabrikam.com", stdin=_PASSWORD)
    assert (refused.status, refused.code) == (1, "HostNameNotCovered")
    expired = tmp_path / "expired.pfx"
    expired.write_bytes(_pfx(days=-1))
    assert demo("inspect", str(expired), "--password-stdin", stdin=_PASSWORD).status == 0
    bound = demo("inspect", str(expired), "--password-stdin", "--host", "contoso.com", stdin=_PASSWORD)
    assert bound.code == "CertificateExpired"


def test_a_binding_needs_a_root_that_this_world_trusts(certblade: Command, pfx: Path) -> None:
    """Without the world whose CA signed it, nobody trusts the root."""
    words = ("inspect", str(pfx), "--password-stdin", "--host", "contoso.com")
    assert certblade(*words, stdin=_PASSWORD).code == "CertificateNotTrusted"


def test_a_public_certificate_is_one_certificate(certblade: Command, tmp_path: Path) -> None:
    record = next(iter(demo_world().all(Authority)))
    path = tmp_path / "root.cer"
    path.write_bytes(b64decode(record.root_certificate))
    seen = certblade("inspect", str(path))
    assert (seen.status, seen.lines[0]) == (0, "Accepted as a public certificate (.cer)")
    path.write_bytes(_pfx())
    assert certblade("inspect", str(path)).code == "PrivateKeyInCer"


@pytest.mark.parametrize(
    "name", ["missing.pfx", "folder.pfx", "pipe.pfx", "garbage.pfx", "empty.cer", "long.pfx"]
)
def test_what_is_no_certificate_file_is_refused(certblade: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.pfx").mkdir()
    os.mkfifo(tmp_path / "pipe.pfx")
    (tmp_path / "garbage.pfx").write_bytes(b"\x00garbage")
    (tmp_path / "empty.cer").write_bytes(b"")
    (tmp_path / "long.pfx").write_bytes(b"0" * (2 << 20))
    seen = certblade("inspect", str(tmp_path / name), "--password-stdin", stdin="x")
    assert seen.status == 1
    assert seen.code


def test_a_password_on_standard_input_has_bounds(certblade: Command, pfx: Path) -> None:
    words = ("inspect", str(pfx), "--password-stdin")
    assert certblade(*words, stdin=b"\xff\xfe\n").status == 2
    assert certblade(*words, stdin="x" * 100_000).status == 2


def test_an_unknown_era_is_refused(certblade: Command, pfx: Path) -> None:
    assert certblade("inspect", str(pfx), "--era", "1999").code == "UnknownEra"


def test_export_writes_what_the_vault_holds(demo: Command, tmp_path: Path) -> None:
    target = tmp_path / "out.pfx"
    done = demo("export", "contosocert", "--output", str(target))
    assert len(done.acks) == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes() in {b64decode(one.properties.value) for one in _versions(demo)}
    assert demo("inspect", str(target)).code == "PfxPasswordRequired"
    again = demo("export", "contosocert", "--output", str(target))
    assert again.status == 1
    words = ("export", "contosocert", "--output", str(target), "--overwrite", "--password-stdin")
    assert demo(*words, stdin=_PASSWORD).status == 0
    assert demo("inspect", str(target), "--password-stdin", stdin=_PASSWORD).status == 0


def test_export_of_nothing_leaves_no_file(demo: Command, tmp_path: Path) -> None:
    assert demo("export", "nothing", "--output", str(tmp_path / "out.pfx")).status == 1
    assert not (tmp_path / "out.pfx").exists()


def _versions(demo: Command) -> list[SecretVersion]:
    from store import read_world

    return list(read_world(demo.state)[0].all(SecretVersion))


def test_a_state_that_was_copied_without_its_journal_says_so(empty: Command, tmp_path: Path) -> None:
    assert empty("do", "CreateResourceGroup", "--name", "only-here", "--location", "West Europe").status == 0
    shutil.copy(empty.state, tmp_path / "copy.json")
    listed = empty.bare("list", "--state", str(tmp_path / "copy.json"))
    assert (listed.status, listed.code, listed.out) == (3, "JournalMissing", "")
    assert "copy.json.journal" in listed.err
    shutil.copy(empty.state.with_name("state.json.journal"), tmp_path / "copy.json.journal")
    whole = empty.bare("list", "--state", str(tmp_path / "copy.json"))
    assert "only-here" in whole.out
    assert whole.err == ""
