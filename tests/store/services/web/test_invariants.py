"""What holds of every webspace and vault, tried at every door in any order."""

from __future__ import annotations

from base64 import b64decode
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from store.errors import AzureError
from store.resources import DeletedSecret, VaultSecret, WebCertificate, group_of, name_of
from store.secret import Secret
from store.services.key_vault.links import link_of
from store.services.web import invariants
from store.services.web.client_trust import kept_file
from store.services.web.webspaces import certificates_in, webspace_of, webspace_of_certificate
from store.world import View
from store.x509.certificates import describe
from store.x509.pfx.build import protect_pfx
from store.x509.pfx.open import open_bytes
from tests.support.order_cloud import Shop
from tests.support.vault_apps import HOST, IMPORTED, VaultApps

#: The name of the vault certificate in the webspace of contoso-us.
IN_EAST_US = f"{IMPORTED}-rg-web-EastUSwebspace"
TAKE = {"vault": "contoso-kv", "certificate": "site"}
FULL = "TooManyCertificates"


@pytest.fixture
def cloud() -> VaultApps:
    """A vault certificate, and apps in two regions whose plans are in one resource group."""
    made = VaultApps()
    made.other_region()
    made.generate()
    return made


def test_a_vault_certificate_in_two_regions_is_two_certificates(cloud: VaultApps) -> None:
    cloud.take("contoso-app")
    cloud.take("contoso-us")
    here, there = cloud.held(), cloud.held(IN_EAST_US)
    assert (here.location, there.location) == ("West Europe", "East US")
    new = cloud.generate()
    cloud.sync(IN_EAST_US)
    assert cloud.held(IN_EAST_US).thumbprint == new
    assert cloud.held().thumbprint == here.thumbprint
    assert cloud.refused("ImportKeyVaultCertificate", site="contoso-us", **TAKE).code == "Conflict"
    cloud.take("contoso-app")
    assert cloud.held().thumbprint == new


def test_the_plain_name_is_free_again_and_a_certificate_keeps_its_own(cloud: VaultApps) -> None:
    cloud.take("contoso-app")
    cloud.take("contoso-us")
    cloud.do("DeleteCertificate", certificate=IMPORTED)
    cloud.generate()
    cloud.take("contoso-us")
    assert [one.name for one in cloud.world.all(WebCertificate)] == [IN_EAST_US]


def test_a_managed_certificate_left_in_another_region_is_named_with_its_place(cloud: VaultApps) -> None:
    cloud.do("CreateManagedCertificate", site="contoso-app", host=HOST)
    cloud.do("AdvanceClock", by="10m")
    cloud.do("UnmapHost", site="contoso-app", host=HOST)
    cloud.do("RemoveRecord", zone="contoso.com", type="CNAME", name="www")
    cloud.do("AddRecord", zone="contoso.com", type="CNAME", name="www", value="contoso-us.azurewebsites.net")
    cloud.do("MapHost", site="contoso-us", host=HOST)
    refused = cloud.refused("CreateManagedCertificate", site="contoso-us", host=HOST)
    assert "in West Europe" in refused.message
    assert refused.next_step == f"Delete '{HOST}' first."


def test_a_secret_is_linked_once_to_a_webspace() -> None:
    """Two orders that look up one secret, whose certificate has changed since the first import."""
    shop = Shop()
    shop.issue()
    shop.issue("other", "fabrikam.com")
    shop.do("ImportAppServiceCertificate", site="contoso-app", order="contosocert")
    link = shop.order().link
    assert link is not None
    shop.do("ChangeSecretName", order="other", secret=link.key_vault_secret_name)
    shop.do("Rekey", order="contosocert")
    shop.wait("15m")
    told = shop.do("ImportAppServiceCertificate", site="contoso-app", order="other")
    assert told.startswith("Imported 'contosocert-")
    assert [one.thumbprint for one in shop.world.all(WebCertificate)] == [shop.order().thumbprint]


