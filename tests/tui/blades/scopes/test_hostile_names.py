"""Sentences of a scope's pages that name what it stands for: names are shown, whatever they are."""

from __future__ import annotations

from pathlib import Path

from store.resources import Vault
from tests.support.desk import at_desk
from tests.support.hostile_tour import hostile_world


async def test_the_sentence_about_a_vault_shows_its_name_as_text(tmp_path: Path) -> None:
    async with at_desk(hostile_world(), tmp_path / "state.json") as desk:
        vault = next(desk.world.all(Vault))
        desk.app.go("vault.iam", vault.id)
        await desk.press("down")
        assert "decide" in desk.text and "[b]$text" in desk.text
        assert desk.screen.replace("\n", "").isprintable()
