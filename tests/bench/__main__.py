"""All benches, one after another, in one table.

python -m tests.bench [--quick] [--against REV] [NAME …]

`--against` runs each bench on a checkout of that revision too, in turns with the present tree. Whatever else
the machine does shows in the spread; nothing here fails because a figure is high.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from statistics import median

from msgspec.structs import replace

from tests.bench import NAMES
from tests.bench.checkout import Build, Failed, checkout, present
from tests.bench.timing import Figure

_PACKAGES = ("textual", "cryptography", "msgspec", "tinydb")
_UNITS = {"s": ((1e-6, "µs"), (1e-3, "ms"), (1.0, "s"))}


def main() -> None:
    """Runs the benches that are named, or all."""
    parser = argparse.ArgumentParser(description="All benches in one table.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}")
    parser.add_argument(
        "--quick", action="store_true", help="smaller sizes, fewer rounds: under three minutes"
    )
    parser.add_argument(
        "--against", metavar="REV", default="", help="the same on a checkout of this revision"
    )
    given = parser.parse_args()
    unknown = set(given.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no bench {', '.join(sorted(unknown))}; choose of {', '.join(NAMES)}")
    begun = time.monotonic()
    print(machine())
    with checkout(given.against) if given.against else nullcontext() as other:
        rows = measured(given.names or NAMES, other, quick=given.quick)
    print("\n".join(table(rows, given.against)))
    print()
    for name in given.names or NAMES:
        print(f"{name}: {unmeasured(name)}")
    if other is not None and other.own_scripts:
        print(f"By the scripts of {given.against} itself: {', '.join(sorted(other.own_scripts))}.")
    print(f"Took {time.monotonic() - begun:.0f} s.")


def measured(names: Sequence[str], other: Build | None, *, quick: bool) -> list[tuple[Figure, Figure | None]]:
    """Each figure of these benches, beside that of the same name of another build."""
    found = []
    for name in names:
        ours: list[list[Figure]] = []
        theirs: list[list[Figure]] = []
        # There and back, so that a machine that grows slower or faster favours neither.
        turns = [(present(), ours)]
        if other is not None:
            turns = [(other, theirs), *turns] if quick else [(other, theirs), *turns, *turns, (other, theirs)]
        for build, into in turns:
            try:
                into.append(build.figures(name, quick=quick))
            except Failed as failed:
                print(f"{name}: no figures. {failed}", file=sys.stderr)
        known = {figure.name: figure for figure in merged(theirs)}
        found += [(figure, known.get(figure.name)) for figure in merged(ours)]
    return found


def merged(runs: Sequence[Sequence[Figure]]) -> list[Figure]:
    """The figures of several runs of one bench as those of a single run."""
    alike: dict[str, list[Figure]] = {}
    for figure in (figure for run in runs for figure in run):
        alike.setdefault(figure.name, []).append(figure)
    return [
        replace(
            same[0],
            ours=median(one.ours for one in same),
            floor=median(one.floor for one in same),
            ratio=median(one.ratio for one in same),
            least=min(one.least for one in same),
            most=max(one.most for one in same),
        )
        for same in alike.values()
    ]


def machine() -> str:
    """The machine, the versions and how busy it is."""
    cores, load = os.cpu_count(), os.getloadavg()[0]
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    system = f"{platform.system()} {platform.machine()}, {_processor()}, {cores} cores, load {load:.1f}"
    return f"{system}; Python {platform.python_version()}, {packages}\n"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(": ", 1)[1] for line in lines if line.startswith("model name")), "")


def table(rows: Sequence[tuple[Figure, Figure | None]], revision: str = "") -> list[str]:
    """The lines of a Markdown table, its columns aligned for whoever reads it as it is."""
    head = ["row", "what", "ours", "floor", "ratio", "spread", "goal", "met"]
    cells = [head + ([f"ratio {revision}", f"ours / {revision}"] if revision else [])]
    for figure, other in rows:
        spread = f"{figure.least:.2f}–{figure.most:.2f}" if figure.most > figure.least else ""
        line = [
            figure.row,
            figure.name,
            amount(figure.ours, figure.unit),
            amount(figure.floor, figure.unit),
            number(figure.ratio),
            spread,
            f"{'≥' if figure.at_least else '≤'} {number(figure.goal)}",
            "yes" if figure.met else "no",
        ]
        if revision:
            line += [number(other.ratio), number(figure.ours / other.ours)] if other else ["–", "–"]
        cells.append(line)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in cells
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def number(value: float) -> str:
    """A ratio in few digits: 1.24, 0.0021."""
    return f"{value:.2f}" if value >= 0.1 else f"{value:.2g}"


def amount(value: float, unit: str) -> str:
    """A measured value with its unit: 212 µs, 1.38 s, 61.2 MiB."""
    for size, name in reversed(_UNITS.get(unit, ((1.0, unit),))):
        if value >= size:
            return f"{_digits(value / size)} {name}"
    return f"{_digits(value)} {unit}"


def _digits(value: float) -> str:
    """A number of three digits, or all digits before its point."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def unmeasured(name: str) -> str:
    """What a bench says that it does not measure: the paragraph of its docstring that begins so."""
    paragraphs = (import_module(f"tests.bench.{name}").__doc__ or "").split("\n\n")
    begins = "Not measured: "
    text = next((one.removeprefix(begins) for one in paragraphs if one.startswith(begins)), "")
    return f"not measured: {' '.join(text.split())}" if text else ""


if __name__ == "__main__":
    main()
