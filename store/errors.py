"""Errors in the portal's words: a stable code, a sentence, the next step."""

from __future__ import annotations


class AzureError(Exception):
    """A refusal by the simulated Azure; the world is as it was before.

    `code` is stable (scripts and scenarios compare it), `message` is a sentence in the
    portal's words, `next_step` says what to do about it ("" where nothing can be done).
    """

    def __init__(self, code: str, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.next_step = next_step

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
