"""The field for text: letters that a terminal cannot show appear as escapes, and are not saved."""

from __future__ import annotations

from textual import widgets

from tui.text.plain import escapes, plain, shows


class Input(widgets.Input):
    """Textual's field, for values from outside too: tags, notes, paths, whatever is pasted.

    A password is neither shown nor changed.
    """

    #: It deals with what is pasted itself.
    TAKES_PASTES = True
    #: Escapes that stand in this field for characters that were put into it.
    _escaped: frozenset[str] = frozenset()

    def validate_value(self, value: str) -> str:
        """The value as it can be shown."""
        if self.password or shows(value):
            return value
        self._escaped |= escapes(value)
        return plain(value, len(value))

    @property
    def unshowable(self) -> str:
        """The first escape in place of a character that cannot be shown ("" without any)."""
        return next((one for one in sorted(self._escaped) if one in self.value), "")
