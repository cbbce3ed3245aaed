"""Problems between an order or a linked certificate and its key vault, told apart by what happened there.

Sources: "Troubleshooting Tools for App Service Certificate" (blog, 2018), "Add and manage TLS/SSL
certificates" (Azure docs, 2022).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.errors import AzureError, Place, WayOut
from store.problems.apps import app_of
from store.problems.model import Finding, Problem, standing_refusals, way
from store.resources import (
    CertificateOrder,
    KeyVaultSecretStatus,
    Vault,
    VaultSecret,
    WebCertificate,
    name_of,
)
from store.services import steps
from store.services.authorization.principals import app_service
from store.services.authorization.subscriptions import inactive_sentence, service_refusal
from store.services.certificate_registration.vault_link import link_cause, link_state, link_way_out
from store.services.key_vault.links import orders_of, read_linked
from store.services.key_vault.missing import missing_vault, moved_vault
from store.services.key_vault.permissions import refusal
from store.services.key_vault.secrets import link_trouble, secret_id
from store.world import View


def _linked(view: View) -> Iterator[tuple[CertificateOrder, str, str]]:
    """Orders that are stored and have not ended: with their vault's id and their secret's name."""
    for order in view.all(CertificateOrder):
        if order.link is not None and not order.properties.status.final:
            yield order, order.link.key_vault_id, order.link.key_vault_secret_name


def _of_order(order: CertificateOrder, vault: str, evidence: str, way_out: WayOut) -> Finding:
    return Finding(resource=order.id, evidence=evidence, way_out=way_out, order=order.id, about=(vault,))


def _app_service_locked_out(view: View) -> Iterator[Finding]:
    for certificate in view.all(WebCertificate):
        vault = certificate.properties.key_vault_id or ""
        refused = _unread(view, certificate)
        if refused is not None and refused.code == "KeyVaultAccessDenied" and view.get(Vault, vault):
            orders = tuple(one.id for one in orders_of(view, certificate))
            policy = way(
                Place.POLICIES,
                "Access policies: give Microsoft.Azure.WebSites Get on secrets, then Sync.",
                vault,
            )
            yield Finding(
                resource=certificate.id, evidence=refused.message, way_out=policy, about=(vault, *orders)
            )
    text = "Access policies: give Microsoft.Azure.WebSites Get on secrets and certificates, then import."
    yield from _first_use(view, "KeyVaultAccessDenied", Place.POLICIES, text)


def _unread(view: View, certificate: WebCertificate) -> AzureError | None:
    try:
        read_linked(view, certificate)
    except AzureError as error:
        return error
    return None


#: Operations by which App Service reads a vault for the first time, and the one that chooses a vault.
_FIRST_USES = ("Import App Service Certificate", "Import Key Vault Certificate", "Store in Key Vault")


def _first_use(view: View, code: str, place: Place, text: str) -> Iterator[Finding]:
    """A vault that nothing may be linked to yet refused an import or Step 1 so, and would do so again."""
    for entry in standing_refusals(view, _FIRST_USES, code):
        told = (one for one in view.all(Vault) if {f"'{one.id}'", f"'{one.name}'"} & _quoted(entry.message))
        for vault in told:
            reader = app_service(view, vault.id).id
            refused = (refusal(view, vault.id, reader, kind, "get") for kind in ("secrets", "certificates"))
            if code in (one.code for one in refused if one is not None):
                resource = app_of(view, entry.target)
                way_out = way(place, text, vault.id)
                yield Finding(resource=resource, evidence=entry.message, way_out=way_out, about=(vault.id,))


def _quoted(sentence: str) -> set[str]:
    return set(re.findall("'[^']*'", sentence))


def _not_written(view: View) -> Iterator[Finding]:
    """The reseller's policy lacks Set, or did when the certificate was issued."""
    for order, vault, secret in _linked(view):
        trouble = link_trouble(view, vault, secret)
        old = link_state(view, order) is KeyVaultSecretStatus.UNKNOWN_ERROR
        if trouble is not None and trouble[1].code == "KeyVaultAccessDenied":
            text = (
                "Access policies: give Microsoft.Azure.CertificateRegistration Get, List, Set and Delete on "
                f"secrets, then {steps.STORE}."
            )
            yield _of_order(order, vault, trouble[1].message, way(Place.POLICIES, text, vault))
        elif old:
            yield _of_order(order, vault, link_cause(view, order), link_way_out(view, order))


def _vault_deleted(view: View) -> Iterator[Finding]:
    for order, vault, _ in _linked(view):
        if view.get(Vault, vault) is None and moved_vault(view, vault) is None:
            yield _of_order(
                order, vault, f"There is no key vault '{name_of(vault)}'.", link_way_out(view, order)
            )


def _vault_moved(view: View) -> Iterator[Finding]:
    for order, vault, _ in _linked(view):
        moved = moved_vault(view, vault)
        if moved is not None:
            evidence = f"{missing_vault(view, vault).cause} Its id is {moved.id}."
            yield _of_order(order, vault, evidence, link_way_out(view, order))


