"""Medians and ratios of what runs in turn in one process, printed for people or as JSON lines."""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
from collections.abc import Callable


class Bench:
    """One script's measurements. `quick` asks for smaller sizes, `--json` for one line of JSON each."""

    def __init__(self, about: str | None) -> None:
        parser = argparse.ArgumentParser(description=about)
        parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
        parser.add_argument("--json", action="store_true", help="one JSON line for each figure")
        given = parser.parse_args()
        self.quick: bool = given.quick
        self._json: bool = given.json
        #: Whether people read it, and more than the figures.
        self.wordy = not (given.quick or given.json)

    def pair(
        self, name: str, ours: Callable[[], object], floor: Callable[[], object], goal: float, calls: int = 1
    ) -> float:
        """Time both in turn, seven rounds of `calls` each, and print the ratio of their medians."""
        rounds = [
            (self._seconds(ours, calls), self._seconds(floor, calls)) for _ in range(3 if self.quick else 7)
        ]
        own, other = (statistics.median(seconds) for seconds in zip(*rounds, strict=True))
        return self.say(name, own, other, goal)

    def say(self, name: str, ours: float, floor: float, goal: float, unit: str = "s") -> float:
        """Print one figure, its floor and their ratio."""
        ratio = ours / floor
        if self._json:
            print(json.dumps({"name": name, "ours": ours, "floor": floor, "ratio": ratio, "goal": goal}))
        else:
            pair = f"ours {ours:.3g} {unit}   floor {floor:.3g} {unit}"
            print(f"{name:50} {pair}   ratio {ratio:.2f} (goal {goal})")
        return ratio

    def _seconds(self, work: Callable[[], object], calls: int) -> float:
        gc.collect()
        start = time.perf_counter()
        for _ in range(calls):
            work()
        return (time.perf_counter() - start) / calls
