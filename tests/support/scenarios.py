"""Scenario files of tests, and what became of those of the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from store.journal.in_memory import MemoryJournal
from store.portal import Portal
from store.training.format import Scenario
from store.training.library import Entry, shipped
from store.training.play import Play
from store.training.proof import Proof, proved
from store.training.reading import Fault, parse
from store.training.start import start

#: A scenario file that is right; tests spoil a line of it.
SOUND = """\
format = 1
title = "The job has not run yet"
topic = "Sync"
minutes = 5
ticket = "www still shows the old certificate."
questions = ["How many hosts are bound?"]
solution = [
  { operation = "SyncOrder", order = "contosocert" },
]

[world]
begins = "ready"
keys = "ec"
steps = [
  { operation = "Rekey", order = "contosocert" },
  { operation = "AdvanceClock", by = "10m" },
]

[[injects]]
after = "2h"
say = "The customer calls again."
steps = [{ operation = "SetHttpsOnly", site = "contoso-app", enabled = true }]

[[objectives]]
text = "Both hosts serve the new certificate"
check = { is = "hosts_serve", order = "contosocert", hosts = ["contoso.com", "www.contoso.com"] }
points = 10

[[hints]]
text = "Compare the thumbprints."
price = 2

[[forbidden]]
text = "A host was down"
check = { is = "hosts_down", hosts = ["contoso.com", "www.contoso.com"] }
cost = 3

[debrief]
text = "Sync copies what the vault has."
sources = ["New Sync and Export experiences (blog, 2019)"]
"""


def spoilt(old: str, new: str) -> str:
    """The sound file with a text in place of another."""
    assert old in SOUND
    return SOUND.replace(old, new)


@cache
def scenario() -> Scenario:
    """The sound file, read."""
    return parse(SOUND)


def begun(folder: Path, source: str = SOUND) -> Play:
    """A run of a file's text in a world in memory; its files lie in the folder."""
    return Play(Portal(MemoryJournal(start(parse(source), source, folder))), folder)


def portal_of(play: Play) -> Portal:
    """The portal that the run looks at."""
    return play._portal


@cache
def proof_of(name: str) -> tuple[Proof, list[Fault]]:
    """What became of a shipped file when it was left alone, solved, and repaired wrongly."""
    found = entry_named(name)
    with TemporaryDirectory() as folder:
        return proved(found.scenario, found.source, Path(folder))


def entry_named(name: str) -> Entry:
    """The shipped file of that name."""
    return next(one for one in shipped() if one.name == name)
