"""Containers that show nothing but their ground, of which their children leave little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

if TYPE_CHECKING:
    _AnyWidget = Widget
else:
    # Whatever it is mixed into: Textual takes styles from the first of its classes that one inherits.
    _AnyWidget = object


class Covered(_AnyWidget):
    """A container without border, title or text: for each frame one blank line is made."""

    def render_lines(self, crop: Region) -> list[Strip]:
        if self.app.no_color:
            # A line takes on the shades of grey where it is drawn by itself.
            return super().render_lines(crop)
        ground = Style(background=self.visual_style.background)
        return [Strip.blank(crop.width, ground.rich_style)] * crop.height
