"""Service packages: what Visual Studio builds of a project, and what Azure reads of it, the definition.

Source: "What is the Cloud Service model and how do I package it?" (Azure docs, 2022).
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from store.resources import (
    Project,
)
from store.resources.compute import (
    DEFINITION_FILE,
    BuiltPackage,
)

#: ZIP knows no date before; packages of one project are equal whenever they are built.
_DATED = (1980, 1, 1, 0, 0, 0)


def package_name(project: str) -> str:
    """The file that Package writes for the project of this name."""
    return f"{project}.cspkg"


def built(project: Project, now: datetime) -> BuiltPackage:
    """The package of a project: a ZIP archive with its definition. `now` is UTC."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(ZipInfo(DEFINITION_FILE, _DATED), project.definition)
    data = file.getvalue()
    return BuiltPackage(
        name=package_name(project.name),
        definition=project.definition,
        length=len(data),
        digest=sha256(data).hexdigest(),
        built_at=now,
    )
