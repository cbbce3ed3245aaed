"""What was done from a page since the program began, as commands."""

from __future__ import annotations

from tui.dialogs.read_text import ReadText
from tui.host import PortalHost
from tui.text.status import minute
from tui.work.deeds import Deed, Page

#: Deeds that are shown at once.
_SHOWN = 20
_NOTHING = "# Nothing was done from this page since the program began."
_ELSEWHERE = "# From other pages, the last first:"


def show_done(host: PortalHost, page: Page, title: str) -> None:
    """Open them over the page with this title, the last first."""
    host.push_screen(ReadText(f"{title}: done here, as commands", _done(host, page)))


def _done(host: PortalHost, page: Page) -> str:
    """The lines of what was done from a page, the last first; where nothing was, those of other pages."""
    here = host.deeds.of(page)[:_SHOWN]
    if here:
        return "\n\n".join(_dated(deed) for deed in here)
    elsewhere = [_dated(deed) for deed in host.deeds.all[:_SHOWN]]
    return "\n\n".join((_NOTHING, *(elsewhere and [_ELSEWHERE]), *elsewhere))


def _dated(deed: Deed) -> str:
    return f"# {minute(deed.at)} UTC\n{deed.lines}"
