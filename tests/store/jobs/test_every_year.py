"""Worlds of every era run to 2031: what is issued on the way is what a public CA of that day could issue.

The certificates are read back from the vault and from App Service; the limits are written out here again.
"""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64decode
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from store.eras import ERAS
from store.errors import AzureError
from store.resources import ActionType, CertificateOrder, OrderStatus, SecretVersion, WebCertificate
from store.services.certificate_registration.ledger import ledger_of
from store.world import World
from store.x509.pfx.open import open_bytes
from tests.support.order_cloud import Shop
from tests.support.stated import stated

#: From a day on, days of validity at most, and days a proof may be old.
VALIDITY = {"2017-01-01": 1184, "2018-03-01": 825, "2020-09-01": 398}
VALIDITY |= {"2026-03-15": 200, "2027-03-15": 100, "2029-03-15": 47}
PROOF = {"2017-01-01": 1184, "2018-03-01": 825, "2021-10-01": 398}
PROOF |= {"2026-03-15": 200, "2027-03-15": 100, "2029-03-15": 10}
SERVERS_ONLY = datetime(2026, 6, 15, tzinfo=UTC)
END = datetime(2031, 1, 1, tzinfo=UTC)


def of_day(rules: dict[str, int], at: datetime) -> timedelta:
    return timedelta(days=[limit for since, limit in rules.items() if f"{at:%Y-%m-%d}" >= since][-1])


def values(world: World) -> set[str]:
    """Every version of every secret, and every managed certificate, as PFX in base64."""
    found = {version.properties.value for version in world.all(SecretVersion)}
    found |= {one.properties.pfx_blob or "" for one in world.all(WebCertificate) if one.managed}
    return found - {""}


def chain(value: str) -> list[x509.Certificate]:
    """The certificates of a PFX, the leaf first."""
    opened = open_bytes(b64decode(value), "")
    _, leaf = opened.pair()
    assert leaf is not None
    others = [one for one in opened.certificates if one != leaf]
    return [x509.load_der_x509_certificate(one) for one in (leaf, *others)]


def check_leaf(found: list[x509.Certificate]) -> None:
    leaf = found[0]
    issued, ends = leaf.not_valid_before_utc, leaf.not_valid_after_utc
    # The last second counts.
    assert ends - issued + timedelta(seconds=1) <= of_day(VALIDITY, issued), (issued, ends)
    purposes = set(leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    assert ExtendedKeyUsageOID.SERVER_AUTH in purposes
    assert ExtendedKeyUsageOID.CLIENT_AUTH not in purposes or issued < SERVERS_ONLY
    above = next(one for one in found if one.subject == leaf.issuer)
    leaf.verify_directly_issued_by(above)
    name = str(above.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    assert not name.endswith("Authority - G2") or issued < SERVERS_ONLY


def check_proofs(world: World) -> None:
    """Each certificate of an order rests on a proof that was young enough on the day."""
    for order in world.all(CertificateOrder):
        ledger = ledger_of(world, order)
        proofs = [one.created_at for one in ledger.actions if one.action_type is ActionType.DOMAIN_VALIDATED]
        for record in ledger.issued:
            proof = max(at for at in proofs if at <= stated(record.issued_at))
            assert stated(record.issued_at) - proof <= of_day(PROOF, stated(record.issued_at))


def live(shop: Shop, chance: Random) -> list[list[x509.Certificate]]:
    """Some weeks at a time until the end, now and then an operation; returns what was issued."""
    seen: dict[str, None] = {}
    while shop.world.now < END:
        shop.wait(f"{chance.randint(3, 40)}d")
        for name in [one.name for one in shop.world.all(CertificateOrder)]:
            if chance.random() < 0.6:
                with suppress(AzureError):
                    shop.do("VerifyDomain", order=name, method="Manual TXT")
            operation, arguments = chance.choice(OPERATIONS)
            try:
                shop.do(
                    operation, **{**arguments, **({"order": name} if "certificate" not in arguments else {})}
                )
            except AzureError:
                # What is refused changes nothing.
                continue
        shop.wait("3h")
        seen |= dict.fromkeys(sorted(values(shop.world)))
    return [chain(value) for value in seen]


#: Without arguments it is the order's.
OPERATIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Rekey", {}),
    ("RenewOrder", {}),
    ("NewVaultCertificateVersion", {"certificate": "own"}),
)


@pytest.mark.parametrize("auto_renew", [True, False])
@pytest.mark.parametrize("era", list(ERAS))
def test_what_is_issued_until_2031_is_what_a_ca_of_the_day_could_issue(era: str, auto_renew: bool) -> None:
    chance = Random(f"{era} {auto_renew}")
    shop = Shop(era)
    shop.do("CreateZone", name="example.org", resourceGroup="rg-web")
    for name, host in (("contosocert", "contoso.com"), ("second", "fabrikam.com")):
        shop.issue(name, host, autoRenew=auto_renew)
    asked = {"vault": "contoso-kv", "name": "own", "subject": "CN=example.org", "issuer": "DigiCert"}
    shop.do("GenerateVaultCertificate", **asked, validityMonths=24)
    if ERAS[era].managed_certificates:
        shop.do("CreateManagedCertificate", site="contoso-app", host="contoso.com")
    found = live(shop, chance)
    for one in found:
        check_leaf(one)
    check_proofs(shop.world)
    assert len(found) > 10
    assert_openssl_agrees(chance.sample(found, 3))


def assert_openssl_agrees(sample: list[list[x509.Certificate]]) -> None:
    """Validity and purposes of a few, as OpenSSL reads them."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl here")
    for leaf, *_ in sample:
        words = [openssl, "x509", "-noout", "-enddate", "-ext", "extendedKeyUsage"]
        pem = leaf.public_bytes(Encoding.PEM)
        said = subprocess.run(words, input=pem, capture_output=True, check=True).stdout.decode()
        ends = datetime.strptime(said.splitlines()[0], "notAfter=%b %d %H:%M:%S %Y GMT").replace(tzinfo=UTC)
        issued = leaf.not_valid_before_utc
        assert ends + timedelta(seconds=1) - issued <= of_day(VALIDITY, issued)
        assert "Client Authentication" not in said or issued < SERVERS_ONLY


@pytest.mark.parametrize("era", list(ERAS))
@pytest.mark.parametrize("auto_renew", [True, False])
def test_the_paid_term_is_covered_without_a_gap_and_without_a_charge(era: str, auto_renew: bool) -> None:
    """Bought in April 2029: some ten certificates follow one another, each before the one before it ends."""
    shop = Shop(era)
    shop.wait_until(datetime(2029, 4, 1, 9, tzinfo=UTC))
    shop.issue(autoRenew=auto_renew)
    paid = shop.ledger().paid_until
    assert paid is not None
    while shop.world.now < paid - timedelta(days=33):
        shop.wait("7d")
        shop.prove()
    issued = shop.ledger().issued
    assert len(issued) >= 8
    for earlier, later in pairwise(issued):
        assert stated(later.not_before) < stated(earlier.not_after) < stated(later.not_after) <= paid
        assert later.kind.value == "reissue"
    assert shop.charges() == [6999]
    for _ in range(8):
        shop.wait("7d")
        if not shop.status().final:
            shop.prove()
    if auto_renew:
        assert shop.charges() == [6999, 6999]
    else:
        assert shop.charges() == [6999]
        assert shop.status() is OrderStatus.EXPIRED
        assert shop.ledger().issued[-1].not_after == paid
        assert "Auto renew is off" in shop.state().sentence
