"""A document in the user's own editor: what comes back is judged as if it had been edited in place."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store.journal.journal import write_state
from store.resources import Site
from tests.support.desk import Desk, at_desk
from tests.support.terminal import Terminal, terminal
from tests.support.worlds import demo_world
from tui.blades.explorer.page import ResourceExplorer
from tui.widgets.json_area import JsonArea

Editor = Callable[[str], None]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Makes these lines of a shell the editor; "$1" is the file."""
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setenv("TMPDIR", str(aside))
    monkeypatch.setattr("tempfile.tempdir", str(aside))
    monkeypatch.delenv("VISUAL", raising=False)

    def set_editor(lines: str) -> None:
        script = tmp_path / "my editor"
        script.write_text(f"#!/bin/sh\n{lines}\n")
        script.chmod(0o700)
        monkeypatch.setenv("EDITOR", f"'{script}'")

    return set_editor


def area(desk: Desk) -> JsonArea:
    return desk.app.screen.query_one(JsonArea)


def said(desk: Desk) -> str:
    """What the toasts say, however their lines are broken."""
    return " ".join(one.message for one in desk.app._notifications)


async def ended(desk: Desk) -> None:
    """Wait for the editor, and for what follows."""
    await desk.until(lambda: not any(one.group == "editor" for one in desk.app.workers))
    await desk.press()


async def test_what_the_editor_wrote_is_put_and_nothing_stays_beside(tmp_path: Path, editor: Editor) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json", (80, 24)) as desk:
        editor(f'stat -c %a "$1" > \'{tmp_path}/mode\'; sed -i \'s/"1.2"/"1.1"/\' "$1"; cp "$1" "$1~"')
        await desk.open("resource.json", "contoso-app")
        assert "E Editor" in desk.screen
        # Somebody else changes another property meanwhile.
        await desk.press("E")
        await desk.do("SetHttpsOnly", site="contoso-app", enabled=True)
        await ended(desk)
        site = next(desk.world.all(Site)).properties
        assert site.https_only and site.site_config.min_tls_version == "1.1"
        assert area(desk).read_only and '"minTlsVersion": "1.1"' in area(desk).text
        assert (tmp_path / "mode").read_text() == "600\n"
        assert not list((tmp_path / "aside").iterdir())


#: What an editor does, and what is said of it; nothing is written then.
REFUSED = (
    ('sed -i \'s/"httpsOnly": false/"httpsOnly": "no"/\' "$1"', "httpsOnly: Expected `bool`", True),
    ('sed -i \'s/"Running",/"Running"/\' "$1"', "Expecting ',' delimiter", True),
    ("printf '\\033[31mred' >> \"$1\"", "Extra data", True),
    ("printf '{\\377}' > \"$1\"", "The text is not UTF-8: byte 1 is none of it.", False),
    ('head -c 1100000 /dev/zero > "$1"', "The text has more than 1,048,576 bytes.", False),
    ('rm "$1"', "What the editor left cannot be read: No such file or directory.", False),
    ('rm "$1"; mkfifo "$1"', "The editor left no file.", False),
    ("exit 3", "The editor ended with status 3: nothing was taken over.", False),
    ("kill -9 $$", "The editor ended by signal 9: nothing was taken over.", False),
    ("true", "The text was left as it is.", False),
)


