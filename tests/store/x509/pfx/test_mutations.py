"""Files changed at random: a report comes out, and none that OpenSSL opens is called damaged.

`python -m tests.store.x509.pfx.test_mutations 1000` tries more than the suite does.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.eras import era
from store.secret import Secret
from store.x509.requirements.check import Surroundings, check_pfx
from tests.support.make_pfx_fixtures import FOLDER
from tests.support.pfx_parts import NOW, needs_openssl
from tests.support.pfx_spellings import respell

_WORD = "test-word"
#: Files of different make, with few rounds.
_FILES = (
    "openssl-3.0-3des",
    "openssl-3.0-no-seal",
    "openssl-3.0-clear-certificates",
    "mono-6.12-default",
    "node-forge-1.4-3des",
    "mkcert-1.4-default",
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with a few changes: bits, bytes, pieces, another spelling of the same structure."""
    result = bytearray(respell(data, chance) if chance.random() < 0.4 else data)
    for _ in range(chance.randrange(3) if chance.random() < 0.3 else 1):
        # Most bytes are ciphertext; its frame is where the structure is.
        at = (
            chance.randrange(len(result))
            if chance.random() < 0.5
            else chance.randrange(min(160, len(result)))
        )
        if chance.random() < 0.2:
            at = len(result) - 1 - chance.randrange(min(120, len(result)))
        match chance.randrange(5):
            case 0:
                result[at] ^= 1 << chance.randrange(8)
            case 1:
                result[at] = chance.randrange(256)
            case 2:
                del result[at : at + chance.randrange(1, 30)]
            case 3:
                result[at:at] = chance.randbytes(chance.randrange(1, 8))
            case _:
                result += chance.randbytes(chance.randrange(1, 8))
    return bytes(result)


def faults(count: int, seed: int, folder: Path) -> Iterator[str]:
    """What went wrong with that many changed files; they and their seeds are named."""
    for number in range(count):
        chance = random.Random(f"{seed}:{number}")
        name = chance.choice(_FILES)
        password = "changeit" if name.startswith("mkcert") else _WORD
        data = mutated((FOLDER / f"{name}.p12").read_bytes(), chance)
        report = check_pfx(data, Secret(password), Surroundings(era("2022"), NOW, ()))
        if report.code == "PfxUnreadable":
            yield f"{seed}:{number} {name}: an exception nobody thought of"
        if report.code in {"PfxDamaged", "NotAPfx", "PfxUnreadable"} and _openssl_opens(
            data, password, folder
        ):
            yield f"{seed}:{number} {name}: {report.code}, though OpenSSL opens it"


def _openssl_opens(data: bytes, password: str, folder: Path) -> bool:
    file = folder / "mutated.p12"
    file.write_bytes(data)
    words = ["openssl", "pkcs12", "-legacy", "-in", str(file), "-nodes", "-passin", f"pass:{password}"]
    done = subprocess.run(words, capture_output=True, check=False, timeout=20)
    return done.returncode == 0 and b"PRIVATE KEY" in done.stdout


@needs_openssl
@pytest.mark.parametrize("seed", range(2))
def test_changed_files_get_a_report_and_are_not_called_damaged_while_openssl_opens_them(
    seed: int, tmp_path: Path
) -> None:
    assert list(faults(60, seed, tmp_path)) == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as _folder:
        for _fault in faults(int(sys.argv[1]), 2022, Path(_folder)):
            print(_fault, flush=True)
