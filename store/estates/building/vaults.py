"""Vaults, and the versions of the secrets that orders and certificates are linked to; no value of any.

Which policy is that of App Service and which that of the certificate reseller, an export does not tell:
object ids are the tenant's. One that may only read is taken for the first, one that writes for the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import ip_network
from typing import Literal, NamedTuple

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from store.estates.building.plot import Known, Plot
from store.estates.facts import PolicyFacts, VaultFacts, VersionFacts
from store.estates.identity import VAULT, Identity, identify
from store.estates.links import SecretKey, secret_key
from store.resources import (
    AccessPolicy,
    CertificateOrder,
    KeyVaultSecretStatus,
    NetworkAcls,
    OrderStatus,
    Permissions,
    Principal,
    SecretAttributes,
    SecretVersion,
    SecretVersionProperties,
    StoredCertificate,
    Vault,
    VaultProperties,
    VaultSecret,
    VaultSecretProperties,
    VaultSku,
    WebCertificate,
)
from store.services.authorization.access import DEFAULT_USER
from store.services.authorization.principals import CERTIFICATE_REGISTRATION, SERVICE_NAMES, WEB_SITES
from store.services.certificate_registration.names_and_proof import bought_names
from store.services.key_vault.permissions import CERTIFICATE_PERMISSIONS, SECRET_PERMISSIONS
from store.services.key_vault.stored_certificates import PKCS12

_SERVICES = (WEB_SITES, CERTIFICATE_REGISTRATION)
_GONE = KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST


def put_principals(plot: Plot) -> None:
    """Both services, by the object ids that the policies suggest or by drawn ones, and whoever rehearses."""
    policies = [one for vault in plot.facts.vaults.values() for one in vault.policies or ()]
    suggested = {
        WEB_SITES: _suggested(policies, reads=True),
        CERTIFICATE_REGISTRATION: _suggested(policies, reads=False),
    }
    for app_id in _SERVICES:
        name = SERVICE_NAMES[app_id]
        id = suggested[app_id] or plot.draft.guid(f"object id {name}")
        plot.draft.put(Principal(id=id, name=name, app_id=app_id))


def _suggested(policies: Iterable[PolicyFacts], *, reads: bool) -> str:
    """The only object id whose policies are those of the service; "" where several are or none is."""
    found: dict[str, None] = {}
    for policy in policies:
        verbs = set(policy.secrets)
        if "all" in verbs or "get" not in verbs:
            continue
        if ("set" not in verbs) == reads and (not reads or verbs == {"get"}):
            found[policy.object_id] = None
    return next(iter(found)) if len(found) == 1 else ""


def put_vaults(plot: Plot) -> None:
    """The documents of all vaults; one that a link names and no export has stands for itself."""
    for facts in plot.facts.vaults.values():
        plot.draft.put(_vault(plot, facts))
        told = facts.policies is not None or facts.rbac is not None
        plot.note_source(facts, unknown=[] if told else ["accessPolicies"], inferred={})
    for id, reason in _named(plot):
        if plot.draft.get(Vault, id) is None:
            identity = identify(id)
            if identity is not None and identity.type == VAULT:
                plot.draft.put(_vault(plot, VaultFacts(identity=identity, files={})))
                plot.note(id, (), unknown=["vault", "accessPolicies"], inferred={"id": reason})


def _named(plot: Plot) -> Iterator[tuple[str, str]]:
    """The vaults that links name, but for those that Azure says are gone; and who names them."""
    for order in plot.orders.values():
        for link in order.properties.certificates.values():
            if link.provisioning_state is not _GONE:
                yield link.key_vault_id, f"The order '{order.name}' is linked to it."
    for certificate in plot.draft.all(WebCertificate):
        kept = certificate.properties
        if kept.key_vault_id and kept.key_vault_secret_status is not _GONE:
            yield kept.key_vault_id, f"The certificate '{certificate.name}' is linked to it."


def _vault(plot: Plot, facts: VaultFacts) -> Vault:
    name = facts.identity.names[0]
    told = facts.policies is not None or facts.rbac is not None
    policies = tuple(_policy(one) for one in facts.policies or ())
    unstated = _unstated(plot, policies, rbac=facts.rbac or False)
    return Vault(
        id=facts.id,
        name=name,
        location=facts.location or "",
        properties=VaultProperties(
            tenant_id=facts.tenant or "",
            sku=VaultSku(name=(facts.sku or "standard").lower()),
            vault_uri=facts.uri or f"https://{name}.vault.azure.net/",
            access_policies=policies,
            enabled_for_deployment=facts.deployment or False,
            enable_rbac_authorization=facts.rbac or False,
            enable_soft_delete=facts.soft_delete is not False,
            soft_delete_retention_in_days=facts.retention or 90,
            enable_purge_protection=facts.purge_protection or False,
            network_acls=_firewall(facts),
            unstated=unstated,
            policies_stated=UNSET if told else False,
        ),
    )


def _unstated(plot: Plot, policies: tuple[AccessPolicy, ...], *, rbac: bool) -> tuple[str, ...] | UnsetType:
    """The principals of this world of whom the vault's policies say nothing."""
    named = {policy.object_id.lower() for policy in policies}
    everybody = [*(one.id for one in plot.draft.all(Principal)), DEFAULT_USER]
    found = tuple(dict.fromkeys(id for id in everybody if rbac or id.lower() not in named))
    return found or UNSET


