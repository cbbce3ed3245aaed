"""Widgets that never scroll, whose size is no reason to lay the screen out twice."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive

from tui.widgets.gathered import Gathered


class Unscrolled(Gathered):
    """Has no scrollbars. When a size changes Textual lays out twice, as scrollbars may come or go then."""

    virtual_size = Reactive(Size(0, 0), repaint=False)
