"""A page whose document can be opened in the user's own editor."""

from __future__ import annotations

from tui.host import Outside


class Outward:
    """A page that may have a document."""

    def outside(self) -> Outside | None:
        """The document for the editor, and who takes what is made of it; None where there is none."""
        return None
