"""Keys that mean the same on every page.

A verb whose label begins with a word of a meaning has that meaning's key, and no other verb has that key. The
capital of a letter does the same with the larger thing where a page has both: `d` deletes a record, `D` the
zone with all its records.
"""

from __future__ import annotations

from typing import NamedTuple


class Meaning(NamedTuple):
    """A key, what it does everywhere, and the words that the labels of its verbs begin with."""

    key: str
    does: str
    words: tuple[str, ...]


VOCABULARY = (
    Meaning("n", "New", ("Create", "New")),
    Meaning("a", "Add", ("Add",)),
    Meaning("e", "Edit", ("Edit", "Change", "Mailboxes")),
    Meaning("d", "Delete", ("Delete", "Remove", "Forget", "Purge")),
    Meaning("o", "Open", ("Open", "Manage", "Mailbox", "DNS zone", "Another file")),
    Meaning("o", "Open", ("Certificates", "Resource group", "Locks")),
    Meaning("f", "Filter", ("Timespan", "Job", "Status Filter", "List")),
    Meaning("f2", "Save", ("Save", "Select")),
    Meaning("x", "Discard", ("Discard", "Dismiss")),
    Meaning("r", "Refresh", ("Refresh",)),
    Meaning("s", "Sync", ("Sync",)),
    Meaning("M", "Move", ("Move",)),
    Meaning(">", "Next", ("Next",)),
)


def meaning_of(label: str) -> Meaning | None:
    """The meaning that a verb's label has by its first words; None where it has none of these."""
    whole = (
        one
        for one in VOCABULARY
        for word in one.words
        # A word and not a part of one: "Add" is not the beginning of "Address".
        if label == word or label.startswith(f"{word} ")
    )
    return next(whole, None)


def spoken() -> dict[str, str]:
    """Key → what it does everywhere, in the order of the table."""
    return {one.key: one.does for one in VOCABULARY}
