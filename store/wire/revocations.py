"""What the CAs of a world publish over plain HTTP: revocation lists, and the roots that clients trust.

    published(view, "/crl/sim-root-g2.crl")     its document with its media type, None for another path

Certificates name no place of these: a client is told where they are. Sources: RFC 5280, section 5; RFC 2585;
RFC 8555, 9.1, for the media type of the roots; Baseline Requirements 4.9.7, which let a list last ten days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from store.resources import GODADDY, Authority, Revocation, WebCertificate
from store.services.authority.authorities import authority_keys
from store.wire.identities import trusted
from store.world import View
from store.x509.revocation import Revoked, revocation_list

#: The path of the roots.
ROOTS = "/roots.pem"
#: A list is published each day, and once more with each revocation; this long it may be relied on.
_LASTS = timedelta(days=7)


class Document(NamedTuple):
    """A published document."""

    kind: str
    body: bytes


def published(view: View, path: str) -> Document | None:
    """The document at a path, as it is now.

    Raises `AzureError` StoredValueUnreadable, KeyUnreadable for an authority of a damaged state.
    """
    if path == ROOTS:
        return Document("application/pem-certificate-chain", trusted(view).encode())
    for authority in view.all(Authority):
        if path == _path(authority.intermediate_subject):
            return Document("application/pkix-crl", _issued(view, authority))
        if path == _path(authority.root_subject):
            return Document("application/pkix-crl", _of_root(view, authority))
    return None


def list_of(view: View, thumbprint: str) -> str:
    """The path of the list on which a certificate of an app would stand; "" where no CA here issued it."""
    held = (one for one in view.all(WebCertificate) if one.thumbprint == thumbprint)
    issuers = {one.properties.issuer for one in held}
    known = (one.intermediate_subject for one in view.all(Authority))
    return next((_path(subject) for subject in known if _common_name(subject) in issuers), "")


def _path(subject: str) -> str:
    """Where the list of an authority with this subject is."""
    words = re.findall("[a-z0-9]+", _common_name(subject).lower())
    return f"/crl/{'-'.join(words)}.crl"


def _common_name(subject: str) -> str:
    found = re.search("CN=([^,]*)", subject)
    return found[1] if found else subject


def _issued(view: View, authority: Authority) -> bytes:
    """The list of the certificates that hosts and vaults have."""
    keys = authority_keys(view, authority.id)
    revoked = [
        Revoked(int(one.serial_number, 16), one.revoked_at, one.reason or "")
        for one in _revocations(view, authority)
    ]
    updated = _updated(view, [one.at for one in revoked])
    return revocation_list(
        keys.intermediate_certificate,
        keys.intermediate_key,
        revoked,
        number=view.revision,
        updated=updated,
        next_update=updated + _LASTS,
    )


def _of_root(view: View, authority: Authority) -> bytes:
    """The list of the issuing authorities: none is ever revoked."""
    keys = authority_keys(view, authority.id)
    updated = _updated(view, [])
    return revocation_list(
        keys.root_certificate, keys.root_key, [], number=1, updated=updated, next_update=updated + _LASTS
    )


def _revocations(view: View, authority: Authority) -> Iterator[Revocation]:
    for one in view.all(Revocation):
        # An export's certificates are of a CA outside; older states do not name the hierarchy.
        if not one.inferred and (one.issuer or GODADDY) == authority.id and _hexadecimal(one.serial_number):
            yield one


def _hexadecimal(text: str) -> bool:
    return bool(re.fullmatch("[0-9A-Fa-f]{1,40}", text)) and int(text, 16) > 0


def _updated(view: View, revoked: list[datetime]) -> datetime:
    """When the list was published last: a client whose clock stands a little behind still accepts it."""
    midnight = view.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return max([midnight, *revoked])
