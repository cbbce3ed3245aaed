"""What the files of an import hold, gathered container by container."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from store.estates.rows import Row
from store.resources import Notice


class Page(NamedTuple):
    """A page of a list: what its rows have in common (None for an empty page), and their resource groups.

    `link` is the path of the link to the next page, "" where the page has none.
    """

    file: str
    common: tuple[str, ...] | None
    groups: frozenset[str]
    link: str


class Answer(NamedTuple):
    """A page of a query's rows: how many it has, how many there are in all where it says so.

    `more` says that others follow.
    """

    file: str
    rows: int
    total: int | None
    more: bool


class Template(NamedTuple):
    """An exported template, whose names are expressions over parameters that may be in another file."""

    file: str
    document: Mapping[str, Any]


class Reading:
    """Rows, and what was found about the exports themselves."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.notices: dict[Notice, None] = {}
        self.secrets: dict[str, int] = {}
        self.pages: list[Page] = []
        self.answers: list[Answer] = []
        self.templates: list[Template] = []
        #: Values of parameters by name, of files that have nothing else.
        self.parameters: dict[str, Any] = {}
        #: Objects of kinds that are not read.
        self.unread = 0
        #: Files of which something was read, and those that were refused.
        self.files: list[str] = []
        self.refused: list[tuple[str, str]] = []

    def note(self, code: str, resource: str) -> None:
        """Note something about the exports, once."""
        self.notices[Notice(code=code, resource=resource)] = None
