"""`certblade cscfg check` and `certblade drift` of cloud services."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.journal.journal import write_state
from store.world import World
from store.worlds.cloud import DEFINITION
from tests.cli.command import Command
from tests.support.cloud_services import WEB, WORKER, renewed_text, renewed_world, service_of, thumbprint
from tests.support.configurations import FIRST, TWO_ROLES, certificate, configuration, role
from tests.support.worlds import world


def written(folder: Path, text: str, name: str = "a.cscfg") -> str:
    """The path of a file with this text."""
    file = folder / name
    file.write_bytes(text.encode("utf-8-sig"))
    return str(file)


def begun(certblade: Command, begin: World) -> Command:
    write_state(certblade.state, begin, replace=False)
    return certblade


def test_a_sound_file_is_accepted_without_a_world(certblade: Command, tmp_path: Path) -> None:
    checked = certblade("cscfg", "check", written(tmp_path, TWO_ROLES))
    assert checked.status == 0 and checked.err == ""
    assert checked.lines[0] == "The configuration has no fault."
    assert f"WebRole1  Certificate1  {FIRST}" in checked.lines


def test_faults_are_listed_with_their_places_and_the_status_is_one(
    certblade: Command, tmp_path: Path
) -> None:
    bad = configuration(role("A", certificate(thumbprint="\u200e12")), "<Sponge />")
    checked = certblade("cscfg", "check", written(tmp_path, bad))
    assert checked.status == 1 and checked.code == "InvalidThumbprint"
    assert checked.lines[0] == "2 faults"
    assert checked.lines[2].startswith("2     98      InvalidThumbprint") and "U+200E" in checked.lines[2]
    assert checked.lines[3].startswith("3     1       ElementUnknown")


def test_json_has_faults_configuration_and_verdict(certblade: Command, tmp_path: Path) -> None:
    found = certblade("cscfg", "check", written(tmp_path, "<a"), "--json").json()
    assert (found["accepted"], found["configuration"], found["count"]) == (False, None, 1)
    assert found["faults"][0]["code"] == "ConfigurationNotWellFormed"
    good = certblade("cscfg", "check", written(tmp_path, TWO_ROLES), "--json").json()
    assert good["accepted"] and [one["name"] for one in good["configuration"]["roles"]] == [
        "WebRole1",
        "WorkerRole1",
    ]


def test_the_definition_names_the_roles(certblade: Command, tmp_path: Path) -> None:
    definition = written(tmp_path, DEFINITION, "a.csdef")
    text = configuration(role("WebRole1"), role("Other"))
    checked = certblade("cscfg", "check", written(tmp_path, text), "--definition", definition)
    assert checked.status == 1 and "UnknownRole" in checked.out and "RoleMissing" in checked.out


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<a>\xff</a>", "ConfigurationNotText"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DocumentTypeForbidden"),
        (b"<a>" + b" " * 300_000 + b"</a>", "ConfigurationTooLong"),
        (b"<a>" * 40 + b"</a>" * 40, "ConfigurationTooDeep"),
        (b" " * (1024 * 1024 + 1), "FileTooLarge"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(
    certblade: Command, tmp_path: Path, data: bytes, code: str
) -> None:
    file = tmp_path / "bad.cscfg"
    file.write_bytes(data)
    checked = certblade("cscfg", "check", str(file))
    assert (checked.status, checked.code) == (1, code)


def test_with_a_service_its_certificates_are_looked_up(certblade: Command, tmp_path: Path) -> None:
    before, after = world("cloud"), renewed_world()
    begun(certblade, after)
    file = written(tmp_path, renewed_text(before, after, WEB, WORKER))
    missing = certblade("cscfg", "check", file, "--service", "contoso-cs")
    assert (missing.status, missing.code) == (1, "MissingThumbprints")
    assert f"WebRole1|{thumbprint(after, WEB)}, WorkerRole1|{thumbprint(after, WORKER)}" in missing.err
    found = certblade("cscfg", "check", file, "--service", "contoso-cs", "--vault", "contoso-kv")
    assert found.status == 0
    assert found.out.count("Found   ") == 2 and "ContosoCertificate in contoso-kv" in found.out


def test_a_renewed_certificate_is_drift_until_the_service_is_updated(
    certblade: Command, tmp_path: Path
) -> None:
    before, after = world("cloud"), renewed_world()
    begun(certblade, after)
    drifted = certblade("drift")
    assert drifted.status == 1
    assert "an older version of ContosoCertificate" in drifted.out
    assert "the certificate URL names an older version." in drifted.out
    file = written(tmp_path, renewed_text(before, after, WEB, WORKER))
    saved = certblade(
        *("do", "SaveConfiguration", "--service", "contoso-cs"),
        *("--vault", "contoso-kv", "--configuration-file", file),
    )
    assert saved.status == 0, saved.err
    assert "0 of 2 have it" in certblade("drift", "contoso-cs").out
    certblade("clock", "advance", "8m")
    done = certblade("drift", "contoso-cs", "--json").json()
    assert done[0]["drifted"] is False
    assert certblade("drift").lines == ["Nothing has drifted."]


def test_the_text_of_the_file_is_what_azure_keeps(certblade: Command, tmp_path: Path) -> None:
    before, after = world("cloud"), renewed_world()
    begun(certblade, after)
    text = renewed_text(before, after, WEB, WORKER).replace("\n", "\r\n").replace("  <Role", "\t<Role")
    certblade(
        *("do", "SaveConfiguration", "--service", "contoso-cs"),
        *("--vault", "contoso-kv", "--configuration-file", written(tmp_path, text)),
    )
    assert certblade("show", "contoso-cs").json()["properties"]["configuration"] == text
    assert service_of(before).properties.configuration != text


def test_arm_shows_a_service_its_instances_and_what_they_have(certblade: Command) -> None:
    begun(certblade, world("cloud"))
    shown = certblade("show", "contoso-cs").json()["properties"]
    assert shown["packageUrl"].endswith("&sig=REDACTED")
    [group] = shown["osProfile"]["secrets"]
    assert group["sourceVault"]["id"].endswith("/vaults/contoso-kv")
    assert group["vaultCertificates"][0]["certificateUrl"].startswith("https://contoso-kv.vault.azure.net/")
    instance = certblade("show", "WebRole1_IN_1").json()["properties"]["instanceView"]
    assert (instance["platformUpdateDomain"], instance["statuses"][0]["code"]) == (
        1,
        "RoleState/RoleStateStarted",
    )
    held = certblade("list", "installedCertificates", "--json").json()
    assert {one["instance"] for one in held} >= {"WebRole1_IN_0", "WorkerRole1_IN_1"}
    assert certblade("list", "projects").lines[1].split()[:2] == ["Contoso", "Contoso.cspkg"]
    assert "Contoso.cspkg" in certblade("list", "packages").out
