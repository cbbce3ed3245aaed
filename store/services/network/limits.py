"""Numbers of DNS that are the same in every year.

Sources: RFC 1035 (sizes), RFC 2181 (TTL), "Overview of DNS zones and records" (Azure docs, 2024).
"""

from __future__ import annotations

#: Characters of one string of a TXT record (RFC 1035).
LONGEST_TEXT = 255
#: Seconds of the longest time to live (RFC 2181).
LONGEST_TTL = 2**31 - 1
