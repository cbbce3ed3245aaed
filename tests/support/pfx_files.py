"""PFX and CER files as people bring them, made by the simulated library itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from store.operations.arguments import File
from store.secret import Secret
from store.x509.authority import (
    AuthorityKeys,
    IssuedCertificate,
    LeafRequest,
    issue,
    new_authority,
    self_signed,
)
from store.x509.keys import new_key
from store.x509.pfx.build import build_pfx
from tests.support.app_cloud import NOW

PASSWORD = Secret("correct horse")


@cache
def foreign_authority() -> AuthorityKeys:
    """A CA that no world trusts."""
    return new_authority("GoDaddy", key_kind="ec", now=NOW, serials=(5, 6))


def pfx(
    folder: Path,
    *names: str,
    serial: int = 1,
    until: datetime = NOW + timedelta(days=300),
    password: Secret | None = PASSWORD,
    server_auth: bool = True,
    authority: AuthorityKeys | None = None,
    own: bool = False,
) -> tuple[File, IssuedCertificate]:
    """A file with a new certificate for these names, signed by a CA or (`own`) by itself."""
    key = new_key("ec")
    start = NOW - timedelta(days=10)
    signer = authority or foreign_authority()
    if own:
        made = self_signed(
            LeafRequest(
                key=key,
                common_name=names[0],
                names=names,
                not_before=start,
                not_after=until,
                serial=serial,
                client_auth=False,
            )
        )
    else:
        made = issue(
            signer,
            LeafRequest(
                key=key,
                common_name=names[0],
                names=names,
                not_before=start,
                not_after=until,
                serial=serial,
                server_auth=server_auth,
            ),
        )
    path = folder / f"{made.thumbprint}.pfx"
    path.write_bytes(build_pfx(key, made.certificate, () if own else signer.chain, password))
    return File(str(path)), made
