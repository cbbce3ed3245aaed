"""A fleet: orders by the thousand, each with a key, a certificate and a secret of its own."""

from __future__ import annotations

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from pickle import dumps, loads

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from store.errors import AzureError
from store.journal.in_memory import MemoryJournal
from store.journal.reread import reread
from store.operations.simulator.clock import AdvanceClock
from store.portal import Portal
from store.resources import (
    CertificateOrder,
    JobRun,
    PrivateKey,
    SecretVersion,
    Subscription,
    WebCertificate,
)
from store.services.authority import batch
from store.services.certificate_registration.order_limits import order_limit
from store.services.certificate_registration.purchase import orders_in
from store.services.key_vault.links import linked_certificates, out_of_sync
from store.services.key_vault.secrets import current_version
from store.world import World
from store.worlds import begin


@pytest.fixture(scope="module")
def world() -> World:
    return begin("fleet", orders=12, keys="ec")


def test_each_order_has_a_certificate_of_its_own_that_opens(world: World) -> None:
    assert world.facts.demo_keys
    orders = [order for order in world.all(CertificateOrder) if order.name.startswith("fleet")]
    assert len(orders) == 12 == len({order.thumbprint for order in orders})
    (subscription,) = world.all(Subscription)
    assert orders_in(world, subscription.id) < order_limit(subscription.properties), "support has raised it"
    for order in orders:
        assert order.link is not None
        version = current_version(world, order.link.key_vault_id, order.link.key_vault_secret_name)
        assert isinstance(version, SecretVersion)
        key, leaf, above = pkcs12.load_key_and_certificates(b64decode(version.properties.value), None)
        assert key is not None and leaf is not None and len(above) == 2
        assert leaf.public_key() == key.public_key()
        assert order.properties.signed_certificate is not None
        assert leaf.serial_number == int(order.properties.signed_certificate.serial_number, 16)
        leaf.verify_directly_issued_by(above[0])
        held = linked_certificates(world, order)
        assert [one.thumbprint for one in held] == [order.thumbprint] * 3
        assert out_of_sync(world, order) == ()
        assert world.get(PrivateKey, f"{order.id}/keys/1") is not None


def test_it_is_written_read_and_lived_in_as_any_world(world: World, tmp_path: Path) -> None:
    assert reread(tmp_path / "state.json", world).tables.keys() == world.tables.keys()
    portal = Portal(MemoryJournal(world))
    portal.perform(AdvanceClock(by="365d"))
    renewed = [order for order in portal.world.all(CertificateOrder) if order.name.startswith("fleet")]
    before = {order.thumbprint for order in world.all(CertificateOrder)}
    assert not {order.thumbprint for order in renewed} & before
    synced = sum(len(run.outcomes) for run in portal.world.all(JobRun) if run.job == "Sync job")
    assert synced >= 36
    shown = {one.thumbprint for one in portal.world.all(WebCertificate)}
    assert {order.thumbprint for order in renewed} <= shown


def test_it_is_the_same_from_however_many_processes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_MANY", 2)
    monkeypatch.setattr(batch, "_AT_A_TIME", 5)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    # Threads in the processes' place, which take seconds to start; what goes between them is pickled.
    monkeypatch.setattr(batch, "ProcessPoolExecutor", lambda cores, mp_context: ThreadPoolExecutor(cores))
    made = batch._issued
    monkeypatch.setattr(batch, "_issued", lambda *given: loads(dumps(made(*loads(dumps(given))))))
    again = begin("fleet", orders=12, keys="ec")
    assert {order.thumbprint for order in again.all(CertificateOrder)} == {
        order.thumbprint for order in world.all(CertificateOrder)
    }


def test_a_fleet_has_an_end() -> None:
    for orders in (0, 100_001):
        with pytest.raises(AzureError, match="OrdersOutOfRange"):
            begin("fleet", orders=orders)
