"""What the user chose for the program itself: the settings file, and the keys it may change."""

from __future__ import annotations

from collections.abc import Mapping

#: Every setting and what it says.
FIELDS: Mapping[str, str] = {
    "theme": "the name of a theme, as the palette's Theme lists them; without it portal-dark",
    "keys": 'other keys: {"order.rekey.rekey": "f9"}; `certblade keys` lists the ids',
}