def test_a_sync_does_not_bring_a_certificate_into_its_webspace_twice(
    cloud: VaultApps, tmp_path: Path
) -> None:
    """The same file is a version of the secret and an upload."""
    cloud.take()
    old = cloud.held().thumbprint
    cloud.generate(name="other", validityMonths=6)
    data = b64decode(cloud.version("other").properties.value)
    (tmp_path / "vault.pfx").write_bytes(data)
    (tmp_path / "mine.pfx").write_bytes(protect_pfx(data, Secret("secret word")))
    cloud.do("UploadCertificate", site="contoso-app", file=str(tmp_path / "mine.pfx"), password="secret word")
    cloud.do("ImportVaultCertificate", vault="contoso-kv", name="site", file=str(tmp_path / "vault.pfx"))
    refused = cloud.refused("SyncCertificate", certificate=IMPORTED)
    assert refused.code == "Conflict"
    assert "same thumbprint" in refused.message
    cloud.do("AdvanceClock", by="2d")
    assert cloud.held().thumbprint == old


def test_two_secrets_with_one_file_are_not_both_taken_by_one_run(cloud: VaultApps, tmp_path: Path) -> None:
    cloud.take()
    cloud.generate(name="other", validityMonths=6)
    cloud.take(name="other")
    data = cloud.pfx(cloud.request())
    (tmp_path / "same.pfx").write_bytes(data)
    for name in ("site", "other"):
        cloud.do("ImportVaultCertificate", vault="contoso-kv", name=name, file=str(tmp_path / "same.pfx"))
    cloud.do("AdvanceClock", by="3d")
    assert not broken(cloud.world)
    shown = {one.thumbprint for one in cloud.world.all(WebCertificate)}
    assert cloud.version().properties.thumbprint in shown


def test_a_webspace_that_is_full_takes_nothing_by_any_door(
    cloud: VaultApps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invariants, "MOST_PRIVATE_CERTIFICATES", 1)
    cloud.do("CreateManagedCertificate", site="contoso-app", host=HOST)
    assert cloud.refused("ImportKeyVaultCertificate", site="contoso-app", **TAKE).code == FULL
    cloud.do("AdvanceClock", by="10m")
    assert cloud.refused("ImportKeyVaultCertificate", site="contoso-app", **TAKE).code == FULL
    cloud.take("contoso-us")


def broken(view: View) -> list[str]:
    """What holds no longer of a world's webspaces and vaults, in words."""
    found = []
    spaces: dict[str, list[WebCertificate]] = {}
    for one in view.all(WebCertificate):
        spaces.setdefault(webspace_of_certificate(one), []).append(one)
        if name_of(group_of(one.id)).lower() not in webspace_of_certificate(one).partition("/webspaces/")[2]:
            found.append(f"{one.name} lies outside its webspace's group")
        found += _untrue(view, one)
    for held in spaces.values():
        found += [
            f"twice: {what}" for what, count in Counter(one.thumbprint for one in held).items() if count > 1
        ]
        links = Counter(link for one in held if (link := link_of(one)))
        found += [f"linked twice: {what}" for what, count in links.items() if count > 1]
    gone = set(view.table(DeletedSecret)) & set(view.table(VaultSecret))
    return [*found, *(f"deleted and in use: {key}" for key in gone)]


def _untrue(view: View, certificate: WebCertificate) -> list[str]:
    """Facts of a certificate that are not those of the file it has, where the file is still there."""
    value = kept_file(view, certificate)
    _, leaf = open_bytes(b64decode(value), "").pair() if value else (None, None)
    if leaf is None:
        return []
    facts, noted = describe(leaf), certificate.properties
    same = (
        facts.thumbprint == noted.thumbprint,
        facts.not_before == noted.issue_date,
        facts.not_after == noted.expiration_date,
        facts.all_names == noted.host_names,
        facts.public_key_hash == noted.public_key_hash,
        facts.server_auth == noted.server_auth,
        facts.self_signed == noted.self_signed,
    )
    return [] if all(same) else [f"{certificate.name} has facts of another certificate: {same}"]


_SITES = st.sampled_from(["contoso-app", "contoso-api", "contoso-us"])
_NAMES = st.sampled_from(["site", "other"])


