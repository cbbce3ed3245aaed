"""A report comes within 5 seconds of work and 300 MiB, whatever is in the file."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

from store.eras import era
from store.secret import Secret
from store.x509.pfx.ber import MOST, encode
from store.x509.pfx.derivations import MOST_RC2, MOST_ROUNDS
from store.x509.requirements.check import Surroundings, check_pfx
from tests.support.pfx_parts import (
    NOW,
    PASSWORD,
    bag,
    clear_safe,
    encrypted_safe,
    explicit,
    integer,
    octets,
    oid,
    pbe,
    sequence,
    unsealed_pfx,
)

_MOST_SECONDS, _MOST_MEBIBYTES = 5, 300


def _costly() -> dict[str, bytes]:
    """Files of up to 1 MiB that take as much work as the limits allow."""
    data, attribute = oid("1.2.840.113549.1.7.1"), sequence(oid("1.2.3"), encode(b"\x31", b""))
    pieces = encode(b"\x24", b"\x04\x01\x30" * 340_000)
    return {
        "rounds": unsealed_pfx(*[encrypted_safe(pbe(MOST_ROUNDS), bytes(64))] * 3),
        "RC2": unsealed_pfx(encrypted_safe(pbe(9, b"s", "1.2.840.113549.1.12.1.6"), bytes(MOST_RC2))),
        "pieces": sequence(integer(3), sequence(data, explicit(pieces))),
        "parts": unsealed_pfx(*[clear_safe()] * 45_000),
        "encrypted parts": unsealed_pfx(*[encrypted_safe(pbe(1), bytes(8))] * 10_000),
        "attributes": unsealed_pfx(clear_safe(bag(5, octets(b""), encode(b"\x31", attribute * 90_000)))),
        "elements": encode(b"\x30", b"\x02\x01\x03" + b"\x05\x00" * (MOST - 2)),
    }


def main() -> None:
    """The seconds of work for each file, and the most memory for all."""
    for name, data in _costly().items():
        start = time.process_time()
        report = check_pfx(data, Secret(PASSWORD), Surroundings(era("2022"), NOW, ()))
        print(f"{name}\t{time.process_time() - start:.2f}\t{report.code}")
    print(f"memory\t{_most_memory():.0f}\t")


def _most_memory() -> float:
    """The most memory this process had, in MiB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    # Linux counts the parent's memory too in ru_maxrss, and a worker of the suite is large.
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def test_no_file_takes_longer_or_more_memory_than_a_report_may() -> None:
    words = [sys.executable, "-m", __name__]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    *files, memory = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(files) == len(_costly())
    assert {name: seconds for name, seconds, _ in files if float(seconds) > _MOST_SECONDS} == {}
    assert all(code for _, _, code in files)
    assert float(memory[1]) < _MOST_MEBIBYTES


if __name__ == "__main__":
    main()
