"""`certblade list certificateOrders --json` of 1,000 orders, whole process, against msgspec reading the file.

Not measured: a first run, which compiles modules; what reads the answer.

python -m tests.bench.list_orders [--quick] [--json]
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from store.journal.journal import write_state
from tests.bench.timing import Bench
from tests.support.many_orders import many_orders


def main() -> None:
    """Prints the ratio; both are whole processes."""
    bench = Bench(__doc__, "P6")
    with TemporaryDirectory() as folder:
        state = Path(folder) / "state.json"
        orders = 100 if bench.quick else 1000
        write_state(state, many_orders(orders, links=0), replace=False)
        # Both sides start from compiled modules, as an installed program does.
        compiled = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        compiled.pop("PYTHONDONTWRITEBYTECODE", None)

        def python(*words: str) -> None:
            subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True, env=compiled)

        command = ["-m", "tui", "--state", str(state), "list", "certificateOrders", "--json"]
        python(*command)
        read = f"import msgspec; msgspec.json.decode(open({str(state)!r}, 'rb').read())"
        python("-c", read)
        bench.pair(
            f"list --json, {orders:,} orders",
            lambda: python(*command),
            lambda: python("-c", read),
            goal=1.3,
        )


if __name__ == "__main__":
    main()
