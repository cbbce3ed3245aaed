"""Results as xAPI 1.0.3 statements, which learning record stores take.

An attempt that ended gives `completed`, and `passed` or `failed`; one that runs gives `attempted`. The actor
is an account: the login on the home page of the class, and nothing else of a person but the chosen name.
Source: "Experience API specification, part two: Experience API data" (ADL, version 1.0.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from store.classes.limits import PASSED
from store.classes.results import Attempt
from store.training.results import Result

#: Where the accounts of a class live when nobody names a page; a name that nobody can own.
HOME_PAGE = "https://certblade.invalid"
_VERBS = "http://adlnet.gov/expapi/verbs"
_SIMULATION = "http://adlnet.gov/expapi/activities/simulation"


def statements(
    attempt: Attempt, home_page: str = HOME_PAGE, now: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """The statements of an attempt; `now` (UTC) stamps one whose beginning or end is not noted."""
    if not attempt.result.over:
        yield _statement(attempt, "attempted", home_page, now)
        return
    yield _statement(attempt, "completed", home_page, now)
    yield _statement(attempt, "passed" if passed(attempt.result) else "failed", home_page, now)


def passed(result: Result) -> bool:
    """Whether an attempt that ended earned enough of its points."""
    return result.over and not result.gave_up and result.share >= PASSED


def _statement(attempt: Attempt, verb: str, home_page: str, now: datetime | None) -> dict[str, Any]:
    result, trainee = attempt.result, attempt.trainee
    stamp = result.ended or result.began or now or datetime.now(UTC)
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{home_page}/{attempt.id}/{verb}")),
        "version": "1.0.3",
        "timestamp": stamp.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "actor": {
            "objectType": "Agent",
            "name": trainee.name,
            "account": {"homePage": home_page, "name": trainee.login},
        },
        "verb": {"id": f"{_VERBS}/{verb}", "display": {"en": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"{home_page}/scenarios/{_slug(result.title)}",
            "definition": {"type": _SIMULATION, "name": {"en": result.title}},
        },
        "result": _result(result, home_page),
        "context": {"platform": "certblade"},
    }


def _result(result: Result, home_page: str) -> dict[str, Any]:
    about = f"{home_page}/extensions"
    found: dict[str, Any] = {
        "score": {
            "scaled": round(result.share, 4),
            "raw": result.score,
            "min": 0,
            "max": max(1, result.points),
        },
        "completion": result.over,
        "extensions": {
            f"{about}/hints": result.hints,
            f"{about}/mode": result.mode.value,
            f"{about}/simulated-time": _duration(result.simulated),
        },
    }
    if result.over:
        found["success"] = passed(result)
    if (seconds := result.seconds) is not None:
        found["duration"] = _duration(seconds)
    return found


def _duration(seconds: int) -> str:
    """An ISO 8601 duration, such as PT1H2M3S."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    parts = (f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{rest}S" if rest else "")
    return f"PT{''.join(parts) or '0S'}"


def _slug(title: str) -> str:
    """The title as a part of an address: `the-job-has-not-run-yet`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "scenario"
