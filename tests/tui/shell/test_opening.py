"""What the portal opens with: a world, what is left of one, the first screen, or a refusal in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import open_portal
from store.errors import StateError
from store.journal.journal import write_state
from store.operations.simulator.clock import AdvanceClock
from tests.support.worlds import demo_world
from tui.shell.app import PortalApp


def test_a_world_whose_checkpoint_is_gone_is_put_together_as_by_any_command(tmp_path: Path) -> None:
    """The first screen would offer to begin anew, as if there had been no world."""
    path = tmp_path / "state.json"
    write_state(path, demo_world(), replace=False)
    portal = open_portal(path)
    portal.perform(AdvanceClock(by="1h"))
    portal.close(checkpoint=True)
    path.unlink()
    app = PortalApp(path)
    assert app.has_portal and app.portal.world.revision == portal.world.revision
    (told,) = app.portal.warnings
    assert told.startswith(f"{path} was missing. The world was put together again")
    app.portal.close(checkpoint=False)


def test_where_there_is_no_world_the_first_screen_asks_and_nothing_is_made(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "nowhere.json")
    for path in (tmp_path / "none.json", tmp_path / "no" / "folder" / "state.json", link):
        assert not PortalApp(path).has_portal
    assert list(tmp_path.iterdir()) == [link]


def test_a_path_that_can_be_no_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StateError) as caught:
        PortalApp(tmp_path / ("x" * 300))
    assert caught.value.code == "StateUnreadable"
    assert "File name too long" in caught.value.message
