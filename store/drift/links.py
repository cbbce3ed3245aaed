"""Linked certificates that lag behind their order, kept up to date from one world to the next.

A rekey of contosocert, with two apps' certificates linked to its secret:

                       order wants     links of secret kv/contosocert        behind
    revision 8         AAAA            shop: AAAA, api: AAAA                 none
    revision 9, rekey  BBBB            shop: AAAA, api: AAAA                 shop, api
    revision 10, sync  BBBB            shop: BBBB, api: AAAA                 api

`follow` compares the tables of two worlds and looks only at the documents that differ: revision 9 changes one
order, so its secret's links are compared again; revision 10 changes one certificate, so only that is. A whole
scan of 100,000 links is a pass over two flat dictionaries.

Two orders may share a secret. Where they want different certificates, each of its links lags behind one of
them.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from sys import intern

from store.resources import CertificateOrder, WebCertificate
from store.services.key_vault.links import link_of
from store.world import View
from store.world.table import differences

#: In place of a thumbprint: the orders of a secret want different certificates, so that none fits all.
_NONE_FITS = "?"
_NO_LINKS: dict[str, str] = {}

#: The secret that an order or a certificate is linked to, and its thumbprint.
_Linked = tuple[str, str]


def _linked(document: CertificateOrder | WebCertificate) -> _Linked | None:
    """The secret and thumbprint of a document, or None where it is not linked to a secret."""
    link = link_of(document)
    if link is not None and not document.thumbprint and isinstance(document, WebCertificate):
        # Neither Azure nor an export tells which certificate it has.
        return None
    # One object for equal texts: they are then found and compared without looking at letters.
    return None if link is None else (intern("\n".join(link)), intern(document.thumbprint))


class LinkDrift:
    """Links of one world after another; `behind` holds the keys of the certificates that lag."""

    def __init__(self) -> None:
        self._orders: Mapping[str, CertificateOrder] = {}
        self._certificates: Mapping[str, WebCertificate] = {}
        #: Order → its secret and its current certificate ("" before the first: it wants none).
        self._wanted: dict[str, _Linked] = {}
        #: Certificate → its secret.
        self._secrets: dict[str, str] = {}
        #: Secret → its orders.
        self._owners: dict[str, set[str]] = {}
        #: Secret → the certificates linked to it, with their thumbprints.
        self._links: dict[str, dict[str, str]] = {}
        #: Secret → the certificate that its orders want ("": none; `_NONE_FITS`: different ones).
        self._current: dict[str, str] = {}
        self.behind: set[str] = set()

    def follow(self, view: View) -> None:
        """Bring `behind` up to date with a view, which may be any number of revisions on or back."""
        orders, certificates = view.table(CertificateOrder), view.table(WebCertificate)
        for key, before, after in differences(self._orders, orders):
            self.order_changed(key, before, after)
        for key, _, certificate in differences(self._certificates, certificates):
            self.certificate_changed(key, certificate)
        self._orders, self._certificates = orders, certificates

    def order_changed(
        self, key: str, before: CertificateOrder | None, after: CertificateOrder | None
    ) -> None:
        """Bring `behind` up to date with an order.

        `before` is None where it was made, `after` where it was removed.
        """
        was = self._wanted.get(key)
        if was and before and after and before.properties.certificates is after.properties.certificates:
            # Nearly every change of an order leaves its link alone.
            secret, known = was
            signed = after.properties.signed_certificate
            thumbprint = intern(signed.thumbprint) if signed is not None else ""
            if thumbprint is not known:
                self._wanted[key] = (secret, thumbprint)
                if len(self._owners[secret]) > 1:
                    self._compare(secret)
                else:
                    self._settle(secret, thumbprint)
            return
        now = _linked(after) if after is not None else None
        if now == was:
            return
        if now is None:
            del self._wanted[key]
        else:
            self._wanted[key] = now
            self._owners.setdefault(now[0], set()).add(key)
        if was is not None and (now is None or now[0] != was[0]):
            self._owners[was[0]].discard(key)
            self._compare(was[0])
        if now is not None:
            self._compare(now[0])

    def certificate_changed(self, key: str, after: WebCertificate | None) -> None:
        """Bring `behind` up to date with a web certificate, None where it was removed."""
        was, now = self._secrets.get(key), after and _linked(after)
        if was is not None and (not now or now[0] != was):
            del self._secrets[key], self._links[was][key]
            self.behind.discard(key)
        if after is not None and now:
            secret, thumbprint = now
            self._secrets[key] = secret
            # A key made anew lies in memory beside its neighbours; the tables' own would double a scan.
            self._links.setdefault(secret, {})[after.key] = thumbprint
            if self._current.setdefault(secret, "") in ("", thumbprint):
                self.behind.discard(key)
            else:
                self.behind.add(key)

    def _compare(self, secret: str) -> None:
        """Compare every link of a secret with the certificate that its orders want."""
        current = ""
        for key in self._owners[secret]:
            wanted = self._wanted[key][1]
            if wanted and wanted != current:
                current = _NONE_FITS if current else wanted
        self._settle(secret, current)

    def _settle(self, secret: str, current: str) -> None:
        """Compare every link of a secret with its current certificate, "" where there is none to have."""
        self._current[secret] = current
        behind = self.behind
        for key, thumbprint in self._links.get(secret, _NO_LINKS).items():
            # Both texts are interned.
            if thumbprint is not current and current:
                behind.add(key)
            else:
                behind.discard(key)

    def scan(self) -> set[str]:
        """The keys of the certificates that lag, by comparing every link."""
        current = self._current
        return {
            key
            for secret, linked in self._links.items()
            if (wanted := current[secret])
            for key, thumbprint in linked.items()
            if thumbprint != wanted
        }


class _Local(threading.local):
    """A `LinkDrift` for each thread: threads may look at different worlds."""

    def __init__(self) -> None:
        self.links = LinkDrift()


_LOCAL = _Local()


def drift_all(view: View) -> frozenset[str]:
    """The keys of all certificates linked to an order's secret that lack its current certificate."""
    links = _LOCAL.links
    links.follow(view)
    return frozenset(links.behind)
