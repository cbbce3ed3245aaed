"""Medians and ratios of what runs in turn in one process, printed for people or as JSON lines."""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Sequence

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One measured thing: ours and the floor's, both in `unit`, and how far apart the rounds were."""

    name: str
    ours: float
    floor: float
    ratio: float
    goal: float
    #: The row of the table of goals, as "P2".
    row: str = ""
    unit: str = "s"
    #: Least and greatest ratio of a round; equal where there was one.
    least: float = 0
    most: float = 0
    #: Whether the goal is the least the ratio may be, as of a rate.
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal


class Bench:
    """One script's measurements. `quick` asks for smaller sizes, `--json` for one line of JSON each.

    `row` is the row of the table of goals that the next figures belong to.
    """

    def __init__(self, about: str | None, row: str = "") -> None:
        parser = argparse.ArgumentParser(
            description=about, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
        parser.add_argument("--json", action="store_true", help="one JSON line for each figure")
        given = parser.parse_args()
        self.quick: bool = given.quick
        self._json: bool = given.json
        self.row = row
        #: Whether people read it, and more than the figures.
        self.wordy = not (given.quick or given.json)

    def pair(
        self, name: str, ours: Callable[[], object], floor: Callable[[], object], goal: float, calls: int = 1
    ) -> float:
        """Time both in turn, seven rounds of `calls` each, and print the ratio of their medians."""
        rounds = [
            (self._seconds(ours, calls), self._seconds(floor, calls)) for _ in range(3 if self.quick else 7)
        ]
        own, other = zip(*rounds, strict=True)
        return self.rounds(name, own, other, goal)

    def rounds(
        self, name: str, ours: Sequence[float], floor: Sequence[float], goal: float, unit: str = "s"
    ) -> float:
        """Print the ratio of the medians of what was measured in turn, with the spread of the rounds."""
        ratios = [own / other for own, other in zip(ours, floor, strict=True)]
        own, other = statistics.median(ours), statistics.median(floor)
        return self._print(
            Figure(
                name=name,
                ours=own,
                floor=other,
                ratio=own / other,
                goal=goal,
                row=self.row,
                unit=unit,
                least=min(ratios),
                most=max(ratios),
            )
        )

    def say(self, name: str, ours: float, floor: float, goal: float, unit: str = "s") -> float:
        """Print one figure, its floor and their ratio."""
        return self.rounds(name, [ours], [floor], goal, unit)

    def rate(self, name: str, ours: float, floor: float, goal: float, unit: str) -> float:
        """Print a figure of which more is better: its goal is the least that the ratio may be."""
        ratio = ours / floor
        return self._print(
            Figure(
                name=name,
                ours=ours,
                floor=floor,
                ratio=ratio,
                goal=goal,
                row=self.row,
                unit=unit,
                at_least=True,
            )
        )

    def _print(self, figure: Figure) -> float:
        if self._json:
            print(msgspec.json.encode(figure).decode(), flush=True)
            return figure.ratio
        pair = f"ours {figure.ours:.3g} {figure.unit}   floor {figure.floor:.3g} {figure.unit}"
        spread = f" {figure.least:.2f}…{figure.most:.2f}" if figure.most > figure.least else ""
        goal = f"(goal {'≥ ' if figure.at_least else ''}{figure.goal})"
        print(f"{figure.name:50} {pair}   ratio {figure.ratio:.2f}{spread} {goal}", flush=True)
        return figure.ratio

    def _seconds(self, work: Callable[[], object], calls: int) -> float:
        gc.collect()
        start = time.perf_counter()
        for _ in range(calls):
            work()
        return (time.perf_counter() - start) / calls
