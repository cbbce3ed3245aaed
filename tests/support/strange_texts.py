"""Texts that a shell, an argument parser or a terminal would make something else of."""

from __future__ import annotations

STRANGE = (
    "it's",
    'a "b"',
    "$(id) `id` $HOME",
    "a; b & c | d > e",
    "*",
    "~",
    "!x",
    "#x",
    "\\",
    "\\n",
    "a b",
    "-v",
    "--help",
    "--state=x",
    "[]",
    "{}",
    "true",
    "‘typographic’ “marks”",
    "ä ☃ 猫",
    "tab\there",
    "line\nbreak",
    "\x1b[31m",
    "\u202eabc",
)
