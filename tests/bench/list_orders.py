"""`certblade list certificateOrders --json` of 1,000 orders, whole process, against Python and msgspec alone.

python -m tests.bench.list_orders [--quick] [--json]
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from store.journal import write_state
from store.resources import CertificateOrder, OrderLedger
from store.world import Draft, World
from store.worlds import begin
from tests.bench.timing import Bench


def many_orders(count: int) -> World:
    """The demo world with its order copied that often, each with its ledger."""
    draft = Draft(begin("demo", keys="ec"))
    (order,) = draft.all(CertificateOrder)
    ledger = draft.need(OrderLedger, order.id)
    for number in range(count - 1):
        name = f"{order.name}{number}"
        id = order.id.removesuffix(order.name) + name
        certificates = {name: order.properties.certificates[order.name]}
        copy = replace(
            order, id=id, name=name, properties=replace(order.properties, certificates=certificates)
        )
        draft.put(copy)
        draft.put(replace(ledger, id=id))
    return draft.finish()


def main() -> None:
    """Prints the ratio; both are whole processes."""
    bench = Bench(__doc__)
    with TemporaryDirectory() as folder:
        state = Path(folder) / "state.json"
        write_state(state, many_orders(100 if bench.quick else 1000), replace=False)
        command = ["-m", "tui", "--state", str(state), "list", "certificateOrders", "--json"]
        # Written once, so that both sides start from compiled modules.
        _python(*command)
        bench.pair(
            "list --json, 1,000 orders",
            lambda: _python(*command),
            lambda: _python("-c", "import msgspec"),
            goal=1.7,
        )


def _python(*words: str) -> None:
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    main()
