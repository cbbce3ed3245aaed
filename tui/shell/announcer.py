"""What happens without a click is said: events of simulated time, and changes by other programs.

A toast for each, and an entry of the bell that leads to its page. Where they come thick and fast, as with a
clock at high speed, one toast counts them and the bell has them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from store.portal import changes_between, events_between
from store.resources import Message, Planted, name_of
from store.services.authorization.outsiders import called, is_outsider
from tui.shell.toasts import toast
from tui.work.notices import Notice

if TYPE_CHECKING:
    from store import Portal, World
    from store.jobs.events import Event
    from store.resources import ActivityEntry
    from tui.host import PortalHost
    from tui.text.status import Tone

#: Toasts shown one by one; of more, one counts them. Seconds for which what follows is gathered.
_SINGLE, _GATHER = 3, 3.0
#: Entries that one look adds to the bell at most.
_ENTRIES = 50
#: Operations of an instructor that are told in words of their own, or not at all.
_TOLD_ELSEWHERE = ("Simulator/messages/", "Simulator/takeOver/", "Simulator/faults/")


class News(Struct, frozen=True):
    """What happened up to a world: events, and what other programs did."""

    world: World
    events: tuple[Event, ...]
    changes: tuple[ActivityEntry, ...]
    messages: tuple[Message, ...] = ()


class Announcer:
    """Compares the world with the one it spoke of last, in a thread, and says what is new."""

    def __init__(self, host: PortalHost) -> None:
        self._host = host
        self._seen = host.portal.world
        #: The world that is looked at in a thread.
        self._looked_at = self._seen
        #: Events up to here (UTC) were said by the advance that the user asked for.
        self._told = datetime.min.replace(tzinfo=UTC)
        self._waiting: list[Notice] = []
        self._gathering = False

    def told_until(self, moment: datetime) -> None:
        """The user was told what happened up to a moment: no toast says it again."""
        self._told = max(self._told, moment)

    def look(self) -> None:
        """See what is new in the portal's world."""
        world = self._host.portal.world
        if world is not self._seen and world is not self._looked_at:
            self._looked_at = world
            self._host.work.look("news", partial(_news, self._seen, world, self._host.portal), self._say)

    def _say(self, news: News) -> None:
        self._seen = news.world
        notices = [(_of_event(event), event.at <= self._told) for event in news.events]
        notices += [(_of_change(change), False) for change in news.changes]
        notices += [(_of_message(message), False) for message in news.messages]
        if not notices:
            return
        for notice, _ in notices[-_ENTRIES:]:
            self._host.notices.add(notice)
        if len(notices) > _ENTRIES:
            more = f"{len(notices) - _ENTRIES:,} earlier ones are on the Jobs page only."
            self._host.notices.add(Notice("Events", more, "info", news.world.now, route="jobs"))
        self._toast([notice for notice, told in notices if not told])
        self._host.update_frame()

    def _toast(self, notices: Sequence[Notice]) -> None:
        if not notices:
            return
        if self._gathering or len(notices) > _SINGLE:
            self._waiting += notices
        else:
            for notice in notices:
                self._show(notice)
        if not self._gathering:
            self._gathering = True
            self._flush() if self._waiting else self._host.set_timer(_GATHER, self._flush)

    def _flush(self) -> None:
        """One toast for what was gathered; while more comes, the next one waits."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            self._gathering = False
            return
        if len(waiting) == 1:
            self._show(waiting[0])
        else:
            failed = sum(notice.tone == "error" for notice in waiting)
            failures = f", {failed} of them failed" if failed else ""
            text = f"The last: {waiting[-1].title}: {waiting[-1].text}"
            tone: Tone = "error" if failed else "info"
            self._show(Notice(f"{len(waiting)} events{failures}, b opens the bell", text, tone, None))
        self._host.set_timer(_GATHER, self._flush)

    def _show(self, notice: Notice) -> None:
        toast(self._host, notice, "b enter: its page" if notice.resource or notice.route else "")


def _news(before: World, world: World, portal: Portal) -> News:
    changes = changes_between(before, world)
    foreign = (one for one in changes if not portal.made(one.revision))
    return News(
        world,
        events_between(before, world),
        tuple(one for one in foreign if _is_news(one, world)),
        _messages(before, world),
    )


def _is_news(change: ActivityEntry, world: World) -> bool:
    """Whether a change by others is told: what speaks for itself is not, nor what a trainee has to find."""
    if change.operation.startswith(_TOLD_ELSEWHERE):
        return False
    return not any(one.covers(change.revision) for one in world.table(Planted).values())


def _messages(before: World, world: World) -> tuple[Message, ...]:
    """What an instructor said between two worlds; nearly always the tables are the same."""
    known, now = before.table(Message), world.table(Message)
    return () if known is now else tuple(one for key, one in now.items() if key not in known)


def _of_event(event: Event) -> Notice:
    tone: Tone = "success" if event.ok else "error"
    if event.skipped:
        tone = "info"
    elif event.ok and "warning" in event.kind:
        tone = "warning"
    return Notice(
        event.subject,
        event.text,
        tone,
        event.at,
        resource=event.resource,
        route="" if event.resource else "jobs",
    )


def _of_message(message: Message) -> Notice:
    return Notice(message.sender, message.text, "warning", message.sent_at)


def _of_change(change: ActivityEntry) -> Notice:
    text = f"{change.title} {name_of(change.target)}".strip()
    who = called(change.caller) if is_outsider(change.caller) else "Another program"
    return Notice(who, text, "info", change.at, resource=change.target, route="activity")
