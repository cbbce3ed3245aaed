"""Which linked certificates lack their order's current certificate, kept right from world to world.

A scan of 100,000 links is a pass over two flat dictionaries; one change costs some dictionary look-ups.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from sys import intern

from store.resources import CertificateOrder, WebCertificate
from store.services.key_vault.links import link_of
from store.world import View
from store.world.table import differences

#: Two orders that share a secret and differ: whatever is linked there lacks the certificate of one.
_NONE_FITS = "?"
_NO_LINKS: dict[str, str] = {}

#: An order or a certificate as far as drift goes: the secret it is linked to, and its thumbprint.
_Side = tuple[str, str]


def _side(document: CertificateOrder | WebCertificate) -> _Side | None:
    link = link_of(document)
    # One object for equal texts: they are then found and compared without looking at letters.
    return None if link is None else (intern("\n".join(link)), intern(document.thumbprint))


class LinkDrift:
    """Follows one world after another; `behind` holds the keys of the certificates that lag."""

    def __init__(self) -> None:
        self._orders: Mapping[str, CertificateOrder] = {}
        self._certificates: Mapping[str, WebCertificate] = {}
        #: Order → its secret and its current certificate ("" before the first: it asks for none).
        self._asked: dict[str, _Side] = {}
        #: Certificate → its secret.
        self._secrets: dict[str, str] = {}
        #: Secret → its orders; secret → the certificates linked to it and their thumbprints.
        self._owners: dict[str, set[str]] = {}
        self._linked: dict[str, dict[str, str]] = {}
        #: Secret → the certificate that all its orders ask for ("": none, `_NONE_FITS`: not the same).
        self._current: dict[str, str] = {}
        self.behind: set[str] = set()

    def follow(self, view: View) -> None:
        """Take in what differs in this view."""
        orders, certificates = view.table(CertificateOrder), view.table(WebCertificate)
        for key, before, after in differences(self._orders, orders):
            self.order(key, before, after)
        for key, _, certificate in differences(self._certificates, certificates):
            self.certificate(key, certificate)
        self._orders, self._certificates = orders, certificates

    def order(self, key: str, before: CertificateOrder | None, after: CertificateOrder | None) -> None:
        """One order changed, came (`before` is None) or went (`after` is None)."""
        was = self._asked.get(key)
        if was and before and after and before.properties.certificates is after.properties.certificates:
            # Nearly every change of an order leaves its link alone.
            now: _Side | None = (was[0], intern(after.thumbprint))
        else:
            now = _side(after) if after is not None else None
        if now == was:
            return
        if now is None:
            del self._asked[key]
        else:
            self._asked[key] = now
            self._owners.setdefault(now[0], set()).add(key)
        if was is not None and (now is None or now[0] != was[0]):
            self._owners[was[0]].discard(key)
            self._judge(was[0])
        if now is not None:
            self._judge(now[0])

    def certificate(self, key: str, after: WebCertificate | None) -> None:
        """One web certificate changed, came or went (None)."""
        was, now = self._secrets.get(key), after and _side(after)
        if was is not None and (not now or now[0] != was):
            del self._secrets[key], self._linked[was][key]
            self.behind.discard(key)
        if after is not None and now:
            secret, thumbprint = now
            self._secrets[key] = secret
            # A key made anew lies in memory beside its neighbours; the tables' own would double a scan.
            self._linked.setdefault(secret, {})[after.key] = thumbprint
            if self._current.setdefault(secret, "") in ("", thumbprint):
                self.behind.discard(key)
            else:
                self.behind.add(key)

    def _judge(self, secret: str) -> None:
        current = ""
        for key in self._owners[secret]:
            asked = self._asked[key][1]
            if asked and asked != current:
                current = _NONE_FITS if current else asked
        self._current[secret] = current
        behind = self.behind
        for key, thumbprint in self._linked.get(secret, _NO_LINKS).items():
            if current and current != thumbprint:
                behind.add(key)
            else:
                behind.discard(key)

    def scan(self) -> set[str]:
        """What `behind` must be, by looking at every link."""
        current = self._current
        return {
            key
            for secret, linked in self._linked.items()
            if (wanted := current[secret])
            for key, thumbprint in linked.items()
            if thumbprint != wanted
        }


class _Local(threading.local):
    """Each thread follows the worlds it sees."""

    def __init__(self) -> None:
        self.links = LinkDrift()


_LOCAL = _Local()


def drift_all(view: View) -> frozenset[str]:
    """Keys of all linked certificates without their order's current certificate."""
    links = _LOCAL.links
    links.follow(view)
    return frozenset(links.behind)