class Doors(RuleBasedStateMachine):
    """Every way a certificate comes into a webspace or a vault, tried whether it is allowed or not."""

    def __init__(self) -> None:
        super().__init__()
        self.cloud = VaultApps()
        self.cloud.other_region()
        self._folder = TemporaryDirectory()
        self._file = Path(self._folder.name) / "file.pfx"

    def teardown(self) -> None:
        self._folder.cleanup()

    def attempt(self, operation: str, **arguments: object) -> None:
        try:
            self.cloud.do(operation, **arguments)
        except AzureError:
            return

    @rule(name=_NAMES, issuer=st.sampled_from(["DigiCert", "Self"]))
    def generate(self, name: str, issuer: str) -> None:
        self.attempt(
            "GenerateVaultCertificate", vault="contoso-kv", name=name, subject=f"CN={HOST}", issuer=issuer
        )

    @rule(name=_NAMES, server_auth=st.booleans())
    def bring_one_file(self, name: str, server_auth: bool) -> None:
        """The same file again where it is brought again: one certificate in two secrets."""
        if not self._file.exists():
            self._file.write_bytes(self.cloud.pfx(self.cloud.request(server_auth=server_auth)))
        self.attempt("ImportVaultCertificate", vault="contoso-kv", name=name, file=str(self._file))

    @precondition(lambda self: self._file.exists())
    @rule(site=_SITES)
    def upload_that_file(self, site: str) -> None:
        mine = self._file.with_name("mine.pfx")
        mine.write_bytes(protect_pfx(self._file.read_bytes(), Secret("secret word")))
        self.attempt("UploadCertificate", site=site, file=str(mine), password="secret word")

    @rule(site=_SITES, name=_NAMES)
    def take(self, site: str, name: str) -> None:
        self.attempt("ImportKeyVaultCertificate", site=site, vault="contoso-kv", certificate=name)

    @rule(data=st.data())
    def sync_or_delete(self, data: st.DataObject) -> None:
        held = [one.id for one in self.cloud.world.all(WebCertificate)]
        if held:
            verb = data.draw(st.sampled_from(["SyncCertificate", "SyncCertificate", "DeleteCertificate"]))
            self.attempt(verb, certificate=data.draw(st.sampled_from(held)))

    @rule()
    def buy_and_issue(self) -> None:
        self.attempt("CreateOrder", name="contosocert", host="contoso.com", resourceGroup="rg-web")
        self.attempt("StoreInKeyVault", order="contosocert", vault="contoso-kv")
        self.attempt("VerifyDomain", order="contosocert", method="Domain")
        self.attempt("AdvanceClock", by="30m")

    @rule(site=_SITES)
    def take_the_order(self, site: str) -> None:
        self.attempt("ImportAppServiceCertificate", site=site, order="contosocert")

    @rule(verb=st.sampled_from(["Rekey", "RenewOrder", "SyncOrder", "StoreInKeyVault"]))
    def order_verb(self, verb: str) -> None:
        more = {"vault": "contoso-kv"} if verb == "StoreInKeyVault" else {}
        self.attempt(verb, order="contosocert", **more)
        self.attempt("AdvanceClock", by="30m")

    @rule(name=_NAMES, enabled=st.booleans())
    def switch_the_newest(self, name: str, enabled: bool) -> None:
        if self.cloud.world.get(VaultSecret, f"{self.cloud.vault().id}/secrets/{name}"):
            self.attempt("SetSecretVersion", version=self.cloud.version(name).id, enabled=enabled)

    @rule(name=_NAMES, verb=st.sampled_from(["DeleteVaultCertificate", "RecoverSecret"]))
    def delete_or_recover(self, name: str, verb: str) -> None:
        self.attempt(verb, **{"certificate" if verb.startswith("Delete") else "secret": name})

    @rule(by=st.sampled_from(["1d", "40d", "200d"]))
    def let_the_jobs_run(self, by: str) -> None:
        self.attempt("AdvanceClock", by=by)

    @rule(site=_SITES)
    def ask_for_a_managed_one(self, site: str) -> None:
        host = {"contoso-app": HOST, "contoso-api": "api.contoso.com", "contoso-us": "us.contoso.com"}[site]
        self.attempt("CreateManagedCertificate", site=site, host=host)

    @rule()
    def undo(self) -> None:
        self.attempt("Undo")

    @invariant()
    def all_holds(self) -> None:
        assert not broken(self.cloud.world)


TestDoors = Doors.TestCase
TestDoors.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_what_breaks_is_found(cloud: VaultApps) -> None:
    """The measure of the model can fail."""
    cloud.take()
    held = cloud.held()
    assert not broken(cloud.world)
    twin = replace(held, id=f"{held.id}-twin")
    cloud.put(twin, replace(held, properties=replace(held.properties, expiration_date=cloud.world.now)))
    assert {one.partition(":")[0] for one in broken(cloud.world)} == {
        "twice",
        "linked twice",
        f"{held.name} has facts of another certificate",
    }
    assert len(certificates_in(cloud.world, webspace_of(cloud.world, cloud.site()))) == 2
