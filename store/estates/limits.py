"""Numbers of an import and of its report; sizes in octets, spans in days."""

from __future__ import annotations

from datetime import timedelta

#: All files of an import together (chosen).
MOST_BYTES, MOST_FILES = 64 * 2**20, 10_000
MOST_BYTES_WORDS = f"{MOST_BYTES // 2**20} MiB"
#: Objects and arrays inside one another: real exports have about 12 (chosen).
DEEPEST = 64
#: Characters of a number and of a text in Python's notation that are read (chosen).
LONGEST_NUMBER, LONGEST_PYTHON_TEXT = 400, 16 * 2**20
#: Functions inside one another, and characters, of a template's expression (chosen).
DEEPEST_EXPRESSION, LONGEST_EXPRESSION = 32, 24_576
#: Characters of a name or other text that is kept (chosen: the longest ARM id is shorter).
LONGEST_TEXT = 4096
#: What needs somebody is looked for so far ahead.
AHEAD = timedelta(days=90)
