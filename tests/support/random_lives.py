"""Random lives of orders: worlds of every era and sequences of operations, drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from store.eras import ERAS
from store.errors import AzureError
from store.resources import (
    CertificateOrder,
    DeletedVault,
    Site,
    Vault,
    VaultSecret,
    WebCertificate,
)
from store.secret import Secret
from store.services.authority.authorities import authority_keys
from store.services.authorization.principals import CERTIFICATE_REGISTRATION, WEB_SITES
from store.x509.authority import LeafRequest, issue
from store.x509.keys import new_key
from store.x509.pfx.build import build_pfx
from tests.support.order_cloud import Shop

HOSTS = {"contosocert": "contoso.com", "apicert": "api.contoso.com", "fabrikam": "fabrikam.com"}
MOST_STEPS = 14


class Life:
    """A shop to which random things happen; `steps` names them, for a test that fails."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.shop = Shop(self.random.choice(sorted(ERAS)))
        self.steps: list[str] = []

    def live(self) -> Shop:
        """Begin with an order or two, then let up to `MOST_STEPS` things happen."""
        for name in self.random.sample(sorted(HOSTS), self.random.randint(1, 2)):
            self._begin(name)
        for _ in range(self.random.randint(0, MOST_STEPS)):
            self._step(self.random.choice(STEPS))
        return self.shop

    def _begin(self, name: str) -> None:
        shop = self.shop
        with suppress(AzureError):
            if self.random.random() < 0.15:
                shop.buy(name, HOSTS[name])
                return
            shop.issue(name, HOSTS[name])
            if self.random.random() < 0.8:
                site = "contoso-api" if name == "apicert" else "contoso-app"
                shop.link(name, site, HOSTS[name])

    def _step(self, step: Callable[[Life], None]) -> None:
        self.steps.append(step.__name__)
        with suppress(AzureError, LookupError, StopIteration):
            step(self)

    # What happens to whom

    def do(self, operation: str, **arguments: object) -> None:
        self.shop.do(operation, **arguments)

    def order(self) -> str:
        return self.random.choice([one.name for one in self.shop.world.all(CertificateOrder)])

    def site(self) -> str:
        return self.random.choice([one.name for one in self.shop.world.all(Site)])

    def certificate(self) -> str:
        return self.random.choice([one.id for one in self.shop.world.all(WebCertificate)])


def waits(life: Life) -> None:
    spans = ("1m", "7m", "3h", "1d", "9d", "40d", "160d", "333d", "364d")
    life.do("AdvanceClock", by=life.random.choice(spans))


def goes_to_the_next_event(life: Life) -> None:
    life.do("AdvanceClock", next=True)


def rekeys(life: Life) -> None:
    life.do("Rekey", order=life.order())
    if life.random.random() < 0.5:
        life.do("AdvanceClock", by="10m")


def renews(life: Life) -> None:
    order = life.order()
    expires = life.shop.order(order).expires
    if expires is not None:
        life.shop.wait_until(expires - timedelta(days=life.random.choice((59, 40, 3))))
        life.do("RenewOrder", order=order)


def toggles_auto_renew(life: Life) -> None:
    life.do("SetAutoRenew", order=life.order(), enabled=life.random.random() < 0.5)


def changes_the_card(life: Life) -> None:
    life.do("SetCard", valid=life.random.random() < 0.4)


def suspends(life: Life) -> None:
    life.do("SetSubscriptionState", to=life.random.choice(("Suspended", "Active", "Active", "Active")))


def ages_the_proof(life: Life) -> None:
    life.do("AgeProof", order=life.order(), days=life.random.choice((20, 100, 300, 394, 400, 1090)))


def flags(life: Life) -> None:
    life.do("FlagForFraud", order=life.order())


def resolves(life: Life) -> None:
    life.do("AdvanceClock", by="25h")
    life.do("SendEmailInstructions", order=life.order())


def verifies(life: Life) -> None:
    methods = ("Manual TXT", "Domain", "App Service", "Mail", "Manual HTML")
    life.do("VerifyDomain", order=life.order(), method=life.random.choice(methods))


def proves(life: Life) -> None:
    life.shop.prove(life.order())


def permits(life: Life) -> None:
    principal = life.random.choice((WEB_SITES, CERTIFICATE_REGISTRATION))
    secrets = life.random.choice((["Get"], ["List"], ["Get", "Set"], ["Get", "Set", "Delete"]))
    life.do("SetAccessPolicy", vault="contoso-kv", principal=principal, secrets=secrets)


def forbids(life: Life) -> None:
    principal = life.random.choice((WEB_SITES, CERTIFICATE_REGISTRATION))
    life.do("RemoveAccessPolicy", vault="contoso-kv", principal=principal)


def deletes_a_vault(life: Life) -> None:
    life.do("DeleteVault", vault="contoso-kv")


