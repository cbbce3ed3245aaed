"""Versions of secrets, their dates, their deletion and recovery."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from store.operations.arguments import record
from store.operations.naming import resolve
from store.operations.registry import from_json
from store.resources import Permissions, SecretVersion
from store.services.key_vault.permissions import grant
from store.services.key_vault.secrets import current_version, newest_version, secret_identifier, versions
from tests.support.azure_powershell import parse
from tests.support.cloud import Cloud


def write(cloud: Cloud, value: str, **more: object) -> SecretVersion:
    cloud.do("CreateSecretVersion", vault="contoso-kv", secret="s1", value=value, **more)
    return versions(cloud.world, cloud.vault().id, "s1")[0]


def test_versions_stay_and_no_older_one_takes_the_place_of_the_newest(cloud: Cloud) -> None:
    first, second = write(cloud, "one"), write(cloud, "two")
    assert versions(cloud.world, cloud.vault().id, "S1") == (second, first)
    assert current_version(cloud.world, cloud.vault().id, "s1") == second
    cloud.do("SetSecretVersion", version=second.name, enabled=False)
    assert current_version(cloud.world, cloud.vault().id, "s1") is None
    newest = newest_version(cloud.world, cloud.vault().id, "s1")
    assert newest is not None
    assert newest.name == second.name
    assert len({first.name, second.name}) == 2
    assert all(len(one.name) == 32 for one in (first, second))
    assert (
        secret_identifier(cloud.world, first) == f"https://contoso-kv.vault.azure.net/secrets/s1/{first.name}"
    )


def test_a_value_is_in_no_record_of_the_operation() -> None:
    operation = from_json({"operation": "CreateSecretVersion", "vault": "v", "secret": "s", "value": "hush"})
    assert "hush" not in str(record(operation))
    assert "hush" not in repr(operation)


def test_dates_are_kept_in_utc_and_checked(cloud: Cloud) -> None:
    version = write(cloud, "one", activation="2022-08-01T02:00:00+02:00", expiration="2023-08-01T00:00:00Z")
    dates = version.properties.attributes
    assert dates.not_before == datetime(2022, 8, 1, tzinfo=UTC)
    backwards = {"version": version.name, "expiration": "2022-07-01T00:00:00Z"}
    assert cloud.refused("SetSecretVersion", **backwards).code == "InvalidSecretDates"
    cloud.do("SetSecretVersion", version=version.id, noActivation=True, tags={"a": "b"})
    changed = versions(cloud.world, cloud.vault().id, "s1")[0].properties
    assert changed.attributes.not_before is None
    assert (changed.attributes.expires, changed.tags) == (dates.expires, {"a": "b"})
    for date in ("0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "1969-12-31T23:59:59Z"):
        never = {"version": version.name, "expiration": date}
        assert cloud.refused("SetSecretVersion", **never).code == "InvalidSecretDates"
    same = {"version": version.name, "enabled": True}
    assert cloud.refused("SetSecretVersion", **same).code == "NoChange"


@pytest.mark.parametrize("name", ["", "a_b", "a.b", "x" * 128])
def test_names_of_secrets(cloud: Cloud, name: str) -> None:
    asked = {"vault": "contoso-kv", "secret": name, "value": "x"}
    assert cloud.refused("CreateSecretVersion", **asked).code == "InvalidSecretName"


def test_a_value_too_long_is_refused(cloud: Cloud) -> None:
    asked = {"vault": "contoso-kv", "secret": "s1", "value": "x" * 25_601}
    assert cloud.refused("CreateSecretVersion", **asked).code == "SecretTooLong"


def test_any_text_is_kept_but_only_a_certificate_has_a_thumbprint(cloud: Cloud) -> None:
    kind = {"contentType": "application/x-pkcs12"}
    for value in ("not base64!", b64encode(b"not a PFX").decode(), "", "\U0001f511"):
        version = write(cloud, value, **kind)
        assert (version.properties.value, version.properties.thumbprint) == (value, "")
    cloud.do("GenerateVaultCertificate", vault="contoso-kv", name="c1", subject="contoso.com")
    made = versions(cloud.world, cloud.vault().id, "c1")[0].properties
    copied = write(cloud, made.value, **kind).properties
    assert (copied.thumbprint, copied.host_names) == (made.thumbprint, ("contoso.com",))
    assert write(cloud, made.value, contentType="text/plain").properties.thumbprint == ""


def test_a_deleted_secret_keeps_its_name_and_comes_back(cloud: Cloud) -> None:
    write(cloud, "one")
    newest = write(cloud, "two")
    cloud.do("DeleteSecret", vault="contoso-kv", secret="s1")
    assert versions(cloud.world, cloud.vault().id, "s1") == ()
    taken = cloud.refused("CreateSecretVersion", vault="contoso-kv", secret="S1", value="x")
    assert taken.code == "ObjectIsDeletedButRecoverable"
    cloud.do("RecoverSecret", secret="s1")
    assert versions(cloud.world, cloud.vault().id, "s1")[0] == newest
    assert cloud.refused("RecoverSecret", secret="s1").code == "DeletedSecretNotFound"
    assert cloud.refused("DeleteSecret", vault="contoso-kv", secret="s2").code == "SecretNotFound"


def test_a_deleted_secret_is_purged_after_the_retention(cloud: Cloud) -> None:
    write(cloud, "one")
    cloud.do("DeleteSecret", vault="contoso-kv", secret="s1")
    cloud.pass_days(90)
    assert cloud.refused("RecoverSecret", secret="s1").code == "DeletedSecretNotFound"
    assert write(cloud, "fresh").properties.sequence == 1


@pytest.mark.parametrize(
    ("verb", "operation", "arguments"),
    [
        ("set", "CreateSecretVersion", {"vault": "contoso-kv", "secret": "s1", "value": "x"}),
        ("delete", "DeleteSecret", {"vault": "contoso-kv", "secret": "s1"}),
    ],
)
def test_the_data_plane_asks_the_vault_not_the_role(
    cloud: Cloud, verb: str, operation: str, arguments: dict[str, str]
) -> None:
    write(cloud, "one")
    owner = cloud.add_user("ben@contoso.com", "Owner")
    refused = cloud.refused(operation, owner, **arguments)
    assert refused.code == "KeyVaultAccessDenied"
    assert f"does not have secrets {verb} permission" in refused.message
    reader = cloud.add_user("cat@contoso.com")
    cloud.put(grant(cloud.vault(), reader, Permissions(secrets=(verb,))))
    cloud.do(operation, reader, **arguments)


def test_a_purge_frees_the_name_for_good_and_needs_its_own_permission(cloud: Cloud) -> None:
    write(cloud, "one")
    cloud.do("DeleteSecret", vault="contoso-kv", secret="s1")
    eve = cloud.add_user("eve@contoso.com", "Contributor")
    cloud.do(
        "SetAccessPolicy", vault="contoso-kv", principal=eve, secrets=["get", "set", "delete", "recover"]
    )
    assert "secrets purge permission" in cloud.refused("PurgeSecret", eve, secret="s1").message
    assert cloud.do("PurgeSecret", secret="s1") == "Purged secret 's1' and its versions (1) for good."
    assert cloud.refused("RecoverSecret", secret="s1").code == "DeletedSecretNotFound"
    assert write(cloud, "fresh").properties.sequence == 1


def test_purge_protection_keeps_what_was_deleted_to_the_end(cloud: Cloud) -> None:
    cloud.do("CreateVault", name="safe-kv", resourceGroup="rg-web", purgeProtection=True, retentionDays=7)
    cloud.do("CreateSecretVersion", vault="safe-kv", secret="s1", value="one")
    cloud.do("DeleteSecret", vault="safe-kv", secret="s1")
    refused = cloud.refused("PurgeSecret", secret="s1")
    assert refused.code == "PurgeNotAllowed" and "recover it" in refused.next_step
    cloud.pass_days(7)
    cloud.do("CreateSecretVersion", vault="safe-kv", secret="s1", value="two")


def test_a_deleted_certificate_is_recovered_and_purged_as_a_certificate(cloud: Cloud) -> None:
    """By the permissions for certificates, and by the shells' commands for them."""
    cloud.do("GenerateVaultCertificate", vault="contoso-kv", name="c1", subject="CN=contoso.com")
    cloud.do("DeleteVaultCertificate", certificate="c1")
    eve = cloud.add_user("eve@contoso.com", "Contributor")
    cloud.do("SetAccessPolicy", vault="contoso-kv", principal=eve, secrets=["recover", "purge"])
    for operation, verb in (("RecoverSecret", "recover"), ("PurgeSecret", "purge")):
        assert f"certificates {verb} permission" in cloud.refused(operation, eve, secret="c1").message
        asked = resolve(from_json({"operation": operation, "secret": "c1"}), cloud.world)
        assert asked.az(cloud.world) == f"az keyvault certificate {verb} --vault-name contoso-kv -n c1"
        told = asked.powershell(cloud.world)
        assert told is not None and "AzKeyVaultCertificate" in told and parse(told)
    assert cloud.do("RecoverSecret", secret="c1") == "Recovered certificate 'c1' and its versions (1)."
    cloud.do("DeleteVaultCertificate", certificate="c1")
    assert cloud.do("PurgeSecret", secret="c1") == "Purged certificate 'c1' and its versions (1) for good."
    cloud.do("CreateSecretVersion", vault="contoso-kv", secret="c1", value="a plain one")
