"""Secret Version: its dates and settings, where it is found, and Download as a certificate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from store.operations.key_vault.secrets import SetSecretVersion
from store.resources import SecretVersion as Version
from store.resources import name_of
from store.services.key_vault.secrets import secret_identifier
from tui.blades.base import refresh_verb
from tui.blades.vaults.base import SecretBlade
from tui.dialogs.protect_file import download
from tui.navigation.verbs import performs, verb
from tui.text.moments import moment_of
from tui.text.secret_words import download_of, secret_of, version_facts
from tui.text.signs import SIGNS
from tui.text.status import minute
from tui.widgets.actions import Push
from tui.widgets.form import Field, Option, Toggle
from tui.widgets.input import Input
from tui.widgets.section import Banner, Essentials, Section

if TYPE_CHECKING:
    from store import World

_YES, _NO = Option("yes", "Yes"), Option("no", "No")
_UNCHANGED = "Save waits for a change."
_UNMANAGED = (
    "It follows no renewal or rekey, and its password is empty: App Service refuses it until you set one. "
    "Prefer the Key Vault API to a file on disk."
)


class SecretVersion(SecretBlade):
    """Settings wait in the fields until Save; everything else shows the world."""

    RESOURCE = Version
    COPIES = "Copy secret identifier"
    PERFORMS = ("ExportCertificate", "ProtectExport", "SetSecretVersion")
    HELP_TEXT = (
        "A disabled version gives out nothing, and where it is the newest no older one takes its place: App "
        "Service keeps what it has. Download as a certificate writes the PFX without a password."
    )
    DEFAULT_CSS = """
    SecretVersion #enabled { margin: 0; }
    SecretVersion #download { margin: 0 0 1 0; }
    SecretVersion #unmanaged { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "download", "Download as a certificate", id="secret.version.download")
    ]

    @performs("f2", "Save")
    def save(self) -> SetSecretVersion:
        starts, ends, on = self._typed()
        return SetSecretVersion(
            version=self.resource,
            enabled=on == _YES.value,
            activation=moment_of(starts),
            expiration=moment_of(ends),
            no_activation=not starts.strip(),
            no_expiration=not ends.strip(),
        )

    @save.why_not
    def save_waits(self) -> str:
        """What keeps the fields from being saved ("" when nothing does)."""
        if not self.changed():
            return _UNCHANGED
        wrong = [text for text in self._typed()[:2] if text.strip() and moment_of(text) is None]
        return f"'{wrong[0]}' is no date: write 2022-12-24 or 2022-12-24 18:00." if wrong else ""

    @verb("x", "Discard")
    def discard(self) -> None:
        """Put the fields back to what is saved."""
        self._fill(self._saved())

    @discard.why_not
    def _nothing_to_discard(self) -> str:
        return "" if self.changed() else "There is no change to discard."

    refresh_world = refresh_verb

    def __init__(self, resource: str = "") -> None:
        super().__init__(resource)
        self._shown: tuple[str, ...] = ()

    @property
    def version(self) -> Version:
        """The version as it is now; raises `AzureError` ResourceNotFound when it is gone."""
        return self.world.need(Version, self.resource)

    def content(self) -> ComposeResult:
        yield Banner(id="denied")
        yield Section("Properties", Essentials(id="facts"), Essentials(id="across"))
        with Section("Settings"):
            yield Field("Activation date", _date(), "UTC; empty for none", id="activation")
            yield Field("Expiration date", _date(), "UTC; empty for none", id="expiration")
            yield Field("Enabled?", Toggle(_YES, _NO, title="Enabled?"), id="enabled")
        with Section("Secret"):
            yield Push("Download as a certificate", tone="primary", id="download")
            unmanaged = Banner(id="unmanaged")
            yield unmanaged

    def on_mount(self) -> None:
        self.query_one("#unmanaged", Banner).show("warning", "A downloaded copy is unmanaged.", _UNMANAGED)

    def focus_first(self) -> None:
        """The button, not the first field: keys still reach the verbs."""
        self.query_one(Push).focus(scroll_visible=False)

    def title(self) -> str:
        return self.resource.rsplit("/", 1)[-1]

    def subtitle(self) -> str:
        return f"Secret Version {SIGNS.dot} {name_of(secret_of(self.resource))}"

    def refresh_view(self, world: World) -> None:
        if not self.shows(world, secret_of(self.resource)):
            return
        left, right, across = version_facts(world, self.version)
        self.query_one("#facts", Essentials).show(left, right)
        self.query_one("#across", Essentials).show(across)
        saved = self._saved()
        if self._typed() == self._shown or not self._shown:
            self._fill(saved)
        self._shown = saved
        self.query_one(Push).wait(self._download_waits())

    # Settings

    def _saved(self) -> tuple[str, ...]:
        held = self.version.properties.attributes
        return (_text(held.not_before), _text(held.expires), (_YES if held.enabled else _NO).value)

    def _typed(self) -> tuple[str, ...]:
        return tuple(self.query_one(f"#{id}", Field).value for id in ("activation", "expiration", "enabled"))

    def _fill(self, values: tuple[str, ...]) -> None:
        for id, value in zip(("activation", "expiration"), values, strict=False):
            self.query_one(f"#{id} Input", Input).value = value
        self.query_one(Toggle).choose(values[2])

    def changed(self) -> bool:
        """Whether a field differs from what is saved."""
        return self._typed() != self._saved()

    def on_input_changed(self) -> None:
        self.update_chrome()

    def on_choice_changed(self) -> None:
        self.update_chrome()

    # Download

    def _download_waits(self) -> str:
        asked = download_of(self.world, self.version)
        if asked is None:
            return "No App Service Certificate uses this secret."
        refused = self.portal.why_not(asked)
        return f"{refused.message} {refused.next_step}" if refused else ""

    def described(self, action: str) -> str:
        """What the footer says of an action, "" for what its binding says."""
        return "Why no download" if action == "download" and self._download_waits() else ""

    def on_push_pressed(self, event: Push.Pressed) -> None:
        event.stop()
        self.action_download()

    def action_download(self) -> None:
        """Download this version, or say why not."""
        if waits := self._download_waits():
            self.host.say("Download", waits, "warning", keep=False)
        else:
            download(self.host, self.version)

    def copy_text(self) -> str:
        return secret_identifier(self.world, self.version)


def _date() -> Input:
    return Input(compact=True, max_length=32)


def _text(moment: datetime | None) -> str:
    return minute(moment) if moment else ""
