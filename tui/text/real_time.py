"""Real time in words, as a class has it beside the simulated time of worlds."""

from __future__ import annotations

from datetime import timedelta


def span(time: timedelta) -> str:
    """A span in its largest unit, such as `40 s`, `12 min`, `3 h`, `5 d`; below ten seconds it is `now`."""
    seconds = int(time.total_seconds())
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds // 10 * 10} s" if seconds >= 10 else "now"
