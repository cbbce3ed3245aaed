"""Writing versions of a secret, and switching them on and off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from store.errors import AzureError
from store.operations.arguments import SecretVersionRef, VaultRef
from store.operations.azure_cli import az_line, tag_words
from store.operations.azure_powershell import SWITCH, ps_line, ps_secure
from store.operations.key_vault.vault_data import VaultData, certificate_owns, vault_and_name
from store.resources import (
    SecretAttributes,
    SecretVersion,
    SecretVersionProperties,
    VaultSecret,
    name_of,
)
from store.secret import Secret
from store.services.key_vault.secrets import (
    name_taken,
    put_version,
    secret_id,
    secret_identifier,
    value_too_long,
)
from store.services.key_vault.stored_certificates import Examined, examine
from store.services.names import secret_name
from store.world import Draft, View

#: Key Vault counts seconds from here.
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


def _utc(moment: datetime) -> datetime:
    """The date in UTC, which is also meant without a time zone; raises `AzureError` InvalidSecretDates."""
    try:
        found = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        found = None
    if found is None or found < _EARLIEST:
        raise AzureError(
            "InvalidSecretDates",
            f"'{moment.isoformat()}' is not a date of a secret.",
            "Choose a date from 1970 to 9999.",
        )
    return found


def _stamp(moment: datetime | None) -> str | None:
    """A date as the Azure CLI takes it."""
    return f"{_utc(moment):%Y-%m-%dT%H:%M:%SZ}" if moment else None


def _date_problem(activation: datetime | None, expiration: datetime | None) -> AzureError | None:
    if activation is None or expiration is None or activation < expiration:
        return None
    return AzureError(
        "InvalidSecretDates", "The expiration date must be later than the activation date.", "Change a date."
    )


class CreateSecretVersion(VaultData, frozen=True, kw_only=True):
    """Write a new version of a secret, made with it where it is not there yet.

    A certificate is a value of content type application/x-pkcs12: base64 of a PFX without a password.
    Dates are UTC.
    """

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/secrets/write"
    title: ClassVar[str] = "New secret version"
    needs: ClassVar[tuple[tuple[str, str], ...]] = (("secrets", "set"),)
    targets: ClassVar[str] = "vault"

    vault: VaultRef
    secret: str
    value: Secret = Secret()
    content_type: str = ""
    enabled: bool = True
    activation: datetime | None = None
    expiration: datetime | None = None
    tags: Mapping[str, str] = msgspec.field(default_factory=dict)

    def why_not(self, view: View) -> AzureError | None:
        name = name_of(self.secret)
        if wrong := secret_name(name):
            return AzureError("InvalidSecretName", wrong, "Choose another name.")
        if refused := value_too_long(self.value.reveal()):
            return refused
        vault = self.vault_id(view)
        secret = view.get(VaultSecret, secret_id(vault, name))
        owned = certificate_owns(view, secret) if secret else None
        return owned or name_taken(view, vault, name) or _date_problem(*self._dates())

    def _dates(self) -> tuple[datetime | None, datetime | None]:
        return (
            _utc(self.activation) if self.activation else None,
            _utc(self.expiration) if self.expiration else None,
        )

    def prepare(self, view: View) -> Examined:
        """The certificate in the value, read once before the lock is taken."""
        return examine(view, self.value.reveal(), self.content_type)

    def apply(self, draft: Draft, material: Examined) -> str:
        starts, ends = self._dates()
        properties = SecretVersionProperties(
            value=self.value.reveal(),
            content_type=self.content_type,
            attributes=SecretAttributes(
                enabled=self.enabled, not_before=starts, expires=ends, created=draft.now, updated=draft.now
            ),
            tags=self.tags,
        )
        named = material.noted_on(properties)
        version = put_version(draft, self.vault_id(draft), name_of(self.secret), named)
        return f"Created version {version.name} of secret '{name_of(self.secret)}'."

    def az(self, view: View) -> str | None:
        vault, tags = name_of(self.vault_id(view)), tag_words(self.tags)
        if tags is None:
            return None
        return az_line(
            "keyvault secret set",
            vault_name=vault,
            n=name_of(self.secret),
            file="FILE",
            content_type=self.content_type or None,
            disabled=None if self.enabled else True,
            not_before=_stamp(self.activation),
            expires=_stamp(self.expiration),
            tags=tags or None,
        )

    def powershell(self, view: View) -> str:
        return ps_line(
            "Set-AzKeyVaultSecret",
            VaultName=name_of(self.vault_id(view)),
            Name=name_of(self.secret),
            SecretValue=ps_secure("VALUE"),
            ContentType=self.content_type or None,
            Disable=None if self.enabled else SWITCH,
            NotBefore=self._dates()[0],
            Expires=self._dates()[1],
            Tag=self.tags or None,
        )


class SetSecretVersion(VaultData, frozen=True, kw_only=True):
    """Switch a version on or off and set its dates (UTC); an argument left out changes nothing.

    The newest version is the current one, disabled or not. `no_activation` and `no_expiration` take a date
    away.
    """

    arm: ClassVar[str] = "Microsoft.KeyVault/vaults/secrets/write"
    title: ClassVar[str] = "Update secret version"
    needs: ClassVar[tuple[tuple[str, str], ...]] = (("secrets", "set"),)
    targets: ClassVar[str] = "version"

    version: SecretVersionRef
    enabled: bool | None = None
    activation: datetime | None = None
    expiration: datetime | None = None
    no_activation: bool = False
    no_expiration: bool = False
    tags: Mapping[str, str] | None = None

    def _changed(self, view: View) -> SecretVersion:
        version = view.need(SecretVersion, self.version)
        old = version.properties.attributes
        starts = _utc(self.activation) if self.activation else old.not_before
        ends = _utc(self.expiration) if self.expiration else old.expires
        attributes = replace(
            old,
            enabled=old.enabled if self.enabled is None else self.enabled,
            not_before=None if self.no_activation else starts,
            expires=None if self.no_expiration else ends,
        )
        tags = version.properties.tags if self.tags is None else self.tags
        return replace(version, properties=replace(version.properties, attributes=attributes, tags=tags))

    def why_not(self, view: View) -> AzureError | None:
        changed = self._changed(view)
        if changed == view.need(SecretVersion, self.version):
            return AzureError("NoChange", "Nothing is changed on this version.", "Change a setting first.")
        dates = changed.properties.attributes
        return _date_problem(dates.not_before, dates.expires)

    def apply(self, draft: Draft, material: None) -> str:
        changed = self._changed(draft)
        attributes = replace(changed.properties.attributes, updated=draft.now)
        draft.put(replace(changed, properties=replace(changed.properties, attributes=attributes)))
        return f"Saved version {changed.name}: {'enabled' if attributes.enabled else 'disabled'}."

    @property
    def _takes_a_date_away(self) -> bool:
        """Whether it does what neither shell has a word for."""
        return self.no_activation or self.no_expiration

    def az(self, view: View) -> str | None:
        version = view.need(SecretVersion, self.version)
        tags = None if self.tags is None else tag_words(self.tags)
        if self._takes_a_date_away or (tags is None and self.tags is not None):
            return None
        return az_line(
            "keyvault secret set-attributes",
            id=secret_identifier(view, version),
            enabled=self.enabled,
            not_before=_stamp(self.activation),
            expires=_stamp(self.expiration),
            tags=tags,
        )

    def powershell(self, view: View) -> str | None:
        if self._takes_a_date_away:
            return None
        version = view.need(SecretVersion, self.version)
        vault, name = vault_and_name(version.id.rpartition("/versions/")[0])
        return ps_line(
            "Update-AzKeyVaultSecret",
            VaultName=vault,
            Name=name,
            Version=version.name,
            Enable=self.enabled,
            NotBefore=_utc(self.activation) if self.activation else None,
            Expires=_utc(self.expiration) if self.expiration else None,
            Tag=self.tags,
        )
