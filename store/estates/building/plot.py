"""The world under construction, and what every kind of document is made with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from store.estates.facts import Facts, VersionFacts
from store.estates.gathering import Gathered
from store.estates.links import SecretKey
from store.resources import CertificateOrder, Provenance
from store.world import Draft


class Known(NamedTuple):
    """A certificate by its thumbprint, as far as any resource of the export tells of it; dates are UTC."""

    subject: str = ""
    issuer: str = ""
    names: tuple[str, ...] = ()
    not_before: datetime | None = None
    not_after: datetime | None = None
    public_key_hash: str = ""
    serial: str = ""


def compact(location: str) -> str:
    """A region as it is compared: "West Europe" and "westeurope" are one."""
    return location.replace(" ", "").lower()


class Plot(NamedTuple):
    """The draft that documents are put into, the facts, and what was found out between them.

    `versions` and `newest` are those of secrets, `known` the certificates and `told` the versions by
    thumbprint, `reasons` why an order has the links it has. `differences` gathers sentences about copies
    that differ.
    """

    draft: Draft
    facts: Gathered
    as_of: datetime
    versions: Mapping[SecretKey, list[VersionFacts]]
    newest: Mapping[SecretKey, VersionFacts]
    known: dict[str, Known]
    told: Mapping[str, VersionFacts]
    reasons: Mapping[str, str]
    differences: list[str]
    #: Order → its document, in the order they were made.
    orders: dict[str, CertificateOrder]

    def note_source(self, facts: Facts, *, unknown: list[str], inferred: Mapping[str, str]) -> None:
        """Note where a resource comes from, what is not told of it and what is inferred."""
        self.note(facts.id, tuple(facts.files), unknown=unknown, inferred=inferred)

    def note(
        self,
        id: str,
        files: tuple[str, ...],
        *,
        unknown: list[str],
        inferred: Mapping[str, str],
        pinned: str = "",
    ) -> None:
        """The same for a resource by its id; `pinned` is the version a certificate is held to."""
        self.draft.put(
            Provenance(id=id, files=files, unknown=tuple(unknown), inferred=dict(inferred), pinned=pinned)
        )
