"""Errors in the portal's words: a stable code, a sentence, the next step."""

from __future__ import annotations

from store.ways_out import WayOut


class AzureError(Exception):
    """A refusal by the simulated Azure; the world is as it was before.

    `code` is stable (scripts and scenarios compare it), `message` is a sentence in the portal's words. What
    to do about it is a sentence ("" where nothing can be done), or a way out: that sentence and its place.
    """

    def __init__(self, code: str, message: str, repair: str | WayOut = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.repair = repair

    @property
    def next_step(self) -> str:
        """What to do about it, as a sentence."""
        return self.repair if isinstance(self.repair, str) else self.repair.text

    @property
    def way_out(self) -> WayOut | None:
        """Where that is done; None where the refusal does not say."""
        return None if isinstance(self.repair, str) else self.repair

    @property
    def told(self) -> str:
        """The sentence and the next step as one text; some of Azure's own sentences lack their full stop."""
        stop = "" if self.message.endswith((".", "!", "?")) or not self.next_step else "."
        return f"{self.message}{stop} {self.next_step}".rstrip()

    def __str__(self) -> str:
        return f"{self.code}: {self.told}"


class UsageError(Exception):
    """The call itself is malformed (unknown operation or argument); nothing is journalled."""

    def __init__(self, message: str, code: str = "WrongUsage") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class StateError(Exception):
    """The state file cannot be read or written; the user's bytes are untouched.

    `code` is stable; `message` names the file, the reason and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"
