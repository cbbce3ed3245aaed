"""The settings file, `settings.json` in the user's configuration directory."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from platformdirs import user_config_path

from store.errors import StateError
from store.files.durable import open_regular
from tui.settings import FIELDS

#: Octets of the file at most.
_LARGEST = 1024 * 1024


class Settings(msgspec.Struct, frozen=True):
    """`theme` is a theme's name, "" for our own; `keys` gives keys by their ids.

    `read_only` asks the program to write nothing of a world.
    `problems` says in sentences what in the file means nothing; the rest of it holds all the same.
    """

    theme: str = ""
    keys: Mapping[str, str] = {}
    read_only: bool = False
    problems: tuple[str, ...] = ()


def settings_path() -> Path:
    """Where they are kept."""
    return user_config_path("certblade", appauthor=False) / "settings.json"


def read_settings(path: Path) -> Settings:
    """The settings kept there; those of a new user where there is no such file, or none that can be read."""
    try:
        document = _document(path)
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        return Settings(problems=(f"{path.name} cannot be read: {error.strerror}.",))
    except (ValueError, RecursionError):
        return Settings(problems=(f"{path.name} is not a JSON object.",))
    problems = [f"There is no setting '{name}'." for name in document if name not in FIELDS]
    theme, keys = document.get("theme", ""), document.get("keys", {})
    looks = document.get("readOnly", False)
    if not isinstance(looks, bool):
        problems.append("'readOnly' must be true or false; it is taken as true.")
        looks = True
    if not isinstance(theme, str):
        problems.append("'theme' must be the name of a theme.")
        theme = ""
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        problems.append('\'keys\' must be an object such as {"order.rekey.rekey": "f9"}.')
        keys = {}
    return Settings(theme=theme, keys=keys, read_only=looks, problems=tuple(problems))


def _document(path: Path) -> dict[str, Any]:
    try:
        fd = open_regular(path)
    except StateError:
        raise OSError(errno.EINVAL, "It is not a regular file") from None
    try:
        data = os.pread(fd, _LARGEST + 1, 0)
    finally:
        os.close(fd)
    if len(data) > _LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return msgspec.json.decode(data, type=dict[str, Any])


def write_theme(path: Path, theme: str) -> None:
    """Keep the name of a theme there and leave all else in the file as it is; raises `OSError`.

    A file that holds no settings is set aside beside it, under a name that says so.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        document = _document(path)
    except FileNotFoundError:
        document = {}
    except (ValueError, RecursionError):
        document = {}
        path.replace(path.with_name(f"{path.name}.unreadable"))
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(msgspec.json.format(msgspec.json.encode({**document, "theme": theme}), indent=2))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
