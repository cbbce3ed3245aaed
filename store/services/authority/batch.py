"""Certificates of an estate, made side by side in as many processes as the machine has cores.

Signing and building PKCS#12 files hold the interpreter, so that threads would take turns. For a few,
starting a process costs more than it saves.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from typing import NamedTuple

from store.services.authority.authorities import to_text
from store.services.authority.issuer import Leaf
from store.services.authority.signing import details_of
from store.world import chance
from store.x509.authority import AuthorityKeys, LeafRequest, issue, request_csr
from store.x509.keys import demo_key
from store.x509.pfx.build import build_pfx

#: Certificates from which on processes are started, and how many one of them makes at a time.
_MANY, _AT_A_TIME = 400, 100


class Blank(NamedTuple):
    """A certificate to be made with a demo key, which the world's seed draws for `purpose`."""

    purpose: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    serial: int


class Issue(NamedTuple):
    """A certificate with its key (base64 of PKCS#8) and the request (PEM) it answers; never printed."""

    leaf: Leaf
    key: str
    csr: str

    def __repr__(self) -> str:
        return "Issue(…)"


def issue_all(authority: AuthorityKeys, seed: int, kind: str, blanks: Sequence[Blank]) -> Iterator[Issue]:
    """The certificates, in the order asked for: the same however many processes make them."""
    cores = os.cpu_count() or 1
    if cores == 1 or len(blanks) < _MANY:
        yield from _issued(authority, seed, kind, blanks)
        return
    parts = [blanks[at : at + _AT_A_TIME] for at in range(0, len(blanks), _AT_A_TIME)]
    # A forked process would have locks of threads that it does not have.
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        count = len(parts)
        for made in pool.map(_issued, [authority] * count, [seed] * count, [kind] * count, parts):
            yield from made


def _issued(authority: AuthorityKeys, seed: int, kind: str, blanks: Sequence[Blank]) -> list[Issue]:
    return [_issue(authority, demo_key(kind, chance(seed, 0, f"key {one.purpose}")), one) for one in blanks]


def _issue(authority: AuthorityKeys, key: bytes, blank: Blank) -> Issue:
    made = issue(
        authority,
        LeafRequest(
            key=key,
            common_name=blank.names[0],
            names=blank.names,
            not_before=blank.not_before,
            not_after=blank.not_after,
            serial=blank.serial,
        ),
    )
    value = to_text(build_pfx(key, made.certificate, authority.chain, None))
    leaf = Leaf(details_of(made), made.names, made.public_key_hash, value)
    return Issue(leaf, to_text(key), request_csr(key, blank.names[0], blank.names))
