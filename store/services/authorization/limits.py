"""Numbers of access control, locks and the Activity log that are the same in every year.

Sources: "Lock your resources to protect your infrastructure" (Azure docs, 2024), "Azure Monitor activity log"
(Azure docs, 2024).
"""

from __future__ import annotations

#: Characters of a lock's notes ("Management Locks - Create Or Update By Scope", Azure REST API, 2020).
LONGEST_LOCK_NOTES = 512
#: Characters of a user's name in the simulated directory (chosen).
LONGEST_PRINCIPAL_NAME = 120
#: Characters of a subscription's name (chosen).
LONGEST_SUBSCRIPTION_NAME = 64
#: Days for which the Activity log keeps an entry (activity log, 2024).
ACTIVITY_LOG_DAYS = 90
#: The portal's shorter timespans of the Activity log, in hours ("Azure Monitor activity log", 2024).
ACTIVITY_LOG_SPAN_HOURS = (168, 24, 6)
