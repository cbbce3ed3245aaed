"""Certificates of webspaces, and the webspace of those that do not tell theirs.

az and the SDKs drop `webSpace`, which no published model has. It follows from the plan a certificate names,
from an app that is bound with it, or from a plan in its group and region. Source: the models of
Microsoft.Web/certificates in azure-rest-api-specs.
"""

from __future__ import annotations

from collections.abc import Mapping

from store.estates.building.plot import Known, Plot, compact
from store.estates.facts import CertificateFacts
from store.estates.identity import group_in
from store.resources import (
    KeyVaultSecretStatus,
    ServerFarm,
    Site,
    WebCertificate,
    WebCertificateProperties,
    subscription_of,
)


def put_certificates(plot: Plot) -> None:
    """The documents of all certificates; plans and apps are there already."""
    spaces = _Spaces(plot)
    for facts in plot.facts.certificates.values():
        space, reason = spaces.of(facts)
        certificate = _certificate(facts, space)
        plot.draft.put(certificate)
        if facts.thumbprint:
            plot.known.setdefault(facts.thumbprint, _known(facts))
        inferred = {"webSpace": reason} if reason else {}
        files, pinned = tuple(facts.files), facts.pinned or ""
        plot.note(facts.id, files, unknown=_unknown(facts), inferred=inferred, pinned=pinned)


def _unknown(facts: CertificateFacts) -> list[str]:
    missing = {
        "keyVaultId": facts.vault is None,
        "canonicalName": facts.canonical_name is None,
        "thumbprint": facts.thumbprint is None,
        "expirationDate": facts.expires is None,
        "issueDate": facts.issued is None,
    }
    found = [name for name, lacks in missing.items() if lacks]
    return (
        [*found, "properties"] if not facts.whole and not facts.vault and not facts.canonical_name else found
    )


def _known(facts: CertificateFacts) -> Known:
    return Known(
        subject=f"CN={facts.subject}" if facts.subject else "",
        issuer=f"CN={facts.issuer}" if facts.issuer else "",
        names=facts.names or (),
        not_before=facts.issued,
        not_after=facts.expires,
    )


def _certificate(facts: CertificateFacts, space: str) -> WebCertificate:
    return WebCertificate(
        id=facts.id,
        name=facts.identity.names[-1],
        location=facts.location or "",
        properties=WebCertificateProperties(
            subject_name=facts.subject or (facts.names or ("",))[0],
            host_names=facts.names or (),
            issuer=facts.issuer or "",
            issue_date=facts.issued,
            expiration_date=facts.expires,
            thumbprint=facts.thumbprint or "",
            key_vault_id=facts.vault or None,
            key_vault_secret_name=facts.secret or None,
            key_vault_secret_status=facts.status or KeyVaultSecretStatus.INITIALIZED,
            canonical_name=facts.canonical_name or None,
            server_farm_id=facts.plan or "",
            web_space=space,
            cer_blob=facts.cer or "",
        ),
    )


class _Spaces:
    """Where certificates may be, looked up once for all."""

    def __init__(self, plot: Plot) -> None:
        self._plans: Mapping[str, ServerFarm] = dict(plot.draft.table(ServerFarm))
        self._places: dict[tuple[str, str, str], list[str]] = {}
        for plan in self._plans.values():
            place = _place(plan.id, plan.location)
            spaces = self._places.setdefault(place, [])
            if plan.webspace not in spaces:
                spaces.append(plan.webspace)
        self._bound: dict[tuple[str, str], str] = {}
        for site in plot.draft.all(Site):
            farm = self._plans.get(site.properties.server_farm_id.lower())
            for state in site.properties.host_name_ssl_states if farm else ():
                if state.thumbprint and farm:
                    self._bound.setdefault(
                        (subscription_of(site.id).lower(), state.thumbprint), farm.webspace
                    )

    def of(self, facts: CertificateFacts) -> tuple[str, str]:
        """A certificate's webspace, and why; the reason is "" where it is told."""
        if facts.webspace:
            return facts.webspace, ""
        plan = self._plans.get((facts.plan or "").lower())
        if plan is not None:
            return plan.webspace, "It is the webspace of the plan it names."
        subscription = subscription_of(facts.id).lower()
        bound = self._bound.get((subscription, facts.thumbprint or ""))
        if bound is not None:
            return bound, "It is the webspace of an app that is bound with it."
        near = self._places.get(_place(facts.id, facts.location or ""), [])
        if near:
            return near[0], "It is the webspace of a plan in its group and region."
        group, region = group_in(facts.id), (facts.location or "").replace(" ", "")
        return f"{group}-{region}webspace", "Group and region make a webspace."


def _place(id: str, location: str) -> tuple[str, str, str]:
    return subscription_of(id).lower(), group_in(id).lower(), compact(location)
