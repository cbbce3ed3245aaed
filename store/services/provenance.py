"""What an imported world does not know, and what in it is inferred; a world made here knows all of it."""

from __future__ import annotations

from store.errors import AzureError
from store.resources import NOT_IN_EXPORT, Estate, Provenance, Revocation
from store.world import View

#: The code of a refusal that says no more than that an export lacks something.
UNTOLD = "NotInExport"
#: Before whatever follows from other facts of an export.
INFERRED = "≈"


def imported(view: View) -> bool:
    """Whether the world was read from exports."""
    return view.get(Estate, "estate") is not None


def untold(view: View, id: str, field: str) -> bool:
    """Whether no export has a field of this resource, whose absence would mean something else."""
    found = view.get(Provenance, id)
    return found is not None and field in found.unknown


def reasons(view: View, id: str) -> dict[str, str]:
    """What is inferred of a resource: field → why its value is what it is."""
    found = view.get(Provenance, id)
    return dict(found.inferred) if found else {}


def secret_untold(name: str) -> AzureError:
    """Why nothing can be read from a secret of which no export has a version."""
    return AzureError(
        UNTOLD,
        f"The versions of the secret '{name}' are {NOT_IN_EXPORT}.",
        "To have them: az keyvault secret list-versions.",
    )


def revoked_words(revocation: Revocation) -> str:
    """A revocation in a sentence; one that follows from a rekey says so."""
    told = f"The CA revoked the certificate on {revocation.revoked_at:%Y-%m-%d}."
    return f"{told} ({INFERRED} inferred from the rekey)" if revocation.inferred else told
