"""No page states a rule's number by itself: it comes from a service's `limits` or from the world's era."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_NUMBER = (
    r"(?<![\w#])(?:\d[\d,.]*(?:\s?[-–]\s?\d[\d,]*)?|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|sixty))"
)
_UNIT = (
    r"(?:d|h|min|days?|hours?|minutes?|seconds?|weeks?|months?|years?|certificates?|orders?|tags?|"
    r"(?:access )?policies|characters?|letters|octets?|bits|digits|records?|different certificates|MiB|KB)\b"
)
_STATED = re.compile(rf"{_NUMBER}(?: to \d+)?[\s-]?{_UNIT}", re.IGNORECASE)

#: What names a number and a unit without stating a rule, and why.
_NO_RULE = {
    ("blades/simulator/travel.py", "1 hour"): "a jump of the clock that one can choose",
    ("blades/simulator/travel.py", "8 hours"): "a jump of the clock that one can choose",
    ("blades/simulator/travel.py", "1 day"): "a jump of the clock that one can choose",
    ("blades/simulator/travel.py", "30 days"): "a jump of the clock that one can choose",
    (
        "blades/orders/purchase_words.py",
        "1 year",
    ): "the calendar year for which an era without validity_days sells",
    ("text/era_facts.py", "one year"): "the calendar year for which an era without validity_days sells",
    ("commands/clock.py", "8h"): "an example of what can be typed",
    ("commands/parser.py", "8h"): "an example of what can be typed",
    ("commands/parser.py", "30d"): "an example of what can be typed",
}
#: Lengths of time in code that are no rule of Azure.
_DRAWN = {
    "blades/orders/validity.py": "how far the chart reaches beyond what it shows",
    "blades/simulator/time.py": "from which length on an advance shows its progress",
    "blades/simulator/travel.py": "jumps of the clock that one can choose",
    "text/status.py": "below which distance a moment is called now",
    "widgets/validity_chart.py": "ticks of the chart's axis",
}


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            yield body[0].value


def _texts(source: str) -> Iterator[str]:
    """The string literals of a module but its docstrings; what an f-string fills in is a `{}` of its text."""
    tree = ast.parse(source)
    passed = {id(node) for node in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed.update(id(part) for part in node.values)
            yield "".join(str(getattr(part, "value", "")) if _fixed(part) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.value


def _fixed(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant)


def stated(source: str) -> list[str]:
    """Numbers with a unit that a module writes out, `1–10 minutes` for example."""
    return [found.group().strip() for text in _texts(source) for found in _STATED.finditer(text)]


def _modules() -> Iterator[tuple[str, str]]:
    for path in sorted((_ROOT / "tui").rglob("*.py")):
        yield path.relative_to(_ROOT / "tui").as_posix(), path.read_text("utf-8")


@pytest.mark.parametrize(
    "source",
    [
        "TEXT = 'verify the domain within 15 days'",
        "TEXT = 'in terms of six months'",
        "TEXT = f'{name}: done after 1–10 min'",
        "TEXT = 'a webspace holds 1,000 certificates'",
        "TEXT = 'at most 512 characters'",
        "TEXT = 'at most 1024 access policies'",
        "TEXT = '3 to 30 letters and digits'",
        "TEXT = 'an RSA key of 2048 bits'",
        "TEXT = 'revoked after 72h'",
    ],
)
def test_a_number_with_a_unit_is_seen_however_it_is_written(source: str) -> None:
    assert stated(source)


@pytest.mark.parametrize(
    "source",
    [
        "TEXT = f'verify the domain within {DENIED_AFTER_DAYS} days'",
        "TEXT = '12 scenarios'",
        '"""Renewed 45 days before expiry."""\nTEXT = "renewed before expiry"',
    ],
)
def test_a_number_from_a_constant_is_not_seen(source: str) -> None:
    assert not stated(source)


def test_no_page_writes_out_the_number_of_a_rule() -> None:
    written = {(name, text) for name, source in _modules() for text in stated(source)}
    assert written - set(_NO_RULE) == set()
    assert set(_NO_RULE) - written == set(), "an exception that nothing needs"


def test_no_page_reckons_with_a_time_of_its_own() -> None:
    reckoned = {
        name
        for name, source in _modules()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "timedelta"
        and any(isinstance(one.value, ast.Constant) for one in node.keywords)
    }
    assert reckoned == set(_DRAWN)
