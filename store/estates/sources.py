"""Where the certificates of apps come from, and what each host name is bound with, by what is known."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import NamedTuple

from store.estates.links import SecretKey, secret_key
from store.hostnames import comparable
from store.resources import (
    CertificateOrder,
    HostNameSslState,
    OrderLedger,
    Provenance,
    SecretVersion,
    Site,
    SslState,
    WebCertificate,
    subscription_of,
)
from store.services.key_vault.secrets import versions
from store.services.web.webspaces import webspace_of_certificate, webspaces_by_plan
from store.world import View


class Source(StrEnum):
    """A certificate's origin, by the words of a report."""

    ORDER = "from_order"
    KEY_VAULT = "from_key_vault"
    UPLOAD = "uploaded"
    MANAGED = "managed"
    UNKNOWN = "unknown"


def covering(host: str) -> tuple[str, str]:
    """The names of certificates that cover a host: its own, and the wild card beside it."""
    name = comparable(host)
    return name, f"*.{name.partition('.')[2]}"


class Bound(NamedTuple):
    """A custom host name with a binding."""

    site: Site
    state: HostNameSslState


class Surroundings:
    """A world's orders, certificates and bindings, looked up once for a whole report."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.orders = tuple(view.all(CertificateOrder))
        self.certificates = tuple(view.all(WebCertificate))
        self._owners: dict[SecretKey, CertificateOrder] = {}
        for order in self.orders:
            for link in order.properties.certificates.values():
                self._owners.setdefault(secret_key(link.key_vault_id, link.key_vault_secret_name), order)
        self.linked: dict[str, list[WebCertificate]] = defaultdict(list)
        for certificate in self.certificates:
            owner = self.order_of(certificate)
            if owner is not None:
                self.linked[owner.key].append(certificate)
        self.bound = tuple(
            Bound(site, state)
            for site in view.all(Site)
            for state in site.custom_hosts
            if state.ssl_state in (SslState.SNI, SslState.IP)
        )
        self._by_thumbprint: dict[str, list[WebCertificate]] = defaultdict(list)
        #: Certificates from vaults by webspace and name, as `hostnames.comparable` writes it.
        self._by_name: dict[tuple[str, str], list[WebCertificate]] = defaultdict(list)
        for certificate in self.certificates:
            space = webspace_of_certificate(certificate)
            for name in certificate.properties.host_names if certificate.properties.key_vault_id else ():
                self._by_name[space, comparable(name)].append(certificate)
            if certificate.thumbprint:
                self._by_thumbprint[certificate.thumbprint].append(certificate)
        self._spaces = webspaces_by_plan(view)

    def order_of(self, certificate: WebCertificate) -> CertificateOrder | None:
        """The order whose secret a certificate follows; any entry of the order's links counts."""
        kept = certificate.properties
        if not kept.key_vault_id or not kept.key_vault_secret_name:
            return None
        return self._owners.get(secret_key(kept.key_vault_id, kept.key_vault_secret_name))

    def source(self, certificate: WebCertificate) -> Source:
        """A certificate's origin."""
        if self.order_of(certificate) is not None:
            return Source.ORDER
        if certificate.properties.key_vault_id:
            return Source.KEY_VAULT
        if certificate.managed:
            return Source.MANAGED
        told = self.view.get(Provenance, certificate.id)
        return Source.UNKNOWN if told and "properties" in told.unknown else Source.UPLOAD

    def newest(self, certificate: WebCertificate) -> SecretVersion | None:
        """The newest enabled version of a certificate's secret whose thumbprint is known."""
        kept = certificate.properties
        if not kept.key_vault_id or not kept.key_vault_secret_name:
            return None
        every = versions(self.view, kept.key_vault_id, kept.key_vault_secret_name)
        enabled = (one for one in every if one.properties.attributes.enabled)
        found = next(enabled, None)
        return found if found is not None and found.properties.thumbprint else None

    def behind_order(self, certificate: WebCertificate) -> bool | None:
        """Whether a linked certificate is an earlier one of its order; None where that cannot be told."""
        order = self.order_of(certificate)
        if order is None or not order.thumbprint or not certificate.thumbprint:
            return None
        return certificate.thumbprint != order.thumbprint

    def behind_secret(self, certificate: WebCertificate) -> bool:
        """Whether the secret of a certificate without order has another certificate by now."""
        if self.source(certificate) is not Source.KEY_VAULT or not certificate.thumbprint:
            return False
        newest = self.newest(certificate)
        return newest is not None and newest.properties.thumbprint != certificate.thumbprint

    def holder(self, one: Bound) -> WebCertificate | None:
        """The certificate a host is bound with: by its id, else by thumbprint, near the app first."""
        named = self.view.get(WebCertificate, one.state.certificate_resource_id or None)
        if named is not None:
            return named
        space = self._space(one.site)
        found = self._by_thumbprint.get(one.state.thumbprint or "", [])
        near = [each for each in found if webspace_of_certificate(each) == space]
        same = [each for each in found if subscription_of(each.id) == subscription_of(one.site.id)]
        return next(iter([*near, *same, *found]), None)

    def by_name(self, one: Bound) -> WebCertificate | None:
        """A certificate from a vault in the app's webspace that names the host, where just one does."""
        space = self._space(one.site)
        named = (each for name in covering(one.state.name) for each in self._by_name.get((space, name), ()))
        found = {each.key: each for each in named}
        return next(iter(found.values())) if len(found) == 1 else None

    def _space(self, site: Site) -> str:
        return self._spaces.get(site.properties.server_farm_id.lower(), "")

    def earlier(self) -> dict[str, Source]:
        """Thumbprints that are known to be earlier ones, of orders or of secrets without order."""
        found: dict[str, Source] = {}
        for certificate in self.certificates:
            if self.source(certificate) is not Source.KEY_VAULT:
                continue
            newest = self.newest(certificate)
            kept = certificate.properties
            every = versions(self.view, kept.key_vault_id or "", kept.key_vault_secret_name or "")
            for version in every if newest is not None else ():
                if version.properties.thumbprint not in ("", newest and newest.properties.thumbprint):
                    found[version.properties.thumbprint] = Source.KEY_VAULT
            if self.behind_secret(certificate):
                found[certificate.thumbprint] = Source.KEY_VAULT
        for order in self.orders:
            ledger = self.view.get(OrderLedger, order.id)
            issued = [one.thumbprint for one in ledger.issued] if ledger else []
            drifted = [one.thumbprint for one in self.linked[order.key] if self.behind_order(one)]
            if order.thumbprint:
                found |= {one: Source.ORDER for one in (*issued, *drifted) if one != order.thumbprint}
        for order in self.orders:
            found.pop(order.thumbprint, None)
        return found
