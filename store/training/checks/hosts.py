"""Checks of host names: their bindings, and what a client gets that opens them."""

from __future__ import annotations

from typing import Literal

from store.hostnames import comparable, covers
from store.resources import CertificateOrder, HostNameSslState, Site, SslState, TrainingRun, WebCertificate
from store.services.certificate_registration.ledger import ledger_of, record_of
from store.services.web.custom_domains import site_of
from store.services.web.serving import Served, served
from store.training.checks.base import Check, Judged, OfOrder, count, current_is_new, yes
from store.world import View


class _OfHosts(Check, frozen=True, kw_only=True):
    """A check of host names; each one counts."""

    hosts: tuple[str, ...]

    def judge(self, view: View, run: TrainingRun) -> Judged:
        return count(self.of_host(view, host) for host in self.hosts)

    def of_host(self, view: View, host: str) -> bool:
        """Whether it is done for this host."""
        raise NotImplementedError


def _state(view: View, host: str) -> tuple[Site | None, HostNameSslState | None]:
    site: Site | None = site_of(view, host)
    return site, site.host(comparable(host)) if site else None


class HostsSecure(_OfHosts, frozen=True, kw_only=True, tag="hosts_secure"):
    """A client connects to these hosts and has nothing against the certificate."""

    def of_host(self, view: View, host: str) -> bool:
        return served(view, host).secure


class HostsDown(_OfHosts, frozen=True, kw_only=True, tag="hosts_down"):
    """A client of one of these hosts gets no connection, a certificate it objects to, or no working app."""

    def judge(self, view: View, run: TrainingRun) -> Judged:
        return yes(not all(self.of_host(view, host) for host in self.hosts))

    def of_host(self, view: View, host: str) -> bool:
        site, _ = _state(view, host)
        runs = site is not None and site.properties.state == "Running"
        return runs and served(view, host).secure


class NoHazard(_OfHosts, frozen=True, kw_only=True, tag="no_hazard"):
    """These hosts are secure, and no client is shown another certificate instead."""

    def of_host(self, view: View, host: str) -> bool:
        found: Served = served(view, host)
        return found.secure and not found.hazard


class HostsServe(OfOrder, frozen=True, kw_only=True, tag="hosts_serve"):
    """A client of these hosts gets the order's current certificate, and has nothing against it.

    With `since-start`, one that was issued in this run.
    """

    hosts: tuple[str, ...]
    since_start: bool = False

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        if self.since_start and not current_is_new(view, order, run):
            return Judged(0, len(self.hosts))
        found = (served(view, host) for host in self.hosts)
        return count(one.secure and one.thumbprint == order.thumbprint for one in found)


class BoundWith(_OfHosts, frozen=True, kw_only=True, tag="bound"):
    """These hosts have a binding; of a `type`, and with a certificate of a `kind`, where one is asked for."""

    type: Literal["any", "SNI", "IP"] = "any"
    kind: Literal["any", "order", "uploaded", "managed", "vault"] = "any"

    def of_host(self, view: View, host: str) -> bool:
        _, state = _state(view, host)
        if state is None or state.thumbprint is None:
            return False
        wanted = {"SNI": SslState.SNI, "IP": SslState.IP}.get(self.type)
        if wanted is not None and state.ssl_state is not wanted:
            return False
        return self.kind == "any" or self.kind in _kinds(view, state.thumbprint)


def _kinds(view: View, thumbprint: str) -> set[str]:
    found = set()
    for one in view.all(WebCertificate):
        if one.thumbprint == thumbprint:
            issued = any(
                record_of(ledger_of(view, order), thumbprint) for order in view.all(CertificateOrder)
            )
            vault = one.properties.key_vault_id is not None
            found.add("managed" if one.managed else "uploaded" if not vault else "vault")
            found |= {"order"} if issued else set()
    return found


class NotBound(_OfHosts, frozen=True, kw_only=True, tag="not_bound"):
    """These hosts have no binding."""

    def of_host(self, view: View, host: str) -> bool:
        _, state = _state(view, host)
        return state is not None and state.thumbprint is None


class Covers(OfOrder, frozen=True, kw_only=True, tag="covers"):
    """The order's current certificate names these hosts."""

    hosts: tuple[str, ...]

    def of_order(self, view: View, order: CertificateOrder, run: TrainingRun) -> Judged:
        issued = record_of(ledger_of(view, order), order.thumbprint)
        names = issued.names if issued else ()
        return count(covers(names, host) for host in self.hosts)
