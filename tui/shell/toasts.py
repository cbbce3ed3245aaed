"""Toasts: what was said, a few lines and one for where it leads; the last sentence is not cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.text.plain import plain, short_ids

if TYPE_CHECKING:
    from textual.app import App

    from tui.text.status import Tone
    from tui.work.notices import Notice

#: Letters of a toast's text.
_LONGEST = 240
_SEVERITY: dict[Tone, Any] = {"warning": "warning", "error": "error"}


def toast(app: App[None], notice: Notice, hint: str = "") -> None:
    """Show a notice for a while, with its code before it and a hint below."""
    words = short_ids(f"{notice.code}: {notice.text}" if notice.code else notice.text)
    text = "\n".join(filter(None, (_fitted(words), hint)))
    severity = _SEVERITY.get(notice.tone, "information")
    app.notify(text, title=plain(notice.title), severity=severity, markup=False)


def _fitted(words: str) -> str:
    """The words, cut before their last sentence rather than in it: it says what is to be done next."""
    before, stop, last = words.rpartition(". ")
    if len(words) > _LONGEST and stop and len(last) <= _LONGEST // 2:
        return f"{plain(before, _LONGEST - len(last) - 2)} {plain(last)}"
    return plain(words, _LONGEST)
