"""What an app's front end answers over HTTP: the app's page, a redirect, or why there is none.

Over plain HTTP, where no app has the host name, also what the CAs of the world publish.

Source: the pages of Azure App Service for stopped apps, blocked clients and unknown host names.
"""

from __future__ import annotations

from store.hostnames import comparable
from store.resources import HostNameSslState, Site
from store.rest.messages import SIMULATED, Request, Response
from store.services.web.custom_domains import site_of
from store.services.web.serving import served_by
from store.wire.front_ends import called
from store.wire.revocations import published
from store.world import View
from store.world.answers import remembered

_NOT_FOUND = "404 Web Site not found. You may be seeing this error because no app has this host name."
#: Where RFC 8615 has pages for programs; an app has none there but those that were put.
_WELL_KNOWN = "/.well-known/"
_KIND = ("content-type", "text/plain; charset=utf-8")


def answer(view: View, request: Request, *, secure: bool, thumbprint: str = "") -> Response:
    """The response to a request over HTTPS (`secure`), or over plain HTTP."""
    asked, target = asked_for(request)
    if request.method == "CONNECT":
        # Said to be done, a client would begin TLS with what comes after.
        return _page(405, "405 Method Not Allowed. This is no proxy for TLS.")
    site, state = _mapped(view, asked)
    if site is None or state is None:
        found = None if secure else published(view, target)
        if found is None:
            return _page(404, _NOT_FOUND)
        return Response(status=200, headers=(("content-type", found.kind), SIMULATED), body=found.body)
    name = comparable(asked) if state.name.startswith("*.") else state.name
    if not secure and site.properties.https_only:
        place = f"https://{name}{target}"
        return Response(status=301, headers=(("location", place), _KIND, SIMULATED))
    status, _, reason = _told(view, site, state).partition(": ")
    if status == "200" and (page := _token_page(site, target)) is not None:
        return page
    text = reason or f"{name} is served by app '{site.name}'."
    shown = f" Certificate {thumbprint}." if secure and thumbprint else ""
    return _page(int(status) if status.isdecimal() else 200, text + shown)


def asked_for(request: Request) -> tuple[str, str]:
    """The host name and the path, with its query, that a request is for.

    A client that takes the front end for its proxy sends a whole URL, whose host then counts; a request for
    no path at all ("*") is for the root (RFC 9112, section 3.2).
    """
    host, target = request.host, request.target
    scheme, found, rest = target.partition("://")
    if found and scheme.lower() in ("http", "https"):
        end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
        host, target = rest[:end], rest[end:].partition("#")[0]
    if not target.startswith("/"):
        target = f"/{target}" if target.startswith("?") else "/"
    return host.partition(":")[0], target


def _token_page(site: Site, target: str) -> Response | None:
    """What an app answers where proofs of a domain are looked for; None for any other path."""
    path = target.partition("?")[0]
    token = site.properties.domain_ownership_identifiers.get(path)
    if token is not None:
        return _page(200, token)
    return _page(404, "404 Not Found") if path.startswith(_WELL_KNOWN) else None


@remembered
def _told(view: View, site: Site, state: HostNameSslState) -> str:
    """The answer over HTTPS as "403: why", or "200"."""
    return served_by(view, site, state).answer or "200"


def _mapped(view: View, name: str) -> tuple[Site | None, HostNameSslState | None]:
    """The app that a name leads to, and its custom domain or own name that answers to it."""
    for known in called(name):
        site = site_of(view, known) or _by_own_name(view, known)
        if site is not None:
            return site, site.host(known)
    return None, None


def _by_own_name(view: View, name: str) -> Site | None:
    return next((site for site in view.all(Site) if site.host(name) is not None), None)


def _page(status: int, text: str) -> Response:
    return Response(status=status, headers=(_KIND, SIMULATED), body=f"{text}\n".encode())
