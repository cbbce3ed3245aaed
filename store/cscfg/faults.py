"""Faults of a text, each with its place."""

from __future__ import annotations

import msgspec

from store.errors import AzureError


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A fault of a configuration: a stable code, a sentence, the next step, and its place.

    `line` and `column` count from 1, lines as XML 1.0 (section 2.11) ends them, columns in characters.
    """

    code: str
    message: str
    next_step: str = ""
    line: int = 1
    column: int = 1

    @property
    def told(self) -> str:
        """Place, sentence and next step in one text."""
        return f"Line {self.line}, column {self.column}: {self.message} {self.next_step}".rstrip()

    def refusal(self) -> AzureError:
        """The same as the refusal of what would use the text."""
        place = f"Line {self.line}, column {self.column}:"
        return AzureError(self.code, f"{place} {self.message}", self.next_step)


class Unreadable(Exception):
    """The text is no XML document that is read here; nothing of it can be judged."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault
