"""What the exports do not have, and could tell more if they had."""

from __future__ import annotations

from collections.abc import Iterator

from store.estates.building.plot import Plot
from store.estates.building.sites import bindings_told
from store.estates.facts import CertificateFacts
from store.estates.links import SecretKey, secret_key
from store.resources import KeyVaultSecretStatus

_GONE = (KeyVaultSecretStatus.VAULT_DOES_NOT_EXIST, KeyVaultSecretStatus.SECRET_DOES_NOT_EXIST)


def not_in_export(plot: Plot) -> Iterator[str]:
    """The codes, each once."""
    facts = plot.facts
    secrets = _linked_secrets(plot)
    if not facts.records:
        yield "dns-records"
    if not facts.locks:
        yield "locks"
    if any(key not in plot.versions for key in secrets):
        yield "secret-versions"
    if not facts.vaults or any(vault not in facts.vaults for vault, _ in secrets):
        yield "vaults"
    if any(one.policies is None and one.rbac is None for one in facts.vaults.values()):
        yield "vault-policies"
    named = {one.plan.lower() for one in facts.sites.values() if one.plan}
    if not facts.plans or named - set(facts.plans):
        yield "plans"
    if any(one.links is None or key in plot.reasons for key, one in facts.orders.items()):
        yield "order-links"
    if any(one.status is None for one in facts.orders.values()):
        yield "order-status"
    yield from _of_certificates(plot)
    for site in facts.sites.values():
        if not bindings_told(site):
            yield f"bindings:{site.name}"


def _linked_secrets(plot: Plot) -> set[SecretKey]:
    """The secrets that orders and certificates are linked to, but for those that Azure says are gone."""
    found = {
        secret_key(link.vault, link.secret)
        for order in plot.facts.orders.values()
        for link in (order.links or {}).values()
        if link.status not in _GONE
    }
    linked = (one for one in plot.facts.certificates.values() if one.vault and one.secret)
    return found | {
        secret_key(one.vault or "", one.secret or "") for one in linked if one.status not in _GONE
    }


def _of_certificates(plot: Plot) -> Iterator[str]:
    """Thumbprints and dates; of managed certificates Azure itself does not tell them."""
    certificates = [one for one in plot.facts.certificates.values() if not _managed(one)]
    if any(one.thumbprint is None for one in certificates):
        yield "certificate-thumbprints"
    ends = [one.not_after for one in plot.facts.orders.values()]
    ends += [one.expires for one in certificates]
    if ends and not any(ends):
        yield "certificate-dates"


def _managed(facts: CertificateFacts) -> bool:
    return bool(facts.canonical_name)
