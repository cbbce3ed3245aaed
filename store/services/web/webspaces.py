"""Webspaces: where the certificates of apps live, who shares them, and how a sync moves them.

A certificate is stored in the webspace of the app's plan (resource group + region + operating system)
and every app of that webspace can use it. Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from store.errors import AzureError
from store.hostnames import covers
from store.resources import (
    HostNameSslState,
    ManagedRequest,
    Outcome,
    PublicCertificate,
    ServerFarm,
    Site,
    WebCertificate,
    group_of,
    name_of,
)
from store.services.key_vault.links import (
    followed_thumbprints,
    from_version,
    read_linked,
    status_after,
)
from store.services.web.limits import MOST_PRIVATE_CERTIFICATES, MOST_PUBLIC_CERTIFICATES
from store.world import Draft, View
from store.world.index import index_by


def plan_of(view: View, site: Site) -> ServerFarm:
    """The plan an app runs in; raises `AzureError` ResourceNotFound."""
    return view.need(ServerFarm, site.properties.server_farm_id)


def webspace_of_plan(plan: ServerFarm) -> str:
    """The webspace of a plan's apps; equal text means the same webspace."""
    return f"{group_of(plan.id)}/webspaces/{plan.webspace}".lower()


def webspace_of(view: View, site: Site) -> str:
    """The webspace an app belongs to; raises `AzureError` ResourceNotFound where its plan is gone."""
    return webspace_of_plan(plan_of(view, site))


def webspace_of_certificate(certificate: WebCertificate) -> str:
    """The webspace a certificate is stored in."""
    return f"{group_of(certificate.id)}/webspaces/{certificate.properties.web_space}".lower()


def certificates_in(view: View, webspace: str) -> tuple[WebCertificate, ...]:
    """The private key certificates of a webspace, in the order they were added."""
    return index_by(view, WebCertificate, _certificate_keys).get(webspace, ())


def sites_in(view: View, webspace: str) -> tuple[Site, ...]:
    """The apps of a webspace."""
    return index_by(view, Site, _site_keys, (ServerFarm,)).get(webspace, ())


def _certificate_keys(view: View) -> Callable[[WebCertificate], tuple[str, ...]]:
    return lambda certificate: (webspace_of_certificate(certificate),)


def _webspaces_by_plan(view: View) -> dict[str, str]:
    return {plan.key: webspace_of_plan(plan) for plan in view.all(ServerFarm)}


def _site_keys(view: View) -> Callable[[Site], tuple[str, ...]]:
    spaces = _webspaces_by_plan(view)
    return lambda site: (spaces.get(site.properties.server_farm_id.lower(), ""),)


def _binding_keys(view: View) -> Callable[[Site], set[tuple[str, str]]]:
    spaces = _webspaces_by_plan(view)

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


#: What a sync tells that met nothing to do.
IN_SYNC = "Already in sync."

Binding = tuple[Site, HostNameSslState]


class Bindings:
    """Every binding by webspace and thumbprint, gathered in one pass over the apps.

    For work on many certificates at once; `move` keeps it right while that work goes on.
    """

    def __init__(self, view: View) -> None:
        spaces = _webspaces_by_plan(view)
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
    space = webspace_of_certificate(certificate)
    thumbprints = followed_thumbprints(view, certificate)
    found = bindings.find(view, space, thumbprints) if bindings else _bound(view, space, thumbprints)
    # An older version may have been uploaded as a certificate of its own; that one is then meant.
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


def duplicate_refusal(view: View, plan: ServerFarm, thumbprint: str, but_for: str = "") -> AzureError | None:
    """Why a certificate cannot be added to a webspace a second time, or None (`but_for`: its own id)."""
    holder = holder_of(view, webspace_of_plan(plan), thumbprint)
    if holder is None or holder.key == but_for.lower():
        return None
    return AzureError(
        "Conflict",
        f"Another certificate exists with same thumbprint {thumbprint} at location {plan.location} "
        f"in the Resource Group {name_of(group_of(plan.id))}.",
        f"Use '{holder.name}', which every app of the webspace can bind.",
    )


