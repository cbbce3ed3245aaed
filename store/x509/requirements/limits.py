"""Numbers of certificate files that are the same in every year.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), private certificate requirements.
"""

from __future__ import annotations

#: Bits of the smallest RSA key that App Service takes.
SMALLEST_RSA = 2048
