"""Pages that an export lacks: a list or a query goes on, and no file has what follows."""

from __future__ import annotations

from collections import defaultdict

from store.estates.containers.reading import Answer, Page, Reading
from store.estates.identity import group_in


def note_missing_pages(reading: Reading) -> None:
    """Note the pages that say another one follows, where no file has it."""
    for page in _without_next(reading.pages):
        reading.note("incomplete-page", page.file)
    for answer in _without_rest(reading.answers):
        reading.note("incomplete-page", answer.file)


def _without_next(pages: list[Page]) -> list[Page]:
    """The last page of each list that nothing ends; an empty page ends any list, each only one."""
    lists: dict[tuple[tuple[str, ...], str], list[Page]] = defaultdict(list)
    ends = [page for page in pages if not page.link]
    for page in pages:
        if page.link:
            lists[page.common or (page.link,), group_in(page.link).lower()].append(page)
    missing = []
    for (common, group), found in lists.items():
        end = _end(ends, common, group)
        if end is None:
            missing.append(found[-1])
        else:
            ends.remove(end)
    return missing


def _end(ends: list[Page], common: tuple[str, ...], group: str) -> Page | None:
    """A last page of the list of these things, in this group where the list is one of a group."""
    fitting = (one for one in ends if one.common == common and (not group or one.groups == {group}))
    return next(fitting, None) or next((one for one in ends if one.common is None), None)


def _without_rest(answers: list[Answer]) -> list[Answer]:
    """The last answer of each query whose rows are fewer than its total, or that says others follow."""
    queries: dict[int | None, list[Answer]] = defaultdict(list)
    for answer in answers:
        queries[answer.total].append(answer)
    missing = []
    for total, found in queries.items():
        rest = total is not None and sum(one.rows for one in found) < total
        if rest or (total is None and all(one.more for one in found)):
            missing.append(next((one for one in reversed(found) if one.more), found[-1]))
    return missing
