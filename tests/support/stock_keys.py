"""RSA keys from a file, so that no test waits for one to be made. Nothing but tests is signed with them."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from store.x509.keys import load_key

_FILE = Path(__file__).with_name("stock_keys.txt")


@pytest.fixture(scope="session", autouse=True)
def stock_keys() -> Iterator[None]:
    """RSA keys of 2048 bits come from the file in turn; keys of other kinds are made."""
    stock = cycle([b64decode(line) for line in _FILE.read_text().split()])
    make = rsa.generate_private_key

    def stocked(public_exponent: int, key_size: int, backend: Any = None) -> rsa.RSAPrivateKey:
        if key_size != 2048:
            return make(public_exponent, key_size, backend)
        key = load_key(next(stock))
        assert isinstance(key, rsa.RSAPrivateKey)
        return key

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rsa, "generate_private_key", stocked)
        yield
