"""Every part of Azure that acts by itself, and the agenda of all of them."""

from __future__ import annotations

from store.jobs.agenda import Agenda
from store.jobs.cloud_services import CloudServices
from store.jobs.events import Source
from store.jobs.managed import Managed
from store.jobs.orders import Orders
from store.jobs.private_certificates import PrivateCertificates
from store.jobs.sync import Sync

SOURCES: tuple[Source, ...] = (Orders(), Sync(), Managed(), CloudServices(), PrivateCertificates())
AGENDA = Agenda(SOURCES)
