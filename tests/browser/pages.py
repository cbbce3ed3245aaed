"""A page of Chromium, read as its terminal shows it. Playwright drives the machine's own browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import sync_playwright

#: Nothing is asked of any host but ours.
_QUIET = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: The terminal's visible lines; ttyd keeps its terminal as `term`.
_LINES = """() => {
    if (!window.term) return "";
    const buffer = term.buffer.active, rows = [...Array(term.rows).keys()];
    const text = (row) => buffer.getLine(buffer.viewportY + row).translateToString(true, 0, term.cols);
    return rows.map(text).join("\\n");
}"""


@contextmanager
def chromium(path: str) -> Iterator[Any]:
    """The browser, closed at the end."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


def screen(page: Any) -> str:
    """What the terminal shows, words one blank apart."""
    return " ".join(str(page.evaluate(_LINES)).split())


def sees(page: Any, words: str, seconds: float = 60) -> None:
    """Wait until the terminal shows this; raises `AssertionError` with the screen."""
    end = time.monotonic() + seconds
    while words not in (shown := screen(page)):
        assert time.monotonic() < end, f"{words!r} is not on the screen: {shown}"
        page.wait_for_timeout(50)
