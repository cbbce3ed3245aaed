"""The program behind textual-serve: what a person gets in the browser, and how it ends with its server."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from store.journal.journal import write_state
from store.resources import CertificateOrder
from store.x509.pfx.open import open_bytes
from tests.support.web_pipes import web_pipes
from tests.support.worlds import demo_world

#: What is no packet of textual-serve, or one that makes no sense; then a size that no page has.
_NONSENSE = [
    (b"D", b"\xff\xfe\x80"),
    (b"D", b""),
    (b"M", b"{"),
    (b"M", b"[1]"),
    (b"M", b'{"type": "resize", "width": "wide", "height": null}'),
    (b"M", b'{"type": "deliver_chunk_request", "key": "none", "size": 1}'),
    (b"M", b'{"type": "later", "key": [[[]]]}'),
    (b"X", b"{}"),
    (b"M", b"[" * 100_000),
    (b"M", b'{"type": "resize", "width": 120.0, "height": 36}'),
]


def test_an_export_and_a_picture_go_to_the_browser_and_to_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given nonsense from the page first; when the server dies at the end, the program leaves too."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    state, world = tmp_path / "state.json", demo_world()
    write_state(state, world, replace=False)
    with web_pipes(state) as page:
        page.sees("contosocert")
        for kind, payload in _NONSENSE:
            page.packet(kind, payload)
        for keys, shown in [
            ("\r", "Essentials"),
            ("mexport\r", "Exported copies"),
            ("o", "CURRENT VERSION"),
            ("\r", "Secret Identifier"),
            ("l", "saved by your browser"),
            ("\x1bOQ", "contosocert.pfx was downloaded."),
        ]:
            page.type(keys)
            page.sees(shown)
        name, pfx = page.download()
        [order] = world.all(CertificateOrder)
        assert (name, _thumbprint(pfx)) == ("contosocert.pfx", order.thumbprint)
        page.type("\x10screenshot text")
        page.sees("The screen as text")
        page.type("\r")
        name, picture = page.download()
        assert name.endswith(".txt") and "Secret Version" in picture.decode()
        page.hang_up()
        assert page.ends() == 129
        assert page.greeting == b"__GANGLION__\n"
        assert page.errors == ""
    left = {path.name.partition(".json")[0] for path in tmp_path.iterdir()}
    assert left == {"state"}


def _thumbprint(pfx: bytes) -> str:
    _, leaf = open_bytes(pfx, "").pair()
    assert leaf is not None
    return hashlib.sha1(leaf).hexdigest().upper()