def _inactive(view: View) -> Iterator[Finding]:
    for order in view.all(CertificateOrder):
        refused = service_refusal(view, order.id)
        if refused is not None and not order.properties.status.final:
            yield Finding(
                resource=order.id,
                evidence=inactive_sentence(view, order.id),
                way_out=way(Place.SUBSCRIPTION, refused.next_step),
                order=order.id,
            )


def _no_value(view: View) -> Iterator[Finding]:
    waiting = (KeyVaultSecretStatus.WAITING_ON_CERTIFICATE_ORDER, KeyVaultSecretStatus.INITIALIZED)
    for order, vault, secret in _linked(view):
        if not order.thumbprint and link_state(view, order) in waiting:
            yield _of_order(
                order,
                vault,
                f"The secret '{secret}' has no value: its state tag is Initialize.",
                way(Place.VERIFY, f"{steps.VERIFY}."),
            )


def _secret_gone(view: View) -> Iterator[Finding]:
    for order, vault, secret in _linked(view):
        gone = view.get(VaultSecret, secret_id(vault, secret)) is None
        if gone and view.get(Vault, vault) is not None:
            evidence = f"The key vault has no secret '{secret}'."
            yield _of_order(order, vault, evidence, link_way_out(view, order))


def _secret_disabled(view: View) -> Iterator[Finding]:
    for order, vault, secret in _linked(view):
        trouble = link_trouble(view, vault, secret)
        if trouble is not None and trouble[1].code == "SecretDisabled":
            text = f"Enable the newest version of '{secret}', or {steps.STORE}."
            yield _of_order(order, vault, trouble[1].message, way(Place.SECRETS, text, vault))


def _rbac(view: View) -> Iterator[Finding]:
    if view.era.rbac_vaults:
        return
    text = "Access policies > permission model: Vault access policy."
    yield from _first_use(view, "KeyVaultRbacNotSupported", Place.POLICIES, text)
    for order, vault, _ in _linked(view):
        held = view.get(Vault, vault)
        if held is not None and held.properties.enable_rbac_authorization:
            evidence = f"'{held.name}' uses Azure role-based access control, which is not supported here."
            yield _of_order(order, vault, evidence, way(Place.POLICIES, text, vault))


def _firewall(view: View) -> Iterator[Finding]:
    text = "Networking: allow trusted Microsoft services to bypass the firewall."
    yield from _first_use(view, "KeyVaultFirewall", Place.NETWORKING, text)
    for order, vault, _ in _linked(view):
        held = view.get(Vault, vault)
        if held is None:
            continue
        acls = held.properties.network_acls
        if acls.default_action == "Deny" and acls.bypass != "AzureServices":
            evidence = f"The firewall of '{held.name}' lets no service of Microsoft through."
            yield _of_order(order, vault, evidence, way(Place.NETWORKING, text, vault))


PROBLEMS = (
    Problem(
        code="SubscriptionInactive",
        symptom="The status is Key Vault out of sync, and nothing can be changed",
        cause="The subscription is suspended or cancelled.",
        find=_inactive,
    ),
    Problem(
        code="KeyVaultDeleted",
        symptom="The status is Key Vault out of sync: KeyVaultDoesNotExist",
        cause="The key vault was deleted.",
        find=_vault_deleted,
    ),
    Problem(
        code="KeyVaultMoved",
        symptom="The status is Key Vault out of sync after a move",
        cause="The key vault was moved to another resource group, subscription or tenant.",
        find=_vault_moved,
    ),
    Problem(
        code="SecretDeleted",
        symptom="The status is Key Vault out of sync: KeyVaultSecretDoesNotExist",
        cause="The secret was deleted; its name is taken until it is recovered or purged.",
        find=_secret_gone,
    ),
    Problem(
        code="SecretDisabled",
        symptom="The status is Key Vault out of sync: the newest version is disabled",
        cause="A secret read without a version gives its newest one, and that is disabled.",
        find=_secret_disabled,
    ),
    Problem(
        code="KeyVaultUsesRbac",
        symptom="Import and sync fail, and the access policies look right",
        cause="The key vault uses Azure role-based access control; its access policies do not count.",
        find=_rbac,
    ),
    Problem(
        code="KeyVaultFirewall",
        symptom="Import and sync fail, and the access policies are right",
        cause="The firewall of the key vault does not let trusted Microsoft services pass.",
        find=_firewall,
    ),
    Problem(
        code="AppServiceHasNoAccess",
        symptom="No access to the key vault: Sync or import fails",
        cause="The access policy of Microsoft.Azure.WebSites was removed.",
        find=_app_service_locked_out,
    ),
    Problem(
        code="CertificateNotStored",
        symptom="The certificate was renewed, and its secret is the old one",
        cause="Microsoft.Azure.CertificateRegistration may not, or might not, write the secret.",
        find=_not_written,
    ),
)
#: What follows from other problems, and is no cause of its own.
CONSEQUENCES = (
    Problem(
        code="SecretWithoutValue",
        symptom="The secret has no value, and Export fails",
        cause="Nothing is written before the domain is verified and the certificate issued.",
        find=_no_value,
    ),
)
