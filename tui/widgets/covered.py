"""Containers that show nothing but their ground, of which their children leave little."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

from tui.widgets.gathered import Gathered


class Covered(Gathered):
    """A container without border, title or text: for each frame one blank line is made."""

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.app.no_color:
            # A line takes on the shades of grey where it is drawn by itself.
            return super().render_lines(crop)
        ground = Style(background=self.visual_style.background)
        return [Strip.blank(crop.width, ground.rich_style)] * crop.height
