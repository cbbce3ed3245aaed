"""The details of a private certificate."""

from __future__ import annotations

from pathlib import Path

from store.resources import WebCertificate
from tests.support.desk import at_desk
from tests.support.worlds import demo_world
from tui.blades.apps.host_words import revocation_words


async def test_a_certificate_that_its_ca_will_revoke_says_when(tmp_path: Path) -> None:
    async with at_desk(demo_world(), tmp_path / "state.json") as desk:
        world = desk.world
        words = {one.id: revocation_words(world, one.thumbprint) for one in world.all(WebCertificate)}
        for certificate, soon in words.items():
            desk.app.go("certificate.overview", certificate, fresh=True)
            await desk.undisturbed()
            assert ("revoked in 2 d" in desk.text) is bool(soon)
        assert set(words.values()) == {"", "revoked in 2 d"}
