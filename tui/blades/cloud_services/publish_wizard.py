"""Publish Azure Application: Visual Studio's wizard, Sign in and then Settings with the key vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Static

from store.operations.compute.publish import PublishCloudService
from store.resources import CloudService, Principal, Project, Vault, group_of, name_of
from tui.blades.cloud_services.package_forms import containers
from tui.dialogs.operation_form import OperationForm
from tui.widgets.actions import ActionRow
from tui.widgets.form import Choice, Field, Option

if TYPE_CHECKING:
    from store import World

_TABS = ("Sign in", "Settings")


class PublishWizard(OperationForm):
    """Two tabs; Next leads from the account to the settings, Publish does it."""

    DOES = "Publish"
    REQUIRED = ("service", "container", "vault")
    FIRST = "#account Choice"

    def __init__(self, world: World, project: Project) -> None:
        super().__init__(f"Publish Azure Application: {project.name}")
        self._project = project
        self._tab = 0
        users = [one for one in world.all(Principal) if not one.app_id]
        self._users = [Option(one.id, one.name) for one in users]
        self._services = [Option(one.id, one.name) for one in world.all(CloudService)]
        self._vaults = [
            Option(one.id, f"{one.name} ({name_of(group_of(one.id))})") for one in world.all(Vault)
        ]
        self._containers = containers(world)

    def content(self) -> ComposeResult:
        yield Static(id="tabs")
        with VerticalGroup(id="sign-in"):
            yield Field("Account", Choice(*self._users, title="Account"), "who publishes", id="account")
        with VerticalGroup(id="settings"):
            yield Field("Cloud service", Choice(*self._services, title="Cloud service"), id="service")
            files = (Option("local", "Local"), Option("cloud", "Cloud"))
            yield Field("Service configuration", Choice(*files, title="Service configuration"), id="file")
            yield Field(
                "Storage", Choice(*self._containers, title="Storage"), "for the package", id="container"
            )
            none = Option("", "Select a key vault")
            yield Field("Key vault", Choice(none, *self._vaults, title="Key vault"), id="vault")

    def on_mount(self) -> None:
        self._show_tab()
        self.query_one("#account Choice", Choice).focus()

    def _show_tab(self) -> None:
        names: list[str | tuple[str, str]] = []
        for place, name in enumerate(_TABS):
            names += [(name, "bold reverse" if place == self._tab else "$text-muted"), "   "]
        self.query_one("#tabs", Static).update(Content.assemble(*names, "\n"))
        self.query_one("#sign-in").display = self._tab == 0
        self.query_one("#settings").display = self._tab == 1
        self.query_one(ActionRow).relabel(_NEXT if self._tab == 0 else self.DOES)
        self.check()

    def check(self) -> None:
        if self._tab == 0:
            self.query_one(ActionRow).wait("")
        else:
            super().check()

    @on(ActionRow.Confirmed)
    def _go_on(self, event: ActionRow.Confirmed) -> None:
        if self._tab == 0:
            event.prevent_default()
            self._tab = 1
            self._show_tab()
            self.query_one("#service Choice", Choice).focus()

    def operation(self) -> PublishCloudService:
        return PublishCloudService(
            project=self._project.id,
            service=self.value("service"),
            container=self.value("container"),
            vault=self.value("vault"),
            configuration="cloud" if self.value("file") == "cloud" else "local",
        )


_NEXT = "Next"
