"""The numbers and rules of the world's era, to be read."""

from __future__ import annotations

from tui.dialogs.read_text import ReadText
from tui.host import PortalHost
from tui.text.era_facts import ca_rules, era_numbers


def show_era(host: PortalHost) -> None:
    """Open them over the page."""
    era = host.portal.world.era
    host.push_screen(ReadText(f"Era {era.name}", f"{era_numbers(era)}\n\n{ca_rules()}"))
