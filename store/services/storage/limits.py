"""Numbers of storage.

Sources: "Create a service SAS" (Azure Storage REST API reference, 2023).
"""

from __future__ import annotations

#: Version of the signing rules.
SAS_VERSION = "2020-12-06"
#: Fewest and most days for which the form signs a URL, and what it proposes (chosen).
SAS_DAYS, SAS_DAYS_PROPOSED = (1, 365), 7
