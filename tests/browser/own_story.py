"""The portal on one's own machine by textual-serve, in Chromium: keys, clipboard, downloads.

Runs in the environment that `python -m tests.browser` makes; what it needs to know comes by CERTBLADE_CLASS.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.browser.pages import chromium

TOLD = json.loads(os.environ.get("CERTBLADE_CLASS", "{}"))
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9:;<=>?]*[ -/]*[@-~]|\].*?(?:\x07|\x1b\\)|[ -/]*[0-~])", re.S)


def main() -> int:
    """Tell the story; every step that holds is printed."""
    folder, port = Path(TOLD["folder"]), _free_port()
    state = folder / "state.json"
    command = f"{TOLD['python']} -m tui --state {state}"
    subprocess.run([*command.split(), "new", "--world", "demo"], check=True, capture_output=True)
    with _served(command, port, folder), chromium(TOLD["chromium"]) as browser:
        context = browser.new_context(
            viewport={"width": 1200, "height": 720}, permissions=["clipboard-read", "clipboard-write"]
        )
        page = _Page(context.new_page(), f"http://localhost:{port}/")
        _held("the portal is drawn, and nothing but its own host is asked when fonts are refused")
        page.press("c", "was sent to")
        page.page.wait_for_function("navigator.clipboard.readText().then((text) => text === 'contosocert')")
        _held("c copies to the clipboard of the browser")
        page.press("s", "Certificate Ready")
        _held("a key acts")
        page.page.screenshot(path=TOLD["picture"])
        _downloads(page, folder)
    found = sorted(one.name for one in folder.iterdir())
    assert {name.partition(".json")[0] for name in found} == {"state", "downloads"}, found
    _held("nothing but the world is on this machine's disk")
    return 0


def _downloads(page: _Page, folder: Path) -> None:
    page.press("Enter", "Essentials")
    page.press("m", "esc Back to the page")
    for key in "export":
        page.press(key)
    for key, words in [
        ("Enter", "Exported copies"),
        ("o", "CURRENT VERSION"),
        ("Enter", "Secret Identifier"),
        ("l", "saved by your browser"),
    ]:
        page.press(key, words)
    with page.page.expect_download() as waiting:
        page.press("F2", "was downloaded")
    assert waiting.value.suggested_filename == "contosocert.pfx"
    pfx = folder / "downloads" / "contosocert.pfx"
    waiting.value.save_as(pfx)
    opened = subprocess.run(
        ["openssl", "pkcs12", "-in", str(pfx), "-passin", "pass:", "-nokeys", "-clcerts", "-legacy"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "CN = *.contoso.com" in opened.stdout
    _held("an exported PFX is downloaded, and opens")


class _Page:
    """A tab; its terminal is read by what the server sends."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self._shown = page, ""
        # The template asks for a font of somebody else's host; textual-serve has the files itself.
        page.route("**://fonts.googleapis.com/**", lambda route: route.abort())
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda sock: sock.on("framereceived", self._take))
        page.goto(url)
        self._wait("contosocert")
        page.mouse.click(600, 500)
        assert {one for one in asked if not one.startswith((url, "data:"))} <= {
            "https://fonts.googleapis.com/css?family=Roboto%20Mono"
        }, asked

    def _take(self, data: Any) -> None:
        if isinstance(data, bytes):
            self._shown += data.decode("utf-8", "replace")

    def press(self, key: str, shows: str = "") -> None:
        """Press a key, and wait until this is drawn."""
        self._shown = ""
        self.page.keyboard.press(key)
        if shows:
            self._wait(shows)

    def _wait(self, words: str) -> None:
        end = time.monotonic() + 60
        while words not in (shown := " ".join(_SEQUENCE.sub("", self._shown).split())):
            assert time.monotonic() < end, f"{words!r} was not drawn: {shown[-2000:]}"
            self.page.wait_for_timeout(50)


@contextmanager
def _served(command: str, port: int, folder: Path) -> Iterator[None]:
    start = f"from textual_serve.server import Server; Server({command!r}, port={port}).serve()"
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    running = subprocess.Popen(
        [sys.executable, "-c", start],
        cwd=folder,
        env={**os.environ, **home},
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        running.terminate()
        running.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _held(step: str) -> None:
    print(f"holds  {step}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
