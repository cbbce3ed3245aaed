"""Overview of a cloud service: warnings before a certificate ends, its role instances and their clients."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from store.arm import arm
from store.drift.cloud_services import InstanceDrift
from store.jobs.upcoming import upcoming_of
from store.operations.compute.cloud_services import DeleteCloudService
from store.resources import Subscription, group_of, name_of, subscription_of
from store.services.compute.instances import instances_of
from store.services.compute.offer import retirement_notice
from store.services.regions import region_name
from tui.blades.base import refresh_verb
from tui.blades.cloud_services.base import CloudServiceBlade
from tui.blades.cloud_services.words import (
    client_line,
    installed,
    service_state,
    still_serving,
    until,
    update_sentence,
)
from tui.dialogs.confirm import confirm
from tui.dialogs.read_text import ReadText
from tui.navigation.verbs import opens, verb
from tui.text.agenda import event_lines
from tui.text.cells import cell
from tui.text.status import Fact, muted, nothing, status
from tui.widgets.columns import Cells, Column
from tui.widgets.section import Banner, Essentials, Notes, Section
from tui.widgets.table import Table

if TYPE_CHECKING:
    from datetime import datetime

    from store import World
    from store.drift.cloud_services import EntryDrift

#: Coming events that are shown.
_NEXT = 3
#: Cells of the page from which it shows all facts, and those it shows below.
_WIDE, _NARROW = 88, ("Status", "Roles", "Key vault")


class CloudServiceOverview(CloudServiceBlade):
    """The service's first page."""

    COPIES = "Copy thumbprint"
    PERFORMS = ("DeleteCloudService",)
    HELP_TEXT = (
        "Role instances install the certificates of the service configuration when they restart. An update "
        "restarts one update domain after another, so that the others go on serving. A certificate that was "
        "renewed in the key vault changes nothing here until the configuration has its thumbprint."
    )

    configuration = opens("o", "Open configuration", "cloud_service.configuration")
    refresh_world = refresh_verb

    @verb("v", "JSON View", "As Azure Resource Manager shows it")
    def show_json(self) -> None:
        """The service as JSON."""
        shown = json.dumps(arm(self.world, self.service), indent=2, ensure_ascii=False)
        self.app.push_screen(ReadText("Resource JSON", shown))

    @verb("d", "Delete")
    def delete(self) -> None:
        """Delete, after a question that counts the instances."""
        count = len(instances_of(self.world, self.resource))
        lines = (cell(self.service.name, "bold $text"), muted(f"Role instances that go with it: {count}."))
        confirm(self.host, "Delete cloud service", self.deletion(), *lines)

    @delete.operation
    def deletion(self) -> DeleteCloudService:
        return DeleteCloudService(service=self.resource)

    def content(self) -> ComposeResult:
        yield Banner(id="retirement")
        yield Banner(id="state")
        yield Banner(id="update")
        yield Section("Essentials", Essentials())
        with Section("Role instances"):
            yield Table(
                Column("INSTANCE", 18, least=14, grow=True),
                Column("STATE", 11),
                Column("UD", 2, right=True),
                Column("CERTIFICATE", 13, leaves=1),
                Column("THUMBPRINT", 16, least=12),
                Column("EXPIRES", 18, least=10),
                empty=muted("There are no role instances."),
            )
        yield Section("What clients get", Notes(id="clients"))
        yield Section("What happens next", Notes(id="next"))

    def refresh_view(self, world: World) -> None:
        drift = self.drift()
        self._show_banners(world)
        self._show_facts(world)
        rows = {
            f"{one.name}/{entry.name}": _row(world.now, entry, one)
            for entry in drift.entries
            for one in entry.instances
        }
        self.query_one(Table).show(rows or _bare_rows(world, self.resource))
        lines = [client_line(entry) for entry in drift.entries]
        self.query_one("#clients", Notes).show(*(lines or [muted("No role has a certificate.")]))
        self._show_next(world)

    def on_resize(self, _: events.Resize) -> None:
        if self._drawn_revision >= 0:
            self._show_facts(self.world)

    def _show_facts(self, world: World) -> None:
        left, right = _facts(world, self)
        if self.size.width >= _WIDE:
            self.query_one(Essentials).show(left, right)
        else:
            # On a narrow page the role instances are to be in sight.
            self.query_one(Essentials).show([fact for fact in (*left, *right) if fact[0] in _NARROW])

    def _show_banners(self, world: World) -> None:
        state = service_state(world, self.service, self.drift())
        retirement, banner, update = (
            self.query_one(f"#{id}", Banner) for id in ("retirement", "state", "update")
        )
        notice, under_way = retirement_notice(world), update_sentence(world, self.service)
        if notice:
            retirement.show("error" if state.word == "Retired" else "warning", "Retirement:", notice)
        else:
            retirement.hide()
        if state.tone in ("warning", "error") and state.sentence:
            banner.show(state.tone, f"{state.word}:", state.sentence, "o", "Configuration")
        else:
            banner.hide()
        if under_way:
            update.show("time", "Updating:", f"{under_way} {still_serving(self.drift())}")
        else:
            update.hide()

    def _show_next(self, world: World) -> None:
        self.query_one("#next", Notes).show(
            *event_lines(world.now, upcoming_of(world, self.resource, _NEXT), subjects=False)
        )

    def copy_text(self) -> str:
        name, _, certificate = self.query_one(Table).cursor_key.partition("/")
        found = (
            one.thumbprint
            for entry in self.drift().entries
            for one in entry.instances
            if (one.name, entry.name) == (name, certificate)
        )
        return next(found, "")


def _row(now: datetime, entry: EntryDrift, one: InstanceDrift) -> Cells:
    state = status("Started", "success") if one.started else status("Starting", "time")
    return (
        cell(one.name, "$text"),
        state,
        muted(one.domain),
        cell(entry.name),
        installed(one.thumbprint, equal=one.equal),
        until(now, one.not_after),
    )


def _bare_rows(world: World, service: str) -> dict[str, Cells]:
    """The instances of roles without certificates."""
    return {
        one.name: (
            cell(one.name, "$text"),
            status(one.properties.state, "success" if one.started else "time"),
            muted(one.properties.update_domain),
            nothing(),
            nothing(),
            nothing(),
        )
        for one in instances_of(world, service)
    }


def _facts(world: World, blade: CloudServiceOverview) -> tuple[list[Fact], list[Fact]]:
    service = blade.service
    kept = service.properties
    payer = world.get(Subscription, subscription_of(service.id))
    vaults = [name_of(group.source_vault.id) for group in kept.os_profile.secrets]
    roles = [f"{role.name} × {role.sku.capacity}" for role in kept.role_profile.roles]
    state = status(kept.provisioning_state, "success" if kept.provisioning_state == "Succeeded" else "time")
    package = name_of(kept.package_url.partition("?")[0])
    left = [
        ("Resource group", cell(name_of(group_of(service.id)))),
        ("Status", state),
        ("Location", cell(region_name(service.location))),
        ("Subscription", cell(payer.properties.display_name) if payer else nothing()),
    ]
    right = [
        ("Roles", cell(", ".join(roles))),
        ("Package", cell(package)),
        ("Key vault", cell(", ".join(vaults)) if vaults else nothing()),
        ("Update mode", cell(kept.upgrade_mode)),
    ]
    return left, right
