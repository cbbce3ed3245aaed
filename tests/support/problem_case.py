"""A known problem made by operations alone, its page, and its repair."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from store.errors import AzureError
from store.operations.registry import from_json
from store.world import World
from tests.support.order_cloud import Shop
from tests.support.worlds import portal

ORDER, APP, VAULT = "contosocert", "contoso-app", "contoso-kv"


class Bench(Shop):
    """A shop that goes on from a world; `folder` is for the files of a case."""

    def __init__(self, world: World, folder: Path) -> None:
        self.portal = portal(world)
        self.folder = folder

    def tried(self, operation: str, **arguments: Any) -> None:
        """Ask for what is refused, as a person does who does not know better."""
        try:
            self.portal.perform(from_json({"operation": operation, **arguments}))
        except AzureError:
            return
        raise AssertionError(f"{operation} was not refused")

    def unlock(self) -> None:
        """Take the lock off that Step 1 puts on the order."""
        self.do("DeleteLock", lock="AppServiceCertificateLock")


#: The page of what people bring to support, for problems that show in a refusal, or nowhere but there.
TOLD = ("support", "")


class Case(NamedTuple):
    """A problem by its code: how it comes about in a world, its symptom on a page, and how it goes.

    The page says the symptom neither before the problem comes about nor after its repair.
    """

    code: str
    world: Callable[[], World]
    happens: Callable[[Bench], object]
    route: str
    resource: str
    sees: str
    repaired: Callable[[Bench], object]