def _policy(facts: PolicyFacts) -> AccessPolicy:
    return AccessPolicy(
        tenant_id=facts.tenant,
        object_id=facts.object_id,
        permissions=Permissions(
            secrets=_spelled(facts.secrets, SECRET_PERMISSIONS),
            certificates=_spelled(facts.certificates, CERTIFICATE_PERMISSIONS),
        ),
    )


def _spelled(verbs: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    return every if "all" in verbs else tuple(dict.fromkeys(one for one in verbs if one in every))


def _firewall(facts: VaultFacts) -> NetworkAcls:
    def readable(rule: str) -> bool:
        try:
            ip_network(rule, strict=False)
        except ValueError:
            return False
        return True

    rules = tuple(rule for rule in facts.addresses or () if readable(rule))
    action: Literal["Deny", "Allow"] = "Deny" if facts.action == "Deny" else "Allow"
    bypass = "None" if (facts.bypass or "").lower() == "none" else "AzureServices"
    return NetworkAcls(bypass=bypass, default_action=action, ip_rules=rules)


class _Linked(NamedTuple):
    """A secret that something is linked to, its vault and name as written there, and its order if any."""

    vault: str
    secret: str
    order: CertificateOrder | None


def put_secrets(plot: Plot) -> None:
    """The secrets that orders and certificates are linked to, with the versions that are told of them."""
    for key, linked in _linked(plot).items():
        vault = plot.draft.get(Vault, linked.vault)
        if vault is None or (linked.order is not None and _missing(linked.order, linked.secret)):
            continue
        versions = [_version(plot, vault, linked, one) for one in plot.versions.get(key, ())]
        if not versions:
            versions = list(_current(plot, vault, linked, key))
        secret = VaultSecret(
            id=f"{vault.id}/secrets/{linked.secret}",
            name=linked.secret,
            properties=VaultSecretProperties(
                managed=any(one.managed for one in plot.versions.get(key, ())),
                versions=tuple(one.name for one in versions),
            ),
        )
        plot.draft.put(secret)
        for number, version in enumerate(versions, 1):
            plot.draft.put(_numbered(version, number))


def _numbered(version: SecretVersion, number: int) -> SecretVersion:
    return replace(version, properties=replace(version.properties, sequence=number))


def _linked(plot: Plot) -> dict[SecretKey, _Linked]:
    found: dict[SecretKey, _Linked] = {}
    for order in plot.orders.values():
        for link in order.properties.certificates.values():
            key = secret_key(link.key_vault_id, link.key_vault_secret_name)
            found.setdefault(key, _Linked(link.key_vault_id, link.key_vault_secret_name, order))
    for certificate in plot.draft.all(WebCertificate):
        kept = certificate.properties
        if kept.key_vault_id and kept.key_vault_secret_name:
            key = secret_key(kept.key_vault_id, kept.key_vault_secret_name)
            found.setdefault(key, _Linked(kept.key_vault_id, kept.key_vault_secret_name, None))
    return found


def _missing(order: CertificateOrder, secret: str) -> bool:
    """Whether Azure says that the link's secret is not there."""
    return any(
        link.key_vault_secret_name.lower() == secret.lower()
        and link.provisioning_state is KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST
        for link in order.properties.certificates.values()
    )


def _current(plot: Plot, vault: Vault, linked: _Linked, key: SecretKey) -> Iterator[SecretVersion]:
    """The newest version, where a list of secrets tells it, or where the order's link says what it holds."""
    listed, order = plot.newest.get(key), linked.order
    if listed is not None and listed.thumbprint is not None:
        made = _version(plot, vault, linked, listed)
        plot.note(made.id, tuple(listed.files), unknown=["version"], inferred={})
        yield made
    elif order is not None and order.thumbprint and order.properties.status is OrderStatus.ISSUED:
        link = next(
            one
            for one in order.properties.certificates.values()
            if one.key_vault_secret_name == linked.secret
        )
        if link.provisioning_state in (KeyVaultSecretStatus.SUCCEEDED, KeyVaultSecretStatus.UNKNOWN):
            identity = Identity("", (vault.name, linked.secret), "")
            told = VersionFacts(identity=identity, files={}, thumbprint=order.thumbprint)
            made = _version(plot, vault, linked, told)
            reason = "The order's link works, so the secret has its current certificate."
            plot.note(made.id, (), unknown=["version"], inferred={"thumbprint": reason})
            yield made


def _version(plot: Plot, vault: Vault, linked: _Linked, facts: VersionFacts) -> SecretVersion:
    names = facts.identity.names
    name = names[2] if len(names) == 3 else plot.draft.hex(f"version of {vault.key} {linked.secret}", 32)
    created = facts.created or (linked.order and linked.order.properties.last_certificate_issuance_time)
    attributes = SecretAttributes(
        enabled=facts.enabled is not False,
        not_before=facts.not_before,
        expires=facts.expires,
        created=created or plot.as_of,
        updated=created or plot.as_of,
    )
    tags = {"CertificateId": linked.order.id} if linked.order else {}
    names_in, certificate = _certificate(plot, linked, facts)
    return SecretVersion(
        id=f"{vault.id}/secrets/{linked.secret}/versions/{name}",
        name=name,
        properties=SecretVersionProperties(
            content_type=facts.content_type or PKCS12,
            attributes=attributes,
            tags=tags,
            thumbprint=facts.thumbprint or "",
            host_names=names_in,
            certificate=certificate,
            value_unstated=True,
        ),
    )


def _certificate(
    plot: Plot, linked: _Linked, facts: VersionFacts
) -> tuple[tuple[str, ...], StoredCertificate | None]:
    """Names and facts of the certificate in a version, by its thumbprint: what else is known of it."""
    if facts.thumbprint is None:
        return (), None
    known = plot.known.get(facts.thumbprint, Known())
    current = plot.known.get(linked.order.thumbprint, Known()) if linked.order else Known()
    names = known.names or current.names or (bought_names(linked.order) if linked.order else ())
    return names, StoredCertificate(
        subject=known.subject or current.subject,
        issuer=known.issuer or current.issuer,
        not_before=known.not_before or facts.not_before,
        not_after=known.not_after or facts.expires,
        public_key_hash=known.public_key_hash,
    )
