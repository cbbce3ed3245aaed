"""What puts a class behind a browser: ttyd for the terminals, tmux to keep them, nginx for TLS and logins.

certblade serves nothing itself. ttyd runs one terminal a browser tab; tmux keeps what it shows while no tab
is open; nginx is the only way to it: it asks for a password, and tells ttyd who logged in. The files name no
secret, and listen on this machine alone until `listen` in nginx.conf is changed.
Sources: the manual pages of ttyd (1.7) and tmux (3.3); "Module ngx_http_auth_basic_module" and "WebSocket
proxying" (nginx documentation); "Standalone server proxies" (jupyter-server-proxy documentation).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from shlex import join

from store.classes.limits import SERVE

#: Trainees' terminals at a time; ttyd refuses more.
MOST_TERMINALS = 60

#: The files, with their modes; each is made of a template beside this module.
MODES = {
    "README.txt": 0o600,
    "start.sh": 0o700,
    "passwords.sh": 0o700,
    "accounts.sh": 0o700,
    "trainee.sh": 0o700,
    "tmux.conf": 0o600,
    "nginx.conf": 0o600,
    "clipboard.js": 0o600,
    "jupyterhub_config.py": 0o600,
    "jupyter_server_config.py": 0o600,
}


def serve_folder(folder: Path) -> Path:
    """Where the files of the recipe lie."""
    return folder / SERVE


def recipe(folder: Path, program: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Name → text and mode of each file, for the class in `folder` (absolute).

    `program` is what starts certblade, as words of a command line.
    """
    words = {
        "@folder@": (str(folder),),
        "@serve@": (str(serve_folder(folder)),),
        "@program@": program,
        "@most@": (str(MOST_TERMINALS),),
    }
    return {name: (_filled(name, words), mode) for name, mode in MODES.items()}


def _filled(name: str, words: Mapping[str, Sequence[str]]) -> str:
    text = files("store").joinpath("classes", "serve", f"{name}.in").read_text("utf-8")
    for word, value in words.items():
        text = text.replace(word, ", ".join(map(repr, value)) if name.endswith(".py") else join(value))
    return text
