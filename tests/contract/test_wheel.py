"""The wheel: built, installed where nothing of the checkout is, and used from an empty folder."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: What a wheel is built of.
_SOURCES = ("store", "tui", "pyproject.toml", "README.md", "LICENSE")


def _run(*words: str | Path, cwd: Path) -> str:
    ran = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=280, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.slow
def test_an_installed_wheel_works_from_an_empty_folder(tmp_path: Path) -> None:
    # setuptools leaves its workshop beside the sources, so it gets a copy of them.
    source = tmp_path / "source"
    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *_SOURCES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in files:
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", source, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("certblade-*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    bin_ = tmp_path / "venv" / "bin"
    _run(bin_ / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    bare = tmp_path / "nowhere"
    bare.mkdir()
    state = tmp_path / "state.json"
    _run(bin_ / "certblade", "new", "--world", "walk", "--keys", "ec", "--state", state, cwd=bare)
    assert "contoso-app" in _run(bin_ / "certblade", "list", "--state", state, cwd=bare)
    assert (tmp_path / "venv" / "share" / "man" / "man1" / "certblade.1").is_file()
    assert "walk-five-minutes" in _run(bin_ / "certblade", "scenario", "list", cwd=bare)
    seeded = (bin_ / "certblade", "new", "--world", "demo", "--seed", "3", "--replace", "--state", state)
    assert "demo keys" in _run(*seeded, cwd=bare)
    shown = _run(bin_ / "python", "-c", _PORTAL, state, cwd=bare)
    assert "App Service Certificates" in shown
    assert list(bare.iterdir()) == []


#: The portal without a terminal: its styles and its first page are there.
_PORTAL = """
import asyncio, sys
from pathlib import Path
from tui.shell.app import PortalApp

async def look():
    app = PortalApp(Path(sys.argv[1]))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        for line in app.screen._compositor.render_strips():
            print("".join(cell.text for cell in line))

asyncio.run(look())
"""
