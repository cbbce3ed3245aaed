"""Two trainees of one class, each in a browser of their own: real Chromium, ttyd, tmux and nginx.

Runs in the environment that `python -m tests.browser` makes; what it needs to know comes by CERTBLADE_CLASS.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.browser.pages import chromium, screen, sees

TOLD = json.loads(os.environ.get("CERTBLADE_CLASS", "{}"))
#: Whether a page may open the terminal of a class.
_OPENS = """(url) => new Promise((done) => {
    const socket = new WebSocket(url, ["tty"]);
    socket.onopen = () => { socket.close(); done(true); };
    socket.onerror = () => done(false);
})"""


def main() -> int:
    """Tell the story; every step that holds is printed."""
    with chromium(TOLD["chromium"]) as browser:
        nobody = _visitor(browser)
        assert nobody.request.get(TOLD["url"]).status == 401
        _held("without a password nothing is shown")
        ada, grace = (_login(browser, login) for login in ("ada", "grace"))
        _two_worlds(ada, grace)
        _foreign(ada)
        ada = _come_back(ada)
        _download(ada)
    return 0


def _held(step: str) -> None:
    print(f"holds  {step}", flush=True)


def _visitor(browser: Any, **options: Any) -> Any:
    context = browser.new_context(
        ignore_https_errors=True,
        viewport={"width": 1200, "height": 720},
        permissions=["clipboard-read", "clipboard-write"],
        **options,
    )
    return context.new_page()


def _login(browser: Any, login: str) -> Any:
    # The header is what a trainee would forge to be somebody else.
    page = _visitor(
        browser,
        http_credentials={"username": login, "password": TOLD["passwords"][login]},
        extra_http_headers={"X-Trainee": "grace"},
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(TOLD["url"])
    sees(page, "Out of sync")
    assert all(url.startswith((TOLD["url"], "data:", "blob:")) for url in asked), asked
    return page


def _two_worlds(ada: Any, grace: Any) -> None:
    ada.keyboard.press("s")
    sees(ada, "Certificate Ready")
    grace.keyboard.press("r")
    sees(grace, "Out of sync")
    _held("two trainees have two worlds, and a forged name opens no other")
    rows = json.loads(_certblade("class", "list", TOLD["folder"], "--json"))
    assert [row["lastOperation"] for row in rows][0] == "Sync" != rows[1]["lastOperation"], rows
    _held("the instructor sees the Sync")
    ada.keyboard.press("c")
    ada.wait_for_function("navigator.clipboard.readText().then((text) => text === 'contosocert')")
    _held("c copies to the clipboard of the browser")


def _foreign(ada: Any) -> None:
    address = TOLD["url"].replace("https:", "wss:") + "ws"
    assert ada.evaluate(_OPENS, address)
    page = ada.context.new_page()
    # The same server by another name is another origin.
    page.goto(TOLD["url"].replace("localhost", "127.0.0.1"))
    assert not page.evaluate(_OPENS, address)
    page.close()
    ada.bring_to_front()
    _held("a page of another origin cannot open a terminal")


def _come_back(ada: Any) -> Any:
    ada.keyboard.press("Enter")
    sees(ada, "From purchase to sync")
    ada.screenshot(path=TOLD["picture"])
    for key in ("m", *"export"):
        ada.keyboard.press(key)
    sees(ada, "m export")
    context, where = ada.context, screen(ada).partition("m export")[0]
    ada.close()
    page = context.new_page()
    page.goto(TOLD["url"])
    sees(page, f"{where}m export")
    _held("after the tab was closed the place on the screen is kept, with what was typed")
    page.keyboard.press("Enter")
    sees(page, "Exported copies")
    return page


def _download(ada: Any) -> None:
    for key, words in [
        ("o", "CURRENT VERSION"),
        ("Enter", "Secret Identifier"),
        ("l", "Writes"),
        ("F2", "was written"),
    ]:
        ada.keyboard.press(key)
        sees(ada, words)
    page = ada.context.new_page()
    page.goto(TOLD["url"] + "files/")
    with page.expect_download() as waiting:
        page.get_by_text("contosocert.pfx").click()
    pfx = Path(TOLD["folder"]) / "downloaded.pfx"
    waiting.value.save_as(pfx)
    opened = subprocess.run(
        ["openssl", "pkcs12", "-in", str(pfx), "-passin", "pass:", "-nokeys", "-clcerts", "-legacy"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "CN = contoso.com" in opened.stdout
    response = ada.context.new_page().goto(TOLD["url"] + "files/../../grace/state.json")
    assert response.status == 404 or "ttyd" in response.text()
    _held("an exported PFX is downloaded, and opens")


def _certblade(*words: str) -> str:
    command = [TOLD["python"], "-m", "tui", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
