"""SHA-1 and SHA-256 of short texts, by Python's own implementation.

`hashlib` reads OpenSSL first: a millisecond and 4 MiB, which a start does not owe for one text. The standard
library's `random` takes its digest in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["sha1", "sha256"]

if TYPE_CHECKING:
    from hashlib import sha1, sha256
else:
    try:
        from _sha1 import sha1
    except ImportError:
        from hashlib import sha1
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            # Its name before Python 3.12.
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256
