"""Webspaces: where the certificates of apps live, who shares them, and which bindings follow them.

A certificate is stored in the webspace of the app's plan (resource group + region + operating system)
and every app of that webspace can use it. Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from store.resources import (
    HostNameSslState,
    ServerFarm,
    Site,
    WebCertificate,
    subscription_of,
)
from store.resources.lookups import CERTIFICATES_BY_WEBSPACE
from store.resources.lookups import webspace_of_certificate as webspace_of_certificate
from store.services.key_vault.links import followed_thumbprints
from store.world import Draft, View
from store.world.answers import remembered
from store.world.index import index_by


def plan_of(view: View, site: Site) -> ServerFarm:
    """The plan an app runs in; raises `AzureError` ResourceNotFound."""
    return view.need(ServerFarm, site.properties.server_farm_id)


def webspace_of_plan(plan: ServerFarm) -> str:
    """The webspace of a plan's apps; equal text means the same webspace.

    A name is one webspace's in its subscription: that of the certificates of an App Service Environment has
    the group of its plan, while the certificates are in the group of the app.
    """
    return f"{subscription_of(plan.id)}/webspaces/{plan.webspace}".lower()


def webspace_of(view: View, site: Site) -> str:
    """The webspace an app belongs to; raises `AzureError` ResourceNotFound where its plan is gone."""
    return webspace_of_plan(plan_of(view, site))


def certificates_in(view: View, webspace: str) -> tuple[WebCertificate, ...]:
    """The private key certificates of a webspace, in the order they were added."""
    return index_by(view, WebCertificate, CERTIFICATES_BY_WEBSPACE).get(webspace, ())


def sites_in(view: View, webspace: str) -> tuple[Site, ...]:
    """The apps of a webspace."""
    return index_by(view, Site, _site_keys, (ServerFarm,)).get(webspace, ())


@remembered
def webspaces_by_plan(view: View) -> Mapping[str, str]:
    """The webspace of each plan, by its key."""
    return {plan.key: webspace_of_plan(plan) for plan in view.all(ServerFarm)}


def _site_keys(view: View) -> Callable[[Site], tuple[str, ...]]:
    spaces = webspaces_by_plan(view)
    return lambda site: (spaces.get(site.properties.server_farm_id.lower(), ""),)


def _binding_keys(view: View) -> Callable[[Site], set[tuple[str, str]]]:
    spaces = webspaces_by_plan(view)

    def keys(site: Site) -> set[tuple[str, str]]:
        space = spaces.get(site.properties.server_farm_id.lower(), "")
        return {(space, one.thumbprint) for one in site.properties.host_name_ssl_states if one.thumbprint}

    return keys


def holder_of(view: View, webspace: str, thumbprint: str) -> WebCertificate | None:
    """The certificate of a webspace that has this thumbprint now."""
    for certificate in certificates_in(view, webspace):
        if certificate.thumbprint == thumbprint:
            return certificate
    return None


Binding = tuple[Site, HostNameSslState]


class Bindings:
    """Every binding by webspace and thumbprint, gathered in one pass over the apps.

    For work on many certificates at once; `move` keeps it right while that work goes on.
    """

    def __init__(self, view: View) -> None:
        spaces = webspaces_by_plan(view)
        self._hosts: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for site in view.all(Site):
            space = spaces.get(site.properties.server_farm_id.lower(), "")
            for state in site.properties.host_name_ssl_states:
                if state.thumbprint:
                    self._hosts.setdefault((space, state.thumbprint), []).append((site.key, state.name))

    def find(self, view: View, webspace: str, thumbprints: Collection[str]) -> Iterator[Binding]:
        """The bindings of a webspace that have one of these thumbprints."""
        for thumbprint in thumbprints:
            for key, host in tuple(self._hosts.get((webspace, thumbprint), ())):
                site = view.need(Site, key)
                state = site.host(host)
                if state is not None and state.thumbprint == thumbprint:
                    yield site, state

    def move(self, webspace: str, old: str, new: str, site: Site, host: str) -> None:
        """Note that a host's binding has another thumbprint now."""
        self._hosts[webspace, old].remove((site.key, host))
        self._hosts.setdefault((webspace, new), []).append((site.key, host))


def _bound(view: View, webspace: str, thumbprints: Collection[str]) -> Iterator[Binding]:
    sites = index_by(view, Site, _binding_keys, (ServerFarm,))
    for thumbprint in thumbprints:
        for site in sites.get((webspace, thumbprint), ()):
            for state in site.properties.host_name_ssl_states:
                if state.thumbprint == thumbprint:
                    yield site, state


def bindings_with(view: View, certificate: WebCertificate) -> tuple[Binding, ...]:
    """The bindings, in all apps of the webspace, that have exactly this certificate."""
    space = webspace_of_certificate(certificate)
    return tuple(_bound(view, space, (certificate.thumbprint,)))


def bindings_following(
    view: View, certificate: WebCertificate, bindings: Bindings | None = None
) -> tuple[Binding, ...]:
    """The bindings that a sync of this certificate moves if it can.

    They have its thumbprint, or that of an earlier version of its secret: a host that the newer
    certificate does not name stays behind and follows again once it is named.
    """
    if bindings is None:
        return _following(view, certificate)
    space = webspace_of_certificate(certificate)
    found = bindings.find(view, space, followed_thumbprints(view, certificate))
    return _meant(view, certificate, space, found)


@remembered
def _following(view: View, certificate: WebCertificate) -> tuple[Binding, ...]:
    space = webspace_of_certificate(certificate)
    return _meant(view, certificate, space, _bound(view, space, followed_thumbprints(view, certificate)))


def _meant(
    view: View, certificate: WebCertificate, space: str, found: Iterable[Binding]
) -> tuple[Binding, ...]:
    """Those of the bindings found that no certificate of its own stands behind.

    An older version may have been uploaded as a certificate of its own; that one is then meant.
    """
    return tuple(
        (site, state)
        for site, state in found
        if state.thumbprint == certificate.thumbprint or not holder_of(view, space, state.thumbprint or "")
    )


def put_host(draft: Draft, site: Site, state: HostNameSslState) -> Site:
    """Write one host name's entry on an app (replacing it in its place, or adding it last)."""
    states = site.properties.host_name_ssl_states
    if site.host(state.name) is None:
        changed: Iterable[HostNameSslState] = (*states, state)
    else:
        changed = (state if one.name.lower() == state.name.lower() else one for one in states)
    written = replace(site, properties=replace(site.properties, host_name_ssl_states=tuple(changed)))
    draft.put(written)
    return written