def room_refusal(view: View, plan: ServerFarm, but_for: str = "") -> AzureError | None:
    """Why the webspace takes no further private key certificate, or None.

    Managed certificates that are being made have their place already. `but_for` is the id of a certificate
    that would be written again, which needs no further place.
    """
    space = webspace_of_plan(plan)
    if but_for and view.get(WebCertificate, but_for) is not None:
        return None
    sites = {site.key for site in sites_in(view, space)}
    coming = sum(request.site.lower() in sites for request in view.all(ManagedRequest))
    if len(certificates_in(view, space)) + coming < MOST_PRIVATE_CERTIFICATES:
        return None
    return AzureError(
        "TooManyCertificates",
        f"A webspace can hold {MOST_PRIVATE_CERTIFICATES} private key certificates.",
        "Delete those that no binding uses.",
    )


def public_room_refusal(view: View, plan: ServerFarm) -> AzureError | None:
    """Why the apps of a plan take no further public key certificate, or None."""
    apps = {site.key for site in view.all(Site) if site.properties.server_farm_id.lower() == plan.key}
    held = sum(one.key.rpartition("/publiccertificates/")[0] in apps for one in view.all(PublicCertificate))
    if held < MOST_PUBLIC_CERTIFICATES:
        return None
    return AzureError(
        "TooManyCertificates",
        f"The apps of a plan can have {MOST_PUBLIC_CERTIFICATES} public key certificates.",
        "Delete those that no app loads.",
    )


def sync_certificate(
    draft: Draft, certificate: WebCertificate, at: datetime, bindings: Bindings | None = None
) -> Outcome:
    """Load the current version of the certificate's secret and move every binding that it names.

    Never raises for a vault that refuses: the outcome says why and the certificate shows it as its
    secret status. `ok` is False where nothing or not everything could be moved, or what was taken in
    has expired at `at` (UTC). Source: "New Sync and Export experiences" (blog, 2019).
    """
    try:
        version = read_linked(draft, certificate)
    except AzureError as error:
        status = status_after(error)
        if status is not certificate.properties.key_vault_secret_status:
            noted = replace(certificate.properties, key_vault_secret_status=status)
            draft.put(replace(certificate, properties=noted))
        return _outcome(certificate, False, error.message)
    if version is None:
        return _outcome(certificate, False, "Not from Key Vault; there is nothing to sync.")
    following = bindings_following(draft, certificate, bindings)
    properties = from_version(draft, certificate.properties, version)
    synced = replace(certificate, properties=properties)
    if properties != certificate.properties:
        draft.put(synced)
    moved, left = move_bindings(draft, synced, following, bindings)
    sentence = _result_sentence(certificate, synced, moved, left)
    if properties.expiration_date <= at:
        return _outcome(certificate, False, f"{sentence} It has expired.", synced.thumbprint)
    return _outcome(certificate, not left, sentence, synced.thumbprint)


def move_bindings(
    draft: Draft, certificate: WebCertificate, bound: Iterable[Binding], bindings: Bindings | None = None
) -> tuple[list[str], list[str]]:
    """Give these bindings the certificate's thumbprint where it names the host.

    Returns the hosts that moved and those that had to stay behind. Type and virtual IP stay.
    """
    moved: list[str] = []
    left: list[str] = []
    space = webspace_of_certificate(certificate)
    for site, state in bound:
        if state.thumbprint == certificate.thumbprint:
            continue
        if not covers(certificate.properties.host_names, state.name):
            left.append(state.name)
            continue
        # Several hosts of one app may move: each change is made to what the draft holds by now.
        put_host(draft, draft.need(Site, site.id), replace(state, thumbprint=certificate.thumbprint))
        if bindings is not None:
            bindings.move(space, state.thumbprint or "", certificate.thumbprint, site, state.name)
        moved.append(state.name)
    return moved, left


def _outcome(certificate: WebCertificate, ok: bool, result: str, new: str = "") -> Outcome:
    return Outcome(
        resource=certificate.id,
        ok=ok,
        result=result,
        old_thumbprint=certificate.thumbprint,
        new_thumbprint=new,
    )


def _result_sentence(before: WebCertificate, after: WebCertificate, moved: list[str], left: list[str]) -> str:
    if before.thumbprint == after.thumbprint and not moved and not left:
        return IN_SYNC
    parts = [f"The certificate is {after.thumbprint}."]
    if moved:
        parts.append(f"{len(moved)} binding{'s' * (len(moved) != 1)} moved: {', '.join(moved)}.")
    if left:
        parts.append(f"Not in the new certificate and left on the old one: {', '.join(left)}.")
    return " ".join(parts)
