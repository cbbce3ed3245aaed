"""What the user chose for the program itself: the settings file, and the keys it may change."""

from __future__ import annotations

import os
from collections.abc import Mapping

#: The variable of the environment that asks for nothing to be written.
READ_ONLY = "CERTBLADE_READ_ONLY"
#: How what is only looked at can be changed.
WITHOUT = f"Without --read-only, {READ_ONLY} and readOnly in settings.json it can be changed."
#: Every setting and what it says.
FIELDS: Mapping[str, str] = {
    "theme": "the name of a theme, as the palette's Theme lists them; without it portal-dark",
    "readOnly": "true: only look, as --read-only; --no-read-only is stronger",
    "keys": 'other keys: {"order.rekey.rekey": "f9"}; `certblade keys` lists the ids',
}


def asked_to_look(option: bool | None) -> bool | None:
    """Whether to write nothing, by the option of the command line, else by the environment.

    None where neither says so: then the settings file does.
    """
    return True if option is None and os.environ.get(READ_ONLY) else option
