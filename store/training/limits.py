"""The bounds of scenario files."""

from __future__ import annotations

from datetime import timedelta

#: The version of the format that this program writes, and the last one that it reads.
FORMAT = 1
#: Largest scenario file, in bytes.
LARGEST_FILE = 64 * 1024
#: Operations that make a world, or that solve it.
MOST_STEPS = 200
#: Simulated time that the steps of a scenario may take altogether.
LONGEST_WORLD = timedelta(days=5 * 366)
#: Objectives, hints, questions, forbidden outcomes, events or scenes of one file.
MOST_PARTS = 40
#: Characters of the name on a result.
LONGEST_NAME = 64
#: Revisions that are looked at again for a forbidden outcome which others may have caused.
MOST_REVISIONS = 200
