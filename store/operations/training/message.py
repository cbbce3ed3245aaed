"""What an instructor says to whoever works in a world."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.operations.operation import Simulator
from store.resources import Message
from store.world import Draft, View

#: Characters of a message, and of its sender's name.
LONGEST_TEXT, LONGEST_SENDER = 300, 60


def refused_text(what: str, said: str, longest: int = LONGEST_TEXT) -> AzureError | None:
    """Why these words cannot be said, or None; `what` they are."""
    if not said.isprintable() or not 0 < len(said.strip()) <= longest:
        return AzureError("InvalidMessage", f"A {what} has 1-{longest} printable characters.")
    return None


class SendMessage(Simulator, frozen=True, kw_only=True):
    """Say something to whoever has this world open: it comes as a toast, and stays in the bell."""

    arm: ClassVar[str] = "Simulator/messages/write"
    title: ClassVar[str] = "Send a message"

    text: str
    sender: str = "Instructor"

    def why_not(self, view: View) -> AzureError | None:
        return refused_text("message", self.text) or refused_text("sender", self.sender, LONGEST_SENDER)

    def apply(self, draft: Draft, material: None) -> str:
        draft.put(
            Message(
                id=f"{draft.revision:08d}",
                sender=self.sender.strip(),
                text=self.text.strip(),
                sent_at=draft.now,
            )
        )
        return "The message is on its way."