def recovers_a_vault(life: Life) -> None:
    with suppress(AzureError):
        life.do("DeleteVault", vault="contoso-kv")
    waits(life)
    life.do("RecoverVault", vault=next(life.shop.world.all(DeletedVault)).id)


def stores(life: Life) -> None:
    vault = life.random.choice([one.name for one in life.shop.world.all(Vault)])
    life.do("StoreInKeyVault", order=life.order(), vault=vault)


def deletes_a_secret(life: Life) -> None:
    secret = next(life.shop.world.all(VaultSecret))
    life.do("DeleteSecret", vault="contoso-kv", secret=secret.name)


def sets_a_caa_record(life: Life) -> None:
    issuer = life.random.choice(("letsencrypt.org", "godaddy.com", "digicert.com"))
    zone = life.random.choice(("contoso.com", "fabrikam.com"))
    life.do("AddRecord", zone=zone, type="CAA", name="@", value=f'0 issue "{issuer}"')


def removes_a_caa_record(life: Life) -> None:
    life.do("RemoveRecord", zone="contoso.com", type="CAA", name="@")


def points_elsewhere(life: Life) -> None:
    life.do("RemoveRecord", zone="contoso.com", type="CNAME", name="www")
    life.do("AddRecord", zone="contoso.com", type="CNAME", name="www", value="hop.contoso.com")


def imports(life: Life) -> None:
    life.do("ImportAppServiceCertificate", site=life.site(), order=life.order())


def binds(life: Life) -> None:
    with suppress(AzureError):
        life.do("ImportAppServiceCertificate", site="contoso-app", order="contosocert")
    linked = life.shop.linked().id
    life.do("AddBinding", site="contoso-app", host="www.contoso.com", certificate=linked, type="SNI")


def imports_from_the_vault(life: Life) -> None:
    asked = {"principal": WEB_SITES, "secrets": ["get"], "certificates": ["get"]}
    life.do("SetAccessPolicy", vault="contoso-kv", **asked)
    made = {"vault": "contoso-kv", "name": "site", "subject": "CN=www.contoso.com", "issuer": "DigiCert"}
    life.do("GenerateVaultCertificate", **made)
    life.do("ImportKeyVaultCertificate", site="contoso-app", vault="contoso-kv", certificate="site")


def uploads(life: Life) -> None:
    now, host = life.shop.world.now, life.random.choice(("www.contoso.com", "contoso.com"))
    request = LeafRequest(
        key=new_key("ec"),
        common_name=host,
        names=(host,),
        not_before=now - timedelta(days=2),
        not_after=now + timedelta(days=life.random.choice((3, 40, 90)), seconds=life.random.randrange(60)),
        serial=life.random.getrandbits(60),
    )
    keys = authority_keys(life.shop.world, "DigiCert")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "brought.pfx"
        file.write_bytes(build_pfx(request.key, issue(keys, request).certificate, keys.chain, Secret("pw")))
        life.do("UploadCertificate", site="contoso-app", file=str(file), password="pw")
    uploaded = next(one for one in life.shop.world.all(WebCertificate) if one.properties.pfx_blob)
    life.do("AddBinding", site="contoso-app", host=host, certificate=uploaded.id, type="SNI")


def asks_for_a_managed_certificate(life: Life) -> None:
    host = life.random.choice(("contoso.com", "www.contoso.com", "api.contoso.com"))
    site = "contoso-api" if host.startswith("api") else "contoso-app"
    life.do("CreateManagedCertificate", site=site, host=host)


def unmaps_a_host(life: Life) -> None:
    life.do("UnmapHost", site="contoso-app", host="www.contoso.com")


def stops_an_app(life: Life) -> None:
    life.do("StopSite", site=life.site())


def deletes_a_certificate(life: Life) -> None:
    life.do("DeleteCertificate", certificate=life.certificate())


def deletes_an_order(life: Life) -> None:
    with suppress(AzureError):
        life.do("DeleteLock", lock="AppServiceCertificateLock")
    life.do("DeleteOrder", order=life.order())


def syncs(life: Life) -> None:
    order = life.order()
    life.do("Rekey", order=order)
    life.do("AdvanceClock", by="10m")
    life.do("SyncOrder", order=order)


def undoes(life: Life) -> None:
    life.do("Undo")


STEPS: tuple[Callable[[Life], None], ...] = (
    *(waits, waits, waits, rekeys, rekeys, renews, toggles_auto_renew, changes_the_card, ages_the_proof),
    *(goes_to_the_next_event, suspends, flags, resolves, verifies, proves, permits, forbids),
    *(deletes_a_vault, recovers_a_vault, stores, deletes_a_secret, sets_a_caa_record, removes_a_caa_record),
    *(
        points_elsewhere,
        imports,
        binds,
        imports_from_the_vault,
        uploads,
        uploads,
        asks_for_a_managed_certificate,
        unmaps_a_host,
        stops_an_app,
    ),
    *(imports_from_the_vault, uploads, uploads, deletes_a_certificate, deletes_an_order, syncs, undoes),
)
