"""Numbers of things in words: one of them has no plural."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """`1 hint`, `2 hints`, `1,200 orders`; a noun whose plural adds no s is not for this."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
