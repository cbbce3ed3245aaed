"""The state of a cloud service in words: its worst certificate, its update, what clients get of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from store.drift.cloud_services import CloudServiceDrift, EntryDrift
from store.resources import CloudService, Deployment
from store.services.compute.endings import at_once, endings, soon, told_together
from store.services.compute.offer import retired
from tui.text.cells import cell
from tui.text.counting import counted
from tui.text.signs import SIGNS
from tui.text.status import Tone, day, days_left, muted, sign, status

if TYPE_CHECKING:
    from store import World


class ServiceState(NamedTuple):
    """A service in one word, with its tone and a sentence."""

    word: str
    tone: Tone
    sentence: str = ""


def service_state(world: World, service: CloudService, drift: CloudServiceDrift) -> ServiceState:
    """The word of the list, and the banner of the overview: the worst that holds."""
    if retired(world):
        return ServiceState("Retired", "error")
    if held := endings(world, service.id):
        first = held[0]
        told = told_together(world, service, at_once(held, first.at))
        if first.at <= world.now:
            return ServiceState("Expired", "error", told)
        if soon(world, first) and not _under_way(world, service):
            return ServiceState("Expires soon", "warning", told)
    if _under_way(world, service):
        return ServiceState("Updating", "time", update_sentence(world, service))
    if drift.drifted:
        hop = next(hop for entry in drift.entries for hop in entry.hops if not hop.equal)
        return ServiceState("Out of date", "warning", f"{hop.cause} {hop.repair}".strip())
    return ServiceState("Running", "success")


def _under_way(world: World, service: CloudService) -> bool:
    deployment = world.get(Deployment, service.id)
    return deployment is not None and deployment.update is not None


def update_sentence(world: World, service: CloudService) -> str:
    """Where an update stands, "" while none is under way."""
    deployment = world.get(Deployment, service.id)
    update = deployment.update if deployment else None
    if update is None:
        return ""
    count = len(update.waiting)
    waiting = f"{counted(count, 'update domain')} to follow" if count else "the last one"
    return f"Update domain {update.domain} restarts until {update.due_at:%H:%M} UTC, {waiting}."


def still_serving(drift: CloudServiceDrift) -> str:
    """Who goes on serving during an update, and which roles do not."""
    away = dict.fromkeys(entry.role for entry in drift.entries if not entry.available)
    if not away:
        return "The other instances go on serving."
    verb = "is" if len(away) == 1 else "are"
    return f"{' and '.join(away)} {verb} not available until then: every instance restarts."


def client_line(entry: EntryDrift) -> Content:
    """What clients of a role get: whether it answers, with how many of its instances, which certificates."""
    started = [one for one in entry.instances if one.started]
    where = f"port {entry.endpoint}" if entry.endpoint else "no endpoint"
    held = list(dict.fromkeys(one.thumbprint for one in started if one.thumbprint))
    has = ", ".join(f"{thumbprint[:8]}" for thumbprint in held) or "nothing"
    return Content.assemble(
        sign("success" if started else "error"),
        " ",
        cell(entry.role, "$text").truncate(14, ellipsis=True, pad=True),
        muted(f" {where:<12}"),
        status("available", "success") if started else status("not available", "error"),
        muted(f"  {len(started)} of {len(entry.instances)} instances serve {cell(has).plain}"),
    )


def installed(thumbprint: str, *, equal: bool) -> Content:
    """`= 7D532485…088A`, or `≠` where an instance has another certificate than the configuration."""
    if not thumbprint:
        return muted("none yet")
    tone = "$text-success" if equal else "$text-warning"
    mark = "=" if equal else SIGNS.differs
    return Content.assemble(
        (mark, tone), " ", cell(thumbprint[:8], f"bold {tone}"), muted(f"{SIGNS.cut}{thumbprint[-4:]}")
    )


def until(now: datetime, ends: datetime | None) -> Content:
    """The day a certificate ends, and how far that is."""
    if ends is None:
        return muted("none yet")
    left = days_left(now, ends)
    tone = "$text" if left > 30 else "$text-warning" if left >= 0 else "$text-error"
    return Content.assemble(cell(day(ends), tone), muted(f" {left} d" if left >= 0 else " expired"))
