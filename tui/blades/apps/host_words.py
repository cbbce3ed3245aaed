"""Custom domains as the portal shows them: the state of a binding in a word, and what clients are given.

Pure functions of a world. Words: "Secure a custom DNS name with a TLS/SSL binding" (Azure docs, 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from store.resources import NOT_IN_EXPORT, Revocation, Site, SslState
from store.services.web.client_trust import issued_record
from store.services.web.serving import served
from tui.text.cells import cell
from tui.text.marks import short_mark
from tui.text.signs import SIGNS
from tui.text.status import TOKENS, Tone, day, days_left, muted, sign, span

if TYPE_CHECKING:
    from store import World
    from store.drift import HostDrift
    from store.services.web.serving import Served


@dataclass(frozen=True)
class HostState:
    """A custom domain in a word; `note` fits a column, `advice` is a sentence or two."""

    word: str
    tone: Tone
    note: str
    advice: str = ""


def host_state(world: World, one: HostDrift) -> HostState:
    """The state of a custom domain's binding; what is worst comes first."""
    if not one.mark.thumbprint and one.ssl_state is not SslState.DISABLED:
        return HostState(NOT_IN_EXPORT, "muted", "certificate", one.client.untold)
    if not one.mark.thumbprint:
        return HostState(
            "Not secure", "muted", "no binding", "Add a binding with a certificate that names it."
        )
    client, note = one.client, one.virtual_ip or ""
    if client.refused:
        return HostState("Not reachable", "error", note, "No TLS client gets through.")
    if client.expires is not None and client.expires <= world.now:
        advice = "Renew or replace the certificate, then sync or add the binding again."
        return HostState("Expired", "error", f"since {day(client.expires)}", advice)
    if world.get(Revocation, client.thumbprint or one.mark.thumbprint) is not None:
        way = one.repair or "Sync, or add the binding again with a valid certificate."
        return HostState("Revoked", "error", note, way)
    if client.objections:
        return HostState("Not trusted", "warning", note, "Browsers warn their users.")
    if one.mark.number is not None and not one.mark.current:
        way = one.repair or "Sync from the certificate, or add the binding again with the newest one."
        advice = f"{way} Adding a binding for a bound host replaces it and keeps the inbound IP."
        return HostState("Old certificate", "warning", note or _how_long(world, one.mark.thumbprint), advice)
    if client.untold:
        return HostState("Bound", "muted", note, client.untold)
    left = days_left(world.now, client.expires) if client.expires else 0
    origin = "" if one.mark.number is not None else "own, "
    return HostState("Secure", "success", note or f"{origin}{left} d")


def revocation_words(world: World, thumbprint: str) -> str:
    """`revoked in 2 d` of a certificate that its CA will revoke, else ""."""
    record = issued_record(world, thumbprint)
    ahead = record.revoke_at if record is not None else None
    return f"revoked in {span(ahead - world.now)}" if ahead is not None and ahead > world.now else ""


def _how_long(world: World, thumbprint: str) -> str:
    record = issued_record(world, thumbprint)
    if record is None:
        return ""
    ends = f"expires in {span(record.not_after - world.now)}" if record.not_after else ""
    return revocation_words(world, thumbprint) or ends


def client_lines(world: World, site: Site, one: HostDrift) -> list[Content]:
    """What clients get of a host: one line for each TLS version, one without SNI, one over plain HTTP."""
    least = site.properties.site_config.min_tls_version
    lines = [
        _handshake(f"TLS {version}", served(world, one.host, tls=version), one, wanted=version >= least)
        for version in reversed(world.era.tls_versions)
    ]
    newest = world.era.tls_versions[-1]
    lines.append(_handshake("no SNI", served(world, one.host, sni=False, tls=newest), one))
    plain = one.client.plain or one.client.refused or one.client.untold
    lines.append(Content.assemble((_head("http"), "$text-muted"), cell(plain)))
    return lines


def _head(way: str) -> str:
    return f"{way:<9}"


def _handshake(way: str, got: Served, one: HostDrift, *, wanted: bool = True) -> Content:
    """What one kind of client gets; a refusal of those that are not wanted is as it should be."""
    head = (_head(way), "$text-muted")
    if got.untold:
        return Content.assemble(head, sign("muted"), " ", muted(got.untold))
    if got.refused and not wanted:
        # The head says already which version the client offers.
        why = muted(f"refused: {got.accepts or got.refused}")
        return Content.assemble(head, (SIGNS.impossible, TOKENS["muted"]), " ", why)
    if got.refused:
        return Content.assemble(head, sign("error"), " ", cell(got.refused, TOKENS["error"]))
    tone: Tone = "warning" if got.objections else "success"
    if got.thumbprint == one.mark.thumbprint and got.thumbprint:
        mark = short_mark(one.mark, tail=False)
    else:
        mark = cell(got.thumbprint[:8] or "azurewebsites.net's own", "bold $text")
    said = " ".join(got.objections) if got.thumbprint else f"does not name '{one.host}'"
    if not said:
        code = got.answer.partition(":")[0]
        said = f"answers {code}, expires {day(got.expires)}, for {', '.join(got.names)}"
    return Content.assemble(head, sign(tone), " ", mark, "  ", cell(said))


def diagnosis(world: World, one: HostDrift) -> str:
    """A host in plain words: its state, its faults, their repair."""
    state = host_state(world, one)
    found = [f"{one.host}: {state.word}", *one.client.objections]
    client = one.client
    found += filter(
        None, (client.untold, client.refused, *client.remarks, client.hazard, one.cause, one.repair)
    )
    if state.advice:
        found.append(state.advice)
    return "\n  ".join(found)


_GRAVITY: tuple[Tone, ...] = ("error", "warning", "muted", "success")


def worst_host(world: World, hosts: Sequence[HostDrift]) -> tuple[str, HostState]:
    """The custom domain of an app that is in the worst state, and that state."""
    found = [(one.host, host_state(world, one)) for one in hosts]
    found.sort(key=lambda pair: _GRAVITY.index(pair[1].tone))
    return (
        found[0] if found else ("", HostState("No domain", "muted", "", "No custom domain is mapped to it."))
    )
