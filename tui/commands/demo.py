"""`certblade demo`: a demo world in a file of its own."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import mkdtemp

from store import new_world


def demo_world(arguments: argparse.Namespace) -> Path:
    """Makes the demo in a new directory that only its owner may read, and returns its file."""
    path = Path(mkdtemp(prefix="certblade-demo-")) / "state.json"
    new_world(path, "demo", era=arguments.era)
    return path
