"""Which key of a file, with which of its certificates: as the writer paired them, else by the public key.

A mark (localKeyId, RFC 2985) on a key and on a certificate pairs them; a mark that the public keys belie
is passed over. Where several pairs are left the order in the file decides nothing: the certificate of a
server goes before that of an authority, then the one that is valid longest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from store.errors import AzureError
from store.x509.certificates import CertificateFacts, describe
from store.x509.foreign_keys import ForeignKey
from store.x509.pfx.unlock import PfxCertificate, PfxKey


class Pair(NamedTuple):
    """A key, its certificate (DER), and why it was this pair, "" where there was no other."""

    key: ForeignKey
    leaf: bytes
    reason: str = ""


class _Candidate(NamedTuple):
    key: ForeignKey
    der: bytes
    facts: CertificateFacts
    marked: bool

    @property
    def rank(self) -> tuple[bool, bool, datetime, str]:
        facts = self.facts
        return self.marked, not facts.is_ca, facts.not_after, facts.thumbprint


def choose_pair(keys: Sequence[PfxKey], certificates: Sequence[PfxCertificate]) -> Pair | None:
    """The best pair of a file; None where no certificate has its key in it."""
    facts = {each.der: read for each in certificates if (read := _facts(each.der)) is not None}
    candidates: dict[tuple[str, bytes], _Candidate] = {}
    for key in keys:
        for certificate in certificates:
            read = facts.get(certificate.der)
            if read is None or read.public_key_hash != key.key.public_key_hash:
                continue
            marked = bool(key.local_key_id) and key.local_key_id == certificate.local_key_id
            candidate = _Candidate(key.key, certificate.der, read, marked)
            place = key.key.public_key_hash, certificate.der
            if place not in candidates or marked:
                candidates[place] = candidate
    if not candidates:
        return None
    best = max(candidates.values(), key=lambda candidate: candidate.rank)
    return Pair(best.key, best.der, _reason(best, list(candidates.values()), keys, certificates))


def _reason(
    best: _Candidate,
    candidates: Sequence[_Candidate],
    keys: Sequence[PfxKey],
    certificates: Sequence[PfxCertificate],
) -> str:
    name = f"{_name(best.facts)} until {best.facts.not_after:%Y-%m-%d}"
    if len(candidates) > 1:
        others = [each for each in candidates if each is not best]
        if best.marked and not any(each.marked for each in others):
            why = "as the file pairs it with its key"
        elif not best.facts.is_ca and all(each.facts.is_ca for each in others):
            why = "the others are of authorities"
        else:
            why = "it is valid longest"
        return f"{len(candidates)} certificates have their key in the file; taken is {name}: {why}"
    marks = {each.local_key_id for each in keys if each.key == best.key and each.local_key_id}
    belied = [each for each in certificates if each.local_key_id in marks and each.der != best.der]
    if belied and not best.marked:
        return f"the file pairs the key with another certificate; taken by its public key is {name}"
    return ""


def _facts(der: bytes) -> CertificateFacts | None:
    try:
        return describe(der)
    except AzureError:
        return None


def _name(facts: CertificateFacts) -> str:
    return facts.common_name or ", ".join(facts.names[:1]) or facts.subject or "a certificate without a name"
