"""The bounds of a class."""

from __future__ import annotations

from datetime import timedelta

#: The version of the file `class.json` that this program writes, and the last one that it reads.
FORMAT = 1
#: Trainees of one class.
MOST_TRAINEES = 500
#: The folder of the recipe for a browser, and so nobody's login.
SERVE = "serve"
#: Characters of a login; ttyd 1.7 takes no more.
LONGEST_LOGIN = 29
#: Largest list of names, and largest `class.json`, in bytes.
LARGEST_FILE = 256 * 1024
#: Real time without an operation after which a trainee counts as stuck.
STUCK_IDLE = timedelta(minutes=10)
#: Operations refused one after the other after which a trainee counts as stuck.
STUCK_REFUSALS = 4
#: The part of a scenario's points with which it is passed.
PASSED = 0.7
