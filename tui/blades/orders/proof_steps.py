"""Step 2 (Verify) in words: what each method needs, and what one does, step by step; pure functions.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), domain verification methods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from store.resources import Method
from tui.text.cells import line
from tui.text.signs import SIGNS

if TYPE_CHECKING:
    from store.services.certificate_registration.configuration import MethodChoice, ProofPlaces

#: The portal's labels; both manual ones are Manual Verification.
LABELS: dict[Method, str] = {
    Method.APP_SERVICE: "App Service Verification",
    Method.DOMAIN: "Domain Verification",
    Method.MAIL: "Mail Verification",
    Method.MANUAL_TXT: f"Manual Verification {SIGNS.dot} DNS TXT record",
    Method.MANUAL_HTML: f"Manual Verification {SIGNS.dot} HTML page",
}

#: What each needs, for its row.
NEEDS: dict[Method, str] = {
    Method.APP_SERVICE: "the host mapped to one of your apps",
    Method.DOMAIN: "an App Service domain",
    Method.MAIL: "a mailbox such as admin@",
    Method.MANUAL_TXT: "a TXT record at the zone's root",
    Method.MANUAL_HTML: "a page on the app, by plain HTTP",
}

#: Code of a refusal → why a method is impossible, for its row.
CANNOT = {
    "MethodNotSupported": "for Standard certificates only",
    "NotAnAppServiceDomain": "not an App Service domain",
}


def instructions(choice: MethodChoice, places: ProofPlaces, verify: str, refresh: str) -> list[Content]:
    """The numbered steps of a method; the last one says which names it gives.

    `verify` and `refresh` are the keys of these verbs.
    """
    lines = _STEPS[choice.method](places)
    lines.append(
        line(
            "Press [b $key]$verify[/] Verify, then [b $key]$refresh[/] Refresh until "
            "[b]Certificate is Domain Verified[/].",
            verify=verify,
            refresh=refresh,
        )
    )
    lines.append(line("Names issued this way: [b]$names[/]", names=", ".join(choice.names)))
    return [Content.assemble((f"{place}  ", "$text-muted"), text) for place, text in enumerate(lines, 1)]


def _app_service(places: ProofPlaces) -> list[Content]:
    if not places.site:
        return [
            line("Map [b]$host[/] to an app of this subscription in its Custom domains.", host=places.host)
        ]
    host, site = places.host, places.site
    return [
        line(
            "[b]$host[/] is on app [b]$site[/], which serves the token by itself.",
            host=host,
            site=site,
        ),
        line("Keep HTTPS Only [b]Off[/] while verifying: redirects are not followed."),
    ]


def _domain(places: ProofPlaces) -> list[Content]:
    zone = places.zone or places.host
    return [line("Verify adds the TXT record to zone [b]$zone[/] by itself; nothing else to do.", zone=zone)]


def _mail(places: ProofPlaces) -> list[Content]:
    if not places.addresses:
        first = line(
            "No mailbox of the domain exists; create [b]admin@$domain[/], then Resend Email.",
            domain=places.mail_domain,
        )
        return [first]
    sent = ", ".join(places.addresses)
    return [
        line("The mail is in the boxes of [b]$sent[/]; Resend Email sends it again.", sent=sent),
        line("Open the mail in the [b]Mailbox[/] and its link; that proves the domain."),
    ]


def _txt(places: ProofPlaces) -> list[Content]:
    if not places.zone:
        return [line("Create a public DNS zone for the domain of [b]$host[/].", host=places.host)]
    zone = places.zone
    return [
        line("In zone [b]$zone[/] add a record at the root, never at a subdomain.", zone=zone),
        line("Name [b]@[/]   Type [b]TXT[/]   Value [b]$token[/]", token=places.token),
    ]


def _html(places: ProofPlaces) -> list[Content]:
    url = f"http://{places.host}{places.path}"
    app = places.site or "the app that answers for the host"
    return [
        line("Put a page on [b]$app[/] whose only text is [b]$token[/]:", app=app, token=places.token),
        line("[b]$url[/]", url=url),
        line("Keep HTTPS Only [b]Off[/]: redirects are not followed."),
    ]


_STEPS = {
    Method.APP_SERVICE: _app_service,
    Method.DOMAIN: _domain,
    Method.MAIL: _mail,
    Method.MANUAL_TXT: _txt,
    Method.MANUAL_HTML: _html,
}
