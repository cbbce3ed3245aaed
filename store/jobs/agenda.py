"""The agenda: everything that lies ahead of a world, sorted by moment.

The demo world has one order, and two apps whose certificates follow the order's secret:

    2022-08-01 09:00  Sync job                    secret contosocert11d9e940…
    2022-08-04 08:43  revocation                  order contosocert
    2022-08-31 09:32  re-verification             order contosocert
    2023-06-30 15:00  auto renew                  order contosocert
    2023-07-02 09:36  expiry warning              order contosocert
    2023-08-01 09:36  expiry                      order contosocert
    2023-08-01 09:36  private certificate expiry  certificate contosocert-rg-api-NorthEuropewebspace
    2023-08-01 09:36  private certificate expiry  certificate contosocert-rg-shop-WestEuropewebspace
    2023-08-01 09:36  private certificate expiry  certificate contosocert-rg-web-WestEuropewebspace

Asking every order and every secret is slow where there are 10,000. The agenda therefore remembers its entries
for the last world, and for the next world asks again only where an entry may differ:

- the resource of an entry whose moment has passed: after the warning at 30 days comes the warning at 7;
- the resources that a changed document concerns (`Source.concerned`): a new version of the secret concerns
  the sync job's entry for that secret, a DNS zone the orders that the CA holds back;
- a whole source, where a changed document concerns all its resources: a suspended subscription stops every
  renewal.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from store.jobs.events import Due, Source
from store.resources import Hidden, Resource
from store.world import Draft, View
from store.world.passing import in_passing
from store.world.table import Table, differences

#: Entries for each resource that is asked again from which on it pays to take out and put in single ones.
_MANY = 100
_Tables = Mapping[type[Resource] | type[Hidden], Mapping[str, Any]]


class _Ahead:
    """The entries of a world, sorted by moment, and each resource's own, from the first question on."""

    def __init__(self, entries: list[Due], of_resource: Table[str, tuple[Due, ...]] | None = None) -> None:
        self.entries = entries
        self._of_resource = of_resource

    @property
    def of_resource(self) -> Table[str, tuple[Due, ...]]:
        if self._of_resource is None:
            found: dict[str, list[Due]] = {}
            for due in self.entries:
                found.setdefault(due.resource, []).append(due)
            self._of_resource = Table({resource: tuple(dues) for resource, dues in found.items()})
        return self._of_resource


class _Remembered(NamedTuple):
    """What lies ahead of a world, with the tables and the moment (UTC) it was worked out from."""

    tables: _Tables
    now: datetime
    ahead: _Ahead


class _Outdated(NamedTuple):
    """Where remembered entries may differ: whole sources, and single resources of the other sources."""

    sources: list[Source]
    resources: set[str]


class Agenda:
    """The entries of all sources, sorted by moment; remembers those of the last world it was asked about."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        self.sources = sources
        #: Kind of event → its rank among events of one moment, and the source that runs it.
        self.owners: dict[str, tuple[int, Source]] = {}
        for source in sources:
            for kind in source.kinds:
                self.owners[kind] = (len(self.owners), source)
        self._tables = tuple(dict.fromkeys(kind for source in sources for kind in source.tables))
        self._remembered: _Remembered | None = None

    def entries(self, view: View) -> list[Due]:
        """Everything ahead of a world or draft, soonest first. The list is shared: do not change it."""
        remembered, now = self._remembered, view.now
        tables = {kind: view.table(kind) for kind in self._tables}
        # After an undo the clock is earlier, and entries that had passed are ahead again.
        if remembered is None or now < remembered.now:
            ahead = _Ahead(sorted(self._of_sources(view, self.sources)))
        else:
            ahead = self._updated(view, remembered.ahead, self._outdated(remembered, tables, view))
        if not isinstance(view, Draft) or not view.changes:
            self._remembered = _Remembered(tables, now, ahead)
        return ahead.entries

    def _outdated(self, remembered: _Remembered, tables: _Tables, view: View) -> _Outdated:
        """Where entries may differ in a view with these tables."""
        resources = {due.resource for due in through(remembered.ahead.entries, view.now)}
        changed = {
            kind: _changed_documents(remembered.tables[kind], table)
            for kind, table in tables.items()
            if table is not remembered.tables[kind]
        }
        sources: list[Source] = []
        for source in self.sources:
            concerned = [
                source.concerned(view, document)
                for kind in source.tables
                for document in changed.get(kind, ())
            ]
            if None in concerned:
                sources.append(source)
            else:
                resources.update(*filter(None, concerned))
        return _Outdated(sources, resources)

    def _updated(self, view: View, ahead: _Ahead, outdated: _Outdated) -> _Ahead:
        """What lies ahead, with the outdated entries replaced by what the sources say of this view."""
        sources, resources = outdated
        if not sources and len(resources) * _MANY <= len(ahead.entries):
            return self._replaced(view, ahead, resources) if resources else ahead
        owners = self.owners
        valid = [
            due
            for due in ahead.entries
            if due.resource not in resources and owners[due.kind][1] not in sources
        ]
        others = [source for source in self.sources if source not in sources]
        asked = [*self._of_sources(view, sources), *self._of_resources(view, others, resources)]
        return _Ahead(sorted([*valid, *asked]))

    def _replaced(self, view: View, ahead: _Ahead, resources: set[str]) -> _Ahead:
        """The same for a few resources: only their entries are taken out and put in."""
        entries, of_resource = ahead.entries.copy(), Table(ahead.of_resource)
        for resource in resources:
            for due in of_resource.get(resource, ()):
                del entries[bisect_left(entries, due)]
            asked = tuple(self._of_resources(view, self.sources, (resource,)))
            for due in asked:
                insort(entries, due)
            # A resource without entries keeps its place: to come back after a removal costs a copy.
            of_resource.put(resource, asked)
        return _Ahead(entries, of_resource)

    def _of_sources(self, view: View, sources: Iterable[Source]) -> Iterator[Due]:
        passing = in_passing(view)
        for source in sources:
            for resource, at, kind in source.due(passing):
                yield Due(at, self.owners[kind][0], resource, kind, 0)

    def _of_resources(self, view: View, sources: Iterable[Source], resources: Iterable[str]) -> Iterator[Due]:
        for source in sources:
            for resource in resources:
                for at, kind in source.due_for(view, resource) if source.about in resource.lower() else ():
                    yield Due(at, self.owners[kind][0], resource, kind, 0)

    def together(self, first: Due, second: Due) -> bool:
        """Whether two entries are work of one job's run."""
        return first.at == second.at and first.kind == second.kind and self.is_job(first.kind)

    def is_job(self, kind: str) -> bool:
        """Whether events of a kind are work of a job's run; False for a kind that no source has."""
        owner = self.owners.get(kind)
        return owner is not None and kind in owner[1].job_kinds

    def meets(self, kind: str) -> str:
        """What events of a kind happen to, as a noun."""
        owner = self.owners.get(kind)
        return owner[1].meets if owner else "resource"


def through(entries: list[Due], moment: datetime) -> list[Due]:
    """The entries up to and including a moment (UTC), of a list sorted by moment."""
    return entries[: bisect_right(entries, moment, key=lambda due: due.at)]


def _changed_documents(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Any]:
    """The documents that were added, removed or changed: each as it was and as it is."""
    pairs = (pair for _, *pair in differences(old, new))
    return [document for pair in pairs for document in pair if document is not None]
