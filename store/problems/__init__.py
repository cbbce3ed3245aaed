"""The index of known problems: the likely ones first, by what is there in the world, not by words.

    >>> likely(world, order.id)[0]
    Likely(problem=Problem(code="KeyVaultDeleted", …), finding=Finding(resource=…, evidence=…, way_out=…))

A problem is listed while its evidence is there: a state that can be read, or a refusal that nobody has got
past since. Sources: the docs and blogs named in each module.
"""

from __future__ import annotations

from typing import NamedTuple

from store.problems import apps, certificates, cloud_services, purchase, renewal, vaults, verification
from store.problems.model import Finding, Problem
from store.problems.neighbours import neighbours
from store.resources import same_id
from store.world import View

#: All known problems; those that explain others stand before them.
PROBLEMS: tuple[Problem, ...] = (
    *purchase.PROBLEMS,
    *vaults.PROBLEMS,
    *verification.PROBLEMS,
    *vaults.CONSEQUENCES,
    *renewal.PROBLEMS,
    *cloud_services.PROBLEMS,
    *apps.PROBLEMS,
    *certificates.PROBLEMS,
)


class Likely(NamedTuple):
    """A known problem, and the evidence that a resource has it."""

    problem: Problem
    finding: Finding


def likely(view: View, resource: str = "") -> tuple[Likely, ...]:
    """The problems there is evidence of: of this resource first, then of its neighbours, then the rest."""
    found = [Likely(problem, finding) for problem in PROBLEMS for finding in problem.find(view)]
    near = neighbours(view, resource)
    return tuple(sorted(found, key=lambda one: _distance(one.finding, resource, near)))


def _distance(finding: Finding, resource: str, near: frozenset[str]) -> int:
    if not resource or same_id(finding.resource, resource):
        return 0
    if any(same_id(id, resource) for id in finding.about):
        return 1
    return 2 if near & {id.lower() for id in (finding.resource, *finding.about)} else 3


__all__ = ["PROBLEMS", "Finding", "Likely", "Problem", "likely"]
