"""Operations: small structs with a name and arguments, the only things that change a world.

Buttons, keys, the palette, the command line, scenario files and faults all speak operations.
Three steps: `prepare` (slow work without the lock: keys, files), `why_not` (the reason it is not
allowed now, or None), `apply` (writes on a draft). Arguments of type `Secret` and `File` are resolved
in `prepare` and never written anywhere.

    >>> class SetAutoRenew(Operation):
    ...     arm = "Microsoft.CertificateRegistration/certificateOrders/Write"
    ...     targets = "order"  # locks and roles of the order decide
    ...     order: OrderRef
    ...     enabled: bool
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import msgspec

from store.errors import AzureError
from store.operations.arguments import references
from store.world import Draft, View, World


class Operation(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    tag_field="operation",
    forbid_unknown_fields=True,
):
    """A requested change of the world. Class variables describe it; fields are its arguments."""

    #: ARM operation name as the Activity log shows it, or "Simulator/…" for what Azure has not.
    arm: ClassVar[str]
    #: What the portal calls it.
    title: ClassVar[str]
    #: Whether it cannot be taken back in Azure.
    destructive: ClassVar[bool] = False
    #: What a lock sees in it: "write", "delete" or "action"; "" for the simulator's, which none stops.
    access: ClassVar[str] = "write"
    #: The argument that names what is changed, where that is one resource which exists already.
    targets: ClassVar[str] = ""
    #: Whether it works while the subscription is suspended (the simulator's own always do).
    needs_active: ClassVar[bool] = True
    #: Why no tool of Azure does it, in a sentence; "" where the Azure CLI and Azure PowerShell do.
    alone: ClassVar[str] = ""

    @property
    def repeats(self) -> str:
        """A word where it repeats by itself (ticks of a running clock): all share one entry and id."""
        return ""

    @property
    def part_of(self) -> int | None:
        """The revision that a longer operation began at, where this is a part of it: all share one id."""
        return None

    def target(self, view: View) -> str:
        """Id of the changed resource: its locks, subscription and roles are checked ("" skips)."""
        if not self.targets:
            raise NotImplementedError(f"{type(self).__name__} says nothing of its target")
        kind = references(type(self))[self.targets]
        return str(view.need(kind, getattr(self, self.targets)).id)

    def recall(self, view: View, at: Callable[[int], World]) -> Any:
        """`prepare` for an operation that looks at earlier revisions: `at` gives the world as it was."""
        return self.prepare(view)

    def prepare(self, view: View) -> Any:
        """Slow work done before the lock (keys, files); the result is handed to `apply`."""
        return None

    def why_not(self, view: View) -> AzureError | None:
        """Why it is not allowed now, or None."""
        return None

    def denied(self, view: View, caller: str) -> AzureError | None:
        """Why this caller may not do it, beyond roles and locks (a vault's own permissions), or None."""
        return None

    def apply(self, draft: Draft, material: Any) -> str:
        """Write the change on the draft; returns the result in one line.

        Raises `AzureError` where a reason shows only now; `NeedMore` where the material no longer fits.
        """
        raise NotImplementedError

    def az(self, view: View) -> str | None:
        """The lines of the Azure CLI that do it; None where it has no words for what was chosen."""
        return None

    def powershell(self, view: View) -> str | None:
        """The lines of Azure PowerShell that do it; None where it has no words for what was chosen."""
        return None


class Simulator(Operation, frozen=True, kw_only=True):
    """An operation Azure does not have: the clock, faults, undo. No lock, role or subscription forbids it."""

    access: ClassVar[str] = ""
    needs_active: ClassVar[bool] = False
    alone: ClassVar[str] = "It is the simulator's own: Azure has no such operation."

    def target(self, view: View) -> str:
        return ""


class NeedMore(Exception):
    """The world moved between `prepare` and `apply`: prepare again."""
