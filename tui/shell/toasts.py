"""Toasts: what was said, at most three lines and one for where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.text.plain import plain, short_ids

if TYPE_CHECKING:
    from textual.app import App

    from tui.text.status import Tone
    from tui.work.notices import Notice

#: Letters of a toast's text.
_LONGEST = 150
_SEVERITY: dict[Tone, Any] = {"warning": "warning", "error": "error"}


def toast(app: App[None], notice: Notice, hint: str = "") -> None:
    """Show a notice for a while, with its code before it and a hint below."""
    words = short_ids(f"{notice.code}: {notice.text}" if notice.code else notice.text)
    text = "\n".join(filter(None, (plain(words, _LONGEST), hint)))
    severity = _SEVERITY.get(notice.tone, "information")
    app.notify(text, title=plain(notice.title), severity=severity, markup=False)
