"""Numbers of cloud services (extended support).

Days and minutes are simulated time, UTC. Where no document says a number, the simulation chose it.
"""

from __future__ import annotations

#: Minutes for which the instances of an update domain restart (chosen).
RESTART_MINUTES = 4
#: Days before a certificate ends at which the service warns (chosen; those of App Service Certificates).
EXPIRY_WARNING_DAYS = (30, 7, 1)
#: Days before retirement from which pages say so (chosen).
RETIREMENT_NOTICE_DAYS = 365
#: Days for which Publish signs the URL of the package it uploads (chosen).
PUBLISH_SAS_DAYS = 1
