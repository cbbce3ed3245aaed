"""Problems of Cloud Services (extended support).

Source: "Update or change the certificate used in Cloud Services (extended support)" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Iterator

from store.errors import Place
from store.problems.model import Finding, Problem, standing_refusals, way
from store.services.compute.changes import MISSING_THUMBPRINTS
from store.world import View

_TITLES = ("Save configuration", "Update cloud service", "Publish")


def _missing(view: View) -> Iterator[Finding]:
    for entry in standing_refusals(view, _TITLES, MISSING_THUMBPRINTS):
        text = "Choose the key vault that has the certificates, so that osProfile.secrets names them."
        way_out = way(Place.CLOUD_SERVICE, text, entry.target)
        yield Finding(resource=entry.target, evidence=entry.message, way_out=way_out)


PROBLEMS = (
    Problem(
        code="ThumbprintsMissing",
        symptom="The update fails: thumbprints do not have corresponding certificates",
        cause="The configuration names certificates that osProfile.secrets does not hold.",
        find=_missing,
    ),
)
