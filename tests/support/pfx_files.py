"""PFX and CER files as people bring them, made by the simulated library itself."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal

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
    password: Secret | None = PASSWORD,
    server_auth: bool = True,
    signer: AuthorityKeys | Literal["foreign", "own"] = "foreign",
) -> tuple[File, IssuedCertificate]:
    """A file with a new certificate for these names; a CA that no world trusts signs it, or its own key."""
    request = LeafRequest(
        key=new_key("ec"),
        common_name=names[0],
        names=names,
        not_before=NOW - timedelta(days=10),
        not_after=NOW + timedelta(days=300),
        serial=serial,
        server_auth=server_auth,
        client_auth=signer != "own",
    )
    return pfx_of(folder, request, signer, password)


def pfx_of(
    folder: Path,
    request: LeafRequest,
    signer: AuthorityKeys | Literal["foreign", "own"] = "foreign",
    password: Secret | None = PASSWORD,
) -> tuple[File, IssuedCertificate]:
    """A file with the certificate of a request, and its chain."""
    chain: tuple[bytes, ...] = ()
    if signer == "own":
        made = self_signed(request)
    else:
        authority = foreign_authority() if signer == "foreign" else signer
        made, chain = issue(authority, request), authority.chain
    path = folder / f"{made.thumbprint}.pfx"
    path.write_bytes(build_pfx(request.key, made.certificate, chain, password))
    return File(str(path)), made
