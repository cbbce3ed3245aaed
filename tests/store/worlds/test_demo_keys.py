"""A seed fixes names, ids, tokens, serial numbers and keys: two machines have the same thumbprints."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from store.journal.in_memory import MemoryJournal
from store.operations.arguments import File
from store.operations.certificate_registration.export import ExportCertificate
from store.operations.certificate_registration.rekey_and_renew import Rekey
from store.operations.simulator.clock import AdvanceClock
from store.portal import Portal
from store.resources import CertificateOrder
from store.world import World
from store.worlds import begin
from store.x509.keys import demo_key, load_key

#: A life with every kind of key: of authorities, a rekey, renewals by the job, a managed certificate, the
#: vault's own.
_LIFE = """
import sys
from store.arm import arm, resources
from store.operations.certificate_registration.rekey_and_renew import Rekey
from store.operations.key_vault.certificate_signing import GenerateVaultCertificate
from store.operations.simulator.clock import AdvanceClock
from store.operations.web.managed import CreateManagedCertificate
from store.portal import Portal
from store.journal.in_memory import MemoryJournal
from store.resources import Authority, OrderLedger, PrivateKey, WebCertificate
from store.worlds import begin

portal = Portal(MemoryJournal(begin("demo", seed=int(sys.argv[1]), keys=sys.argv[2])))
for operation in (
    Rekey(order="contosocert"),
    AdvanceClock(by="400d"),
    CreateManagedCertificate(site="api-app", host="api.contoso.com"),
    GenerateVaultCertificate(vault="contoso-kv", name="own", subject="CN=a.contoso.com", issuer="GlobalSign"),
    AdvanceClock(by="1d"),
):
    portal.perform(operation)
world = portal.world
for kind in (Authority, OrderLedger, PrivateKey):
    for one in world.all(kind):
        print(one)
for one in resources(world, None):
    print(arm(world, one))
"""


def _life(seed: int, keys: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", _LIFE, str(seed), keys],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return ran.stdout


@pytest.mark.parametrize("keys", ["rsa2048", "ec"])
def test_two_processes_with_one_seed_live_the_same_life(keys: str) -> None:
    first, second, other = _life(7, keys), _life(7, keys), _life(8, keys)
    assert "thumbprint" in first and "contosocert" in first
    assert first == second
    assert first != other


def _thumbprint(world: World) -> str:
    return next(world.all(CertificateOrder)).thumbprint


def test_without_a_seed_keys_are_fresh() -> None:
    one, two = begin("demo", keys="ec"), begin("demo", keys="ec")
    assert not one.facts.demo_keys
    assert _thumbprint(one) != _thumbprint(two)
    assert _thumbprint(begin("demo", seed=0, keys="ec")) == _thumbprint(begin("demo", seed=0, keys="ec"))


def test_a_rekey_draws_another_key() -> None:
    portal = Portal(MemoryJournal(begin("demo", seed=1)))
    hashes = set()
    for _ in range(5):
        portal.perform(Rekey(order="contosocert"))
        portal.perform(AdvanceClock(by="10m"))
        hashes.add(_thumbprint(portal.world))
    assert len(hashes) == 5


def test_a_demo_key_is_a_real_one() -> None:
    key = load_key(demo_key("rsa2048", random.Random(3)))
    assert isinstance(key, rsa.RSAPrivateKey)
    numbers = key.private_numbers()
    assert key.key_size == 2048
    # What the library leaves unchecked to be quick, once in full.
    assert numbers.private_key().public_key() == key.public_key()


def test_an_export_says_that_its_key_is_everybodys(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("export")
    for seed, said in ((4, True), (None, False)):
        portal = Portal(MemoryJournal(begin("demo", seed=seed, keys="ec")))
        path = File(str(folder / f"{seed}.pfx"))
        done = portal.perform(ExportCertificate(order="contosocert", path=path))
        assert ("demo key that everybody can have" in done.result) is said
