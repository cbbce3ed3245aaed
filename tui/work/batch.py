"""One verb on many resources: each is an operation of its own, and each outcome is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from store.errors import AzureError, StateError, UsageError
from tui.news import News
from tui.work.deeds import Page, lines_of

if TYPE_CHECKING:
    from store import Portal
    from store.operations.operation import Operation


#: Codes of refusals that say: it is so already. No fault, and nothing to correct.
UNCHANGED = frozenset(("AlreadyInSync", "BindingExists", "NoChange"))


class Batch(Struct, frozen=True):
    """Requested operations, by the name of what each is about: `title` is the verb, `page` where it is."""

    title: str
    operations: Mapping[str, Operation]
    page: Page = ("", "")
    then: Callable[[], object] | None = None


class Outcome(Struct, frozen=True):
    """What became of one of them: its result and the lines that do it in Azure, or the refusal."""

    name: str
    result: str
    error: AzureError | StateError | None = None
    lines: str = ""


class Tried(News):
    """Every operation of a batch was tried, in order; a state file that cannot be written ends it before."""

    batch: Batch
    outcomes: Sequence[Outcome]


def tried(portal: Portal, batch: Batch) -> Iterator[Outcome]:
    """Perform each operation by the one door, one commit each; a refusal stops none of the others."""
    for name, operation in batch.operations.items():
        try:
            before = portal.world
            result = portal.perform(operation).result
            yield Outcome(name, result, lines=lines_of(before, f"{batch.title}: {name}", operation))
        except AzureError as error:
            yield Outcome(name, "", error)
        except UsageError as usage:
            yield Outcome(name, "", AzureError(usage.code, usage.message))
        except StateError as error:
            yield Outcome(name, "", error)
            return
