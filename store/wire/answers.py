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
_KIND = ("content-type", "text/plain; charset=utf-8")


def answer(view: View, request: Request, *, secure: bool, thumbprint: str = "") -> Response:
    """The response to a request over HTTPS (`secure`), or over plain HTTP."""
    asked = request.host.partition(":")[0]
    site, state = _mapped(view, asked)
    if site is None or state is None:
        found = None if secure else published(view, request.target)
        if found is None:
            return _page(404, _NOT_FOUND)
        return Response(status=200, headers=(("content-type", found.kind), SIMULATED), body=found.body)
    name = comparable(asked) if state.name.startswith("*.") else state.name
    if not secure and site.properties.https_only:
        place = f"https://{name}{request.target}"
        return Response(status=301, headers=(("location", place), _KIND, SIMULATED))
    status, _, reason = _told(view, site, state).partition(": ")
    text = reason or f"{name} is served by app '{site.name}'."
    shown = f" Certificate {thumbprint}." if secure and thumbprint else ""
    return _page(int(status) if status.isdecimal() else 200, text + shown)


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
