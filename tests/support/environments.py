"""Environments of their own for what only some checks need: made where missing, and kept."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path


def prepare(home: Path, packages: tuple[str, ...]) -> Path:
    """Make the environment, unless it has these packages already; returns its interpreter."""
    python = home / "bin" / "python"
    wanted = [str(python), "-m", "pip", "install", "--disable-pip-version-check", *packages]
    if python.exists():
        # A quiet pip would not say what it would do.
        tried = [*wanted, "--dry-run", "--no-deps"]
        found = subprocess.run(tried, capture_output=True, check=False, text=True)
        if found.returncode == 0 and "Would install" not in found.stdout:
            return python
    else:
        venv.create(home, with_pip=True)
    subprocess.run([*wanted, "--quiet"], check=True)
    return python
