"""Notices of the portal: toasts pass, the bell lists them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct, structs

from tui.text.status import Tone

#: Notices kept at most; the oldest go first.
KEPT = 200


class Notice(Struct, frozen=True):
    """A notice. Texts may come from outside; `at` is simulated time (UTC).

    It leads to the page of `resource`, else to `route`; "" is none.
    """

    title: str
    text: str
    tone: Tone
    at: datetime | None
    code: str = ""
    repair: str = ""
    resource: str = ""
    unread: bool = True
    route: str = ""


class Notices:
    """Newest first."""

    def __init__(self) -> None:
        self.all: tuple[Notice, ...] = ()

    @property
    def unread(self) -> int:
        return sum(notice.unread for notice in self.all)

    def add(self, notice: Notice) -> None:
        self.all = (notice, *self.all)[:KEPT]

    def read(self, listed: Sequence[Notice]) -> None:
        """Mark those that were listed as read; what came since is new."""
        ids = {id(one) for one in listed}
        self.all = tuple(structs.replace(one, unread=False) if id(one) in ids else one for one in self.all)

    def dismiss(self) -> None:
        self.all = ()
