"""The value of a new version of a secret, typed or pasted; never shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult

from store import Secret
from store.operations.key_vault.secrets import CreateSecretVersion
from store.resources import name_of
from tui.dialogs.operation_form import OperationForm
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input

_KINDS = (
    Option("application/x-pkcs12", "application/x-pkcs12 (base64 of a PFX)"),
    Option("", "none (text)"),
)


class SecretValue(OperationForm):
    """Dismissed with the new version of the secret that `asked` names."""

    DOES = "Create"
    REQUIRED: ClassVar[tuple[str, ...]] = ("value",)
    BLAMES: ClassVar[Mapping[str, str]] = {"SecretTooLong": "value"}

    def __init__(self, asked: CreateSecretVersion) -> None:
        super().__init__(f"New version of {name_of(asked.secret)}")
        self._asked = asked

    def content(self) -> ComposeResult:
        yield Field("Value", Input(password=True, compact=True, max_length=30_000), "of one line", id="value")
        yield Field("Content type (optional)", Choice(*_KINDS, title="Content type"), id="kind")

    def operation(self) -> CreateSecretVersion:
        value = Secret(self.query_one("#value Input", Input).value)
        return replace(self._asked, value=value, content_type=self.value("kind"))
