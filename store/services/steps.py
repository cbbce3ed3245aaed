"""The way to each step of Certificate Configuration, as the portal's menu names it.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022). Errors and next steps of every service name
these places.
"""

from __future__ import annotations

PAGE = "Certificate Configuration"
STORE_TITLE, VERIFY_TITLE, ASSIGN_TITLE = "Step 1: Store", "Step 2: Verify", "Step 3: Assign"

STORE = f"{PAGE} > {STORE_TITLE}"
VERIFY = f"{PAGE} > {VERIFY_TITLE}"
#: Where the CA is asked about an order it flagged for possible fraud.
EMAIL_INSTRUCTIONS = f"{VERIFY} > Email Instructions"
