"""The table of all benches: each is in it, says what it leaves out, and stands beside an earlier build."""

from __future__ import annotations

from pathlib import Path

from tests.bench import NAMES
from tests.bench.__main__ import merged, table, unmeasured
from tests.bench.timing import Figure


def test_every_bench_is_run_and_says_what_it_does_not_measure() -> None:
    folder = Path(__file__).parent
    benches = {
        path.stem for path in folder.glob("*.py") if "\n    main()" in path.read_text(encoding="utf-8")
    }
    assert benches - {"__main__"} == set(NAMES)
    assert all(unmeasured(name) for name in NAMES)


def test_two_runs_make_one_line_beside_the_earlier_builds() -> None:
    first = Figure(name="a", ours=2e-4, floor=1e-4, ratio=2.0, goal=1.25, row="P2", least=1.8, most=2.2)
    second = Figure(name="a", ours=1e-4, floor=1e-4, ratio=1.0, goal=1.25, row="P2", least=0.9, most=1.9)
    rate = Figure(name="rate", ours=900.0, floor=1000.0, ratio=0.9, goal=1.0, unit="a second", at_least=True)
    (both,) = merged([[first], [second]])
    head, _, one, other = table([(both, first), (rate, None)], "efebdf7")
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in (head, one, other)]
    assert cells[0][-2:] == ["ratio efebdf7", "ours / efebdf7"]
    assert cells[1] == ["P2", "a", "150 µs", "100 µs", "1.50", "0.90–2.20", "≤ 1.25", "no", "2.00", "0.75"]
    assert cells[2] == ["", "rate", "900 a second", "1,000 a second", "0.90", "", "≥ 1.00", "no", "–", "–"]
