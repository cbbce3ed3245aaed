"""Building a world the way a person would: operation by operation, at their own simulated moments."""

from __future__ import annotations

from store.journal.in_memory import MemoryJournal
from store.operations.naming import find_id
from store.operations.network.records import AddRecord
from store.operations.operation import Operation
from store.operations.web.hosts import MapHost
from store.operations.web.sites import CreateSite
from store.portal import Portal
from store.resources import Site
from store.world import World


class Building:
    """A world under construction."""

    def __init__(self, world: World) -> None:
        self._portal = Portal(MemoryJournal(world))

    @property
    def world(self) -> World:
        """The world as built so far."""
        return self._portal.world

    def do(self, *operations: Operation) -> None:
        """Perform them in order; raises `AzureError` where one is refused."""
        for operation in operations:
            self._portal.perform(operation)

    def app(self, name: str, plan: str, zone: str, *hosts: str) -> None:
        """A web app with its custom domains: records lead to it and prove its owner, then they are mapped."""
        self.do(CreateSite(name=name, plan=plan))
        site = self.world.need(Site, find_id(self.world, Site, name))
        for host in hosts:
            label = host.removesuffix(zone).removesuffix(".")
            proof = f"asuid.{label}" if label else "asuid"
            self.do(
                AddRecord(zone=zone, type="CNAME", name=label, value=site.default_host)
                if label
                else AddRecord(zone=zone, type="A", value=site.properties.inbound_ip_address),
                AddRecord(
                    zone=zone, type="TXT", name=proof, value=site.properties.custom_domain_verification_id
                ),
                MapHost(site=name, host=host),
            )
