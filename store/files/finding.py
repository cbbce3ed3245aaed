"""A finding of the program about itself or its surroundings."""

from __future__ import annotations

from msgspec import Struct


class Finding(Struct, frozen=True):
    """What was looked at, the verdict ("ok", "warning", "error"), what was found, and the next step."""

    name: str
    verdict: str
    text: str
    step: str = ""
