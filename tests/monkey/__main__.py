"""python -m tests.monkey --keys 100000 [--seed N] [--run KEYS] [--replay FILE] [--shrink]

Plays runs of random keys until so many were pressed, each with the next seed, says after each how far it is,
and reports what broke: how often, with which seed, and (`--shrink`) the shortest steps that break it, which
`--replay` takes from a file.
Exit status 1 when anything broke.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec

from tests.monkey.runs import Failure, first_world, play, shrink
from tests.monkey.steps import Step, presses, steps


def main() -> int:
    """Plays, prints, and returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--keys", type=int, default=5000, help="keys to press in all")
    parser.add_argument("--seed", type=int, default=0, help="of the first run")
    parser.add_argument("--run", type=int, default=150, help="keys of one run")
    parser.add_argument("--shrink", action="store_true", help="look for the shortest steps of each new fault")
    parser.add_argument("--replay", type=Path, help="a file of steps, as --shrink prints them")
    asked = parser.parse_args()
    for name in ("VISUAL", "EDITOR"):
        # No editor of whoever runs it takes the terminal.
        os.environ.pop(name, None)
    if asked.replay:
        taken = msgspec.json.decode(asked.replay.read_bytes(), type=tuple[Step, ...])
        failure = play(taken, first_world(asked.seed))
        print(failure.trace if failure else "Nothing broke.")
        return bool(failure)
    return _many(asked)


def _many(asked: argparse.Namespace) -> int:
    began, pressed, seed = time.monotonic(), 0, asked.seed
    causes: Counter[str] = Counter()
    while pressed < asked.keys:
        taken = steps(seed, min(asked.run, asked.keys - pressed))
        failure = play(taken, first_world(seed))
        pressed += failure.keys if failure else presses(taken)
        if failure is not None:
            _report(asked, seed, taken, failure, known=failure.cause in causes)
            causes[failure.cause] += 1
        seed += 1
        print(f"{pressed} keys, the last of seed {seed - 1}: {causes.total()} broke", flush=True)
    minutes = (time.monotonic() - began) / 60
    total = causes.total()
    print(f"{pressed} keys in {seed - asked.seed} runs, {minutes:.1f} min: {total} broke")
    print(f"{1000 * total / max(1, pressed):.2f} in 1,000 keys")
    for cause, count in causes.most_common():
        print(f"{count:6} {cause}")
    return bool(total)


def _report(
    asked: argparse.Namespace, seed: int, taken: tuple[Step, ...], failure: Failure, *, known: bool
) -> None:
    print(f"seed {seed}, step {failure.step}: {failure.cause}", flush=True)
    if known:
        return
    print(failure.trace)
    if asked.shrink:
        shortest = shrink(taken[: failure.step + 1], first_world(seed), failure.cause)
        print(msgspec.json.encode(shortest).decode(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
