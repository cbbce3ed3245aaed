"""The dates of an estate as iCalendar (RFC 5545), for the calendar that people look at anyway.

Each date is an entry without length at its moment, UTC: what needs somebody by then, with a reminder a week
before, and what renews by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from store.estates.report import Report, report
from store.estates.words import PROBLEMS, RULES
from store.world import View

_REMINDER = timedelta(days=7)


def calendar(view: View) -> bytes:
    """All dates of the report on a world, as the text of a .ics file (UTF-8, CR LF)."""
    made = report(view)
    found = Calendar()
    found.add("prodid", "-//certblade//Estate//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for one in made.problems:
        if one.by is not None:
            said = PROBLEMS[one.code]
            event = _event(made, f"{one.resource}: {said.what}", one.by, f"{one.code} {one.id}")
            event.add("description", said.way_out)
            event.add_component(_reminder(one.resource))
            found.add_component(event)
    for renewal in made.next_renewals:
        if renewal.at is not None:
            summary = f"{renewal.order}: Azure begins to renew it"
            event = _event(made, summary, renewal.at, f"renewal {renewal.order}")
            event.add("description", f"{RULES[renewal.rule]}.")
            found.add_component(event)
    text: bytes = found.to_ical()
    return text


def _event(made: Report, summary: str, at: datetime, key: str) -> Event:
    event = Event()
    # The same date has the same id in the next export, so that a calendar moves it and keeps no second one.
    event.add("uid", f"{sha256(key.lower().encode()).hexdigest()[:32]}@certblade")
    event.add("dtstamp", made.as_of)
    event.add("dtstart", at)
    event.add("summary", _drawable(summary))
    event.add("transp", "TRANSPARENT")
    return event


def _reminder(resource: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _drawable(resource))
    alarm.add("trigger", -_REMINDER)
    return alarm


def _drawable(text: str) -> str:
    """A text without control characters, which the format has no way to write."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
