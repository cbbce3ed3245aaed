"""Every page of a world whose texts attack the terminal, opened by the real program on a real terminal.

python -m tests.support.hostile_tour STATE: writes the names of the routes it opened beside the state.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from store.journal.in_memory import MemoryJournal
from store.journal.journal import write_state
from store.operations.arguments import File
from store.operations.web.public_certificates import UploadPublicCertificate
from store.portal import Portal
from store.resources import TABLES, Site
from store.world import World
from store.worlds import begin
from tests.support.cloud_services import with_cloud_service
from tests.support.path_cases import certificate
from tui.navigation.routes import HOMES, ROUTES
from tui.shell.app import PortalApp
from tui.shell.frame import Frame
from tui.widgets.focus import displayed
from tui.widgets.input import Input
from tui.widgets.table import Table
from tui.work.settling import finished

#: ESC with a CSI, OSC 52, C1, bidirectional and zero-width controls, line ends and markup, in lower case as
#: ids are compared so; no `/`, which parts an id.
_IN_NAMES = "\x1b[31m\x1b]52;c;ahk=\x07\x9b2j\u202e\u200b\r\n\x08[@click=app.quit][b]$text"
#: What stands in texts that are no part of an id.
_IN_TEXTS = f"{_IN_NAMES}[/x][/]\x1b[2J\x1bPq\x1b\\"
_TEXTS = frozenset(("notes", "displayName", "title", "message", "result", "subject", "text", "note", "body"))

#: What stands in the subject of a real certificate, of 64 characters at most.
_IN_CERTIFICATES = "a\x1b[7mMARK\x1b[0m\x9b2j\u202e\u200b[b]$text"

#: Prefix of a route → the ARM type whose resources it is opened for, beside those with a home.
_OTHERS = {
    "project": "_projects",
    "secret": "microsoft.keyvault/vaults/secrets",
    "secret.version": "microsoft.keyvault/vaults/secrets/versions",
    "locks": "microsoft.resources/resourcegroups",
    "vault_create": "microsoft.certificateregistration/certificateorders",
    "resource.json": "microsoft.certificateregistration/certificateorders",
}


def hostile_world() -> World:
    """The demo with every name and every free text turned hostile, references included."""
    world = with_cloud_service(_with_certificates(begin("demo", keys="ec")))
    tables = {}
    for name, documents in world.tables.items():
        kind = TABLES[name]
        made = [msgspec.convert(_hostile(msgspec.to_builtins(one)), kind) for one in documents.values()]
        tables[name] = {one.key: one for one in made}
    return World(tables, world.revision)


def _with_certificates(world: World) -> World:
    """The world with a real certificate, its names hostile, in an app."""
    portal = Portal(MemoryJournal(world))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "hostile.cer"
        file.write_bytes(certificate(_IN_CERTIFICATES, _IN_CERTIFICATES))
        site = next(world.all(Site)).id
        portal.perform(UploadPublicCertificate(site=site, name="hostile", file=File(file)))
    return portal.world


def _hostile(value: Any, field: str = "") -> Any:
    if isinstance(value, dict):
        changed = {_hostile(key): _hostile(one, key) for key, one in value.items()}
        return changed | {"tags": {_IN_TEXTS: _IN_TEXTS}} if "tags" in value else changed
    if isinstance(value, list | tuple):
        return [_hostile(one) for one in value]
    if not isinstance(value, str):
        return value
    named = _renamed(value)
    return named + _IN_TEXTS if field in _TEXTS and value else named


def _renamed(text: str) -> str:
    for name in ("contoso", "Contoso", "rg-", "shop", "plan-"):
        text = text.replace(name, f"{name[:2]}{_IN_NAMES}{name[2:]}")
    return text


def places(world: World) -> Iterator[tuple[str, str]]:
    """Every route with each resource it may be opened for."""
    types = {route.partition(".")[0]: kind for kind, route in HOMES.items()} | _OTHERS
    tables = {name.lower(): documents for name, documents in world.tables.items()}
    for route, known in ROUTES.items():
        kind = types.get(route) or types.get(route.partition(".")[0])
        if known.listed or kind is None:
            yield route, ""
        else:
            yield from ((route, one.id) for one in tables.get(kind, {}).values())


class Tour(PortalApp):
    """Opens each page with its help and every dialog it leads to, types into every field, and ends."""

    fields = 0

    def on_ready(self) -> None:
        self.dialogs: set[str] = set()
        self.run_worker(self._walk(), group="tour")

    async def _walk(self) -> None:
        opened: list[str] = []
        toured: list[tuple[str, str]] = []
        unseen: list[str] = []
        for route, resource in places(self.portal.world):
            self.go(route, resource)
            await self._rest()
            frame = self.frame
            assert frame is not None
            shown = frame.journey.here.route if self.screen is frame else route
            opened.append(shown)
            if self.focused is not None and not displayed(self.focused):
                unseen.append(f"{shown}: {self.focused}")
            if self.screen is frame:
                await self._over("help")
                if shown not in dict(toured):
                    await self._dialogs(frame, route, resource)
            toured.append((shown, resource))
            self._uncover(frame)
        for hostile in (_IN_NAMES, _IN_TEXTS):
            self.say(hostile, hostile, "error", code=hostile, repair=hostile)
        for action in ("notices", "go_to", "era"):
            await self._over(action)
        self.path.with_suffix(".unseen").write_text("\n".join(unseen), encoding="utf-8")
        self.path.with_suffix(".opened").write_text("\n".join(opened), encoding="utf-8")
        typed = [*sorted(self.dialogs), str(self.fields)]
        self.path.with_suffix(".dialogs").write_text("\n".join(typed), encoding="utf-8")
        self.exit()

    async def _dialogs(self, frame: Frame, route: str, resource: str) -> None:
        """Open what the page's verbs and rows open, one after the other, and type into the fields there."""
        blade = frame.blade
        assert blade is not None
        await self._type()
        asking = [verb.name for verb in blade.verbs() if verb.action is not None]
        for name in (*asking, *range(len(blade.query(Table)))):
            if frame.blade is not blade:
                self.go(route, resource, fresh=True)
                await self._rest()
                if (blade := frame.blade) is None:
                    return
            if isinstance(name, int):
                blade.query(Table)[name].action_open()
            else:
                for verb in [one for one in blade.verbs() if one.name == name]:
                    blade.press(verb)
            await self._rest()
            if self.screen is not frame:
                self.dialogs.add(type(self.screen).__name__)
                await self._type()
            self._uncover(frame)

    async def _type(self) -> None:
        """Type at the end of every field that is shown, after what stands there."""
        for field in self.screen.query(Input):
            field.focus()
            # A field that is full, or takes digits only, would ring the bell.
            if not field.max_length or len(field.value) < field.max_length:
                field.insert("1", len(field.value))
            self.fields += 1
        await self._rest()

    async def _over(self, action: str) -> None:
        """Open something over the page, and close it."""
        frame = self.frame
        assert frame is not None
        await frame.run_action(f"screen.{action}")
        await self._rest()
        self._uncover(frame)

    async def _rest(self) -> None:
        """Until what was asked for is drawn."""
        await finished([worker for worker in self.workers if worker.group != "tour"])
        await asyncio.sleep(0.08)


def main() -> None:
    """Make the world at the path named, then show it."""
    state = Path(sys.argv[1]).absolute()
    write_state(state, hostile_world(), replace=False)
    # What pages save goes beside the state.
    os.chdir(state.parent)
    app = Tour(state)
    app.run()
    sys.exit(app.return_code or 0)


if __name__ == "__main__":
    main()
