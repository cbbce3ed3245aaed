"""A whole order, bought, stored, verified, issued, imported and bound on disk, against issuing and one sync.

Not measured: RSA keys; the first order of a process, which imports what it needs; the process itself.

python -m tests.bench.order [--quick] [--json]
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from store.journal.journal import Journal, write_state
from store.operations.certificate_registration.create import CreateOrder
from store.operations.certificate_registration.store_in_key_vault import StoreInKeyVault
from store.operations.certificate_registration.verify import VerifyDomain
from store.operations.simulator.clock import AdvanceClock
from store.operations.web.bindings import AddBinding
from store.operations.web.imports import ImportAppServiceCertificate
from store.portal import Portal
from store.resources import GODADDY, CertificateOrder, Method, WebCertificate
from store.services.authority.authorities import issue_leaf, secret_value
from store.world import Draft, World
from store.worlds import begin
from store.x509.keys import new_key
from tests.bench.timing import Bench

_HOST = "shop.contoso.com"


def main() -> None:
    """Prints the ratio. Each call is one order: a subscription has ten of them at most."""
    bench = Bench(__doc__, "P5")
    world = begin("demo", keys="ec")
    with TemporaryDirectory() as folder:
        place = Path(folder)
        write_state(place / "state.json", world, replace=False)
        journal = Journal.open(place / "state.json")
        ours, floor = ordering(Portal(journal)), issuing(world, place / "floor")
        ours()
        bench.pair("create ... bind, EC keys", ours, floor, 2.5)
        journal.close(checkpoint=False)


def ordering(portal: Portal) -> Callable[[], object]:
    """A step that takes one more order from its purchase to a bound host: six operations."""
    numbers = count()

    def step() -> None:
        order = f"bench{next(numbers)}"
        for operation in (
            CreateOrder(name=order, host=_HOST, sku="S1", resource_group="rg-web"),
            StoreInKeyVault(order=order, vault="contoso-kv"),
            VerifyDomain(order=order, method=Method.DOMAIN.value),
            AdvanceClock(by="10m"),
            ImportAppServiceCertificate(site="shop-app", order=order),
        ):
            portal.perform(operation)
        made = next(reversed(list(portal.world.all(WebCertificate))))
        portal.perform(AddBinding(site="shop-app", host=_HOST, certificate=made.id, type="SNI"))
        bought = next(reversed(list(portal.world.all(CertificateOrder))))
        assert bought.name == order and bought.thumbprint == made.thumbprint

    return step


def issuing(world: World, path: Path) -> Callable[[], object]:
    """The floor: a key, a certificate, a file without a password, written and synced."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    draft = Draft(world)
    numbers = count()

    def step() -> None:
        key = new_key("ec")
        made = issue_leaf(
            draft,
            GODADDY,
            key=key,
            names=(_HOST,),
            until=draft.now.replace(year=draft.now.year + 1),
            purpose=str(next(numbers)),
        )
        os.write(fd, secret_value(draft, made.issuer, key=key, certificate=made.certificate).encode())
        os.fdatasync(fd)

    return step


if __name__ == "__main__":
    main()
