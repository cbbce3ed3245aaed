"""The PFX files that a scenario's customer sends: real ones, signed by a CA that the world trusts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from store.errors import AzureError
from store.files.private import write_private
from store.resources import DIGICERT
from store.secret import Secret
from store.services.authority.authorities import authority_keys
from store.training.format import PfxFile
from store.training.steps import inside
from store.world import Draft, World
from store.x509.authority import IssuedCertificate, LeafRequest, issue
from store.x509.keys import demo_key, new_key
from store.x509.pfx.build import build_pfx

#: How long before the scenario begins the customer's certificates were issued.
_ISSUED_BEFORE = timedelta(days=1)


def write_files(world: World, files: Iterable[PfxFile], folder: Path) -> None:
    """Write them into the folder, in place of those of the run before.

    Raises `AzureError` ExportNotWritten, FileNotRegular, PathOutside.
    """
    draft = Draft(world)
    for file in files:
        make_folder(folder)
        write_private(inside(folder, file.name), _pfx(draft, file), overwrite=True)


def make_folder(folder: Path) -> None:
    """Make the folder of the trainee's files, where it is not there; raises `AzureError` ExportNotWritten."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise AzureError(
            "ExportNotWritten", f"'{folder}' cannot be made: {error.strerror or error}.", "Move it away."
        ) from None


def _pfx(draft: Draft, file: PfxFile) -> bytes:
    key = (
        demo_key(file.key, draft.random(f"key of {file.name}"))
        if draft.facts.demo_keys
        else new_key(file.key)
    )
    made = _certificate(draft, file, key)
    chain = authority_keys(draft, DIGICERT).chain if file.chain else ()
    password = Secret(file.password) if file.password else None
    return build_pfx(key, made.certificate, chain, password, aes=file.encryption == "aes256")


def _certificate(draft: Draft, file: PfxFile, key: bytes) -> IssuedCertificate:
    begun = draft.now - _ISSUED_BEFORE
    serial = int(draft.hex(f"serial of {file.name}", 16), 16) or 1
    return issue(
        authority_keys(draft, DIGICERT),
        LeafRequest(
            key=key,
            common_name=file.hosts[0],
            names=file.hosts,
            not_before=begun,
            not_after=begun + timedelta(days=file.days),
            serial=serial,
            client_auth=False,
        ),
    )
