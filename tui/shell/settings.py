"""What the user chose for the program itself, kept in the user's configuration directory."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from platformdirs import user_config_path


class Settings(msgspec.Struct, frozen=True):
    """`theme` is a theme's name, "" for our own; fields of later versions are left out when read."""

    theme: str = ""


def settings_path() -> Path:
    """Where they are kept."""
    return user_config_path("certblade", appauthor=False) / "settings.json"


def read_settings(path: Path) -> Settings:
    """The settings kept there; those of a new user where there is no such file, or none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except (OSError, ValueError, RecursionError):
        return Settings()


def write_settings(path: Path, settings: Settings) -> None:
    """Keep them there, all of them or none; raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(msgspec.json.encode(settings))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