async def test_what_cannot_be_taken_over_is_said_and_the_world_is_as_it_was(
    tmp_path: Path, editor: Editor
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("resource.json", "contoso-app")
        page = desk.app.screen.query_one(ResourceExplorer)
        before = desk.world
        for lines, told, stays in REFUSED:
            editor(lines)
            await desk.press("E")
            await ended(desk)
            assert told in said(desk)
            assert desk.world is before
            assert not list((tmp_path / "aside").iterdir())
            assert page.pane.writing is stays, "what was refused by the cloud is mended in place"
            assert "\x1b" not in area(desk).text
            if stays:
                page.press(page.toggle_mode)
            await desk.undisturbed()


async def test_a_page_to_read_is_opened_to_be_read(tmp_path: Path, editor: Editor) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        mode = tmp_path / "mode"
        editor(f'stat -c %a "$1" > \'{mode}\'; chmod 600 "$1"; echo more >> "$1"')
        await desk.open("order.template", "contosocert")
        await desk.press("E")
        await ended(desk)
        assert mode.read_text() == "400\n"
        assert "What this page shows cannot be changed: nothing was taken over." in said(desk)
        await desk.press("v")
        assert "E Editor" in desk.screen.splitlines()[-1]
        await desk.press("escape")
        await desk.open("certificates")
        assert "E Editor" not in desk.screen


async def test_where_there_is_no_editor_it_is_said(
    tmp_path: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        await desk.open("order.template", "contosocert")
        for value, told in (
            ("", "No editor is named. Set VISUAL or EDITOR, such as EDITOR=vim, and start again."),
            ("vi 'unended", "EDITOR cannot be read as a command"),
            (
                "no-such-editor -f",
                "The editor 'no-such-editor' cannot be started: No such file or directory.",
            ),
            (str(tmp_path), "cannot be started: Permission denied."),
        ):
            monkeypatch.setenv("EDITOR", value)
            await desk.press("E")
            await ended(desk)
            assert told in said(desk)
        monkeypatch.setattr(type(desk.app), "is_web", True)
        await desk.press("E")
        assert desk.sees("A browser has no terminal for an editor to be in.")


async def test_the_edited_text_is_kept_where_its_page_has_gone(
    tmp_path: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    go = tmp_path / "go"
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        editor(f"while [ ! -e '{go}' ]; do sleep 0.02; done; echo mine >> \"$1\"")
        await desk.open("resource.json", "contoso.com")
        await desk.pilot.press("E")
        assert await desk.until(lambda: any(one.group == "editor" for one in desk.app.workers))
        desk.app.go("certificates", fresh=True)
        assert await desk.until(lambda: not desk.app.screen.query(ResourceExplorer))
        go.touch()
        await ended(desk)
        kept = tmp_path / "certblade-contoso.com.json"
        assert await desk.until(kept.exists)
        assert kept.read_text().endswith("mine")
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@contextmanager
def asked_for(state: Path) -> Iterator[Terminal]:
    """The portal on a terminal, with a document for which the editor has just been asked."""
    write_state(state, demo_world(), replace=False)
    with terminal("-m", "tui", "--state", str(state), size=(100, 30)) as run:
        assert run.sees("contosocert")
        run.send(b"J")
        assert run.sees("Resource Explorer") and run.sees(" bytes")
        run.send(b"E")
        yield run


def test_the_terminal_is_the_editors_and_then_the_portals_again(tmp_path: Path, editor: Editor) -> None:
    editor("trap 'echo STOPPED; exit 0' INT; echo READY; while :; do sleep 0.05; done")
    with asked_for(tmp_path / "state.json") as run:
        assert run.sees("READY")
        run.send(b"\x03")
        assert run.sees("STOPPED") and run.sees("The text was left as it is.")
        run.send(b"?")
        assert run.sees("The document in your own editor")
        run.send(b"?")
        again = time.monotonic() + 30
        while run.shown.count("READY") < 2 and time.monotonic() < again:
            # Until the help has closed it takes the key.
            run.send(b"E")
            time.sleep(0.5)
        assert run.shown.count("READY") == 2
        run.signal(signal.SIGTERM)
        assert run.ends(30) == 128 + signal.SIGTERM
        assert run.left_on() == []
    assert not list((tmp_path / "aside").iterdir())


def test_an_editor_that_cannot_be_started_leaves_the_portal_its_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    with asked_for(tmp_path / "state.json") as run:
        assert run.sees("editor' cannot")
        run.send(b"\x11")
        assert run.ends(10) == 0
        assert run.left_on() == []


def test_an_editor_that_does_not_end_is_ended_when_the_portal_is(tmp_path: Path, editor: Editor) -> None:
    """It would go on reading from the terminal, beside the shell."""
    editor("trap '' TERM HUP; printf '\\033[?1002h'; echo READY $$ END; while :; do sleep 0.05; done")
    with asked_for(tmp_path / "state.json") as run:
        assert run.sees(" END")
        pid = int(run.shown.partition("READY ")[2].split()[0])
        run.signal(signal.SIGTERM)
        assert run.ends(10) == 128 + signal.SIGTERM
        assert run.left_on() == []
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
