"""The sentences of the four hops: a count, a cause and a repair for each."""

from __future__ import annotations

from datetime import timedelta

from store.drift.facts import CopyDrift, Hop, HostDrift, LinkedDrift, SecretDrift
from store.resources import NOT_IN_EXPORT, CertificateOrder, OrderLedger, RequestKind, Revocation
from store.services import steps
from store.services.certificate_registration.ledger import numbered
from store.services.certificate_registration.vault_link import link_untold
from store.services.certificate_registration.way_out import moment
from store.services.provenance import INFERRED, untold
from store.time.job_hours import SYNC, next_tick
from store.world import View
from store.world.answers import remembered

#: The repair of a hop with nothing to mend.
NOTHING_TO_DO = "nothing to do"


def hops(
    view: View,
    order: CertificateOrder,
    secret: SecretDrift | None,
    linked: tuple[LinkedDrift, ...],
    copies: tuple[CopyDrift, ...],
) -> tuple[Hop, ...]:
    """Hops A to D of an order."""
    hosts = [host for one in linked for host in one.hosts]
    return (
        _to_secret(view, order, secret),
        _to_linked(linked, secret),
        _to_binding(hosts),
        _to_client(linked, copies),
    )


def certificate_hops(view: View, linked: LinkedDrift, *, from_vault: bool) -> tuple[Hop, ...]:
    """Hops B to D of a certificate that no order has issued; one without a vault has no hop B."""
    hosts = list(linked.hosts)
    first = (_to_linked((linked,), None),) if from_vault else ()
    return (*first, _to_binding(hosts), _to_client((linked,), ()))


_WHAT = {
    RequestKind.ISSUE: "The first issue",
    RequestKind.REKEY: "The rekey",
    RequestKind.RENEW: "The renewal",
    RequestKind.REISSUE: "The reissue",
}


@remembered
def why_behind(view: View, ledger: OrderLedger | None, thumbprint: str) -> str:
    """Why a linked certificate has not followed its secret."""
    job_ran = next_tick(view, SYNC, view.now) - timedelta(hours=view.era.sync_period_hours)
    parts = []
    newest = ledger.issued[-1] if ledger and ledger.issued else None
    if newest is not None:
        when = f" of {newest.issued_at:%Y-%m-%d %H:%M}" if newest.issued_at else ""
        what = f"{_WHAT[newest.kind]}{when}"
        given = numbered(ledger, newest.number) if ledger else ""
        parts.append(f"{what} gave the order {given}; the secret has followed.")
    parts.append("Linked certificates are moved by App Service, not by the CA.")
    if newest is not None and newest.issued_at is not None and job_ran < newest.issued_at:
        parts.append(f"Its sync job last ran at {job_ran:%Y-%m-%d %H:%M}, before that.")
    older = next((one for one in ledger.issued if one.thumbprint == thumbprint), None) if ledger else None
    told = numbered(ledger, older.number) if ledger and older else ""
    if older is not None and older.revoke_at is not None:
        parts.append(f"The CA revokes {told} at {moment(view, older.revoke_at)}.")
    elif older is not None and older.revoked_at is not None:
        mark = f"{INFERRED} " if _is_inferred(view, thumbprint) else ""
        when = f"{older.revoked_at:%Y-%m-%d %H:%M}"
        parts.append(f"{mark}The CA has revoked {told} on {when}.")
    return " ".join(parts)


def _is_inferred(view: View, thumbprint: str) -> bool:
    """Whether a revocation follows from a rekey that an export tells, and is not told itself."""
    revocation = view.get(Revocation, thumbprint)
    return revocation is not None and bool(revocation.inferred)


def _to_secret(view: View, order: CertificateOrder, secret: SecretDrift | None) -> Hop:
    if not order.thumbprint and untold(view, order.id, "signedCertificate"):
        return _untold("A", f"The order's certificate is {NOT_IN_EXPORT}.")
    if not order.thumbprint:
        ended = order.properties.status.final
        return _apart("A", "never issued" if ended else "not issued yet", "" if ended else f"{steps.VERIFY}.")
    if secret is None and (missing := link_untold(view, order)):
        return _untold("A", missing)
    if secret is not None and secret.equal is None:
        return _untold("A", secret.cause)
    if secret is None:
        return _hop(
            "A",
            False,
            "no key vault",
            "The certificate is issued and no key vault is assigned.",
            f"{steps.STORE}.",
        )
    found = "equal" if secret.equal else "differs" if secret.mark else secret.lacks
    return _hop("A", secret.equal, found, secret.cause, secret.repair or NOTHING_TO_DO)


def _to_linked(linked: tuple[LinkedDrift, ...], secret: SecretDrift | None) -> Hop:
    behind = [one for one in linked if one.equal is False]
    told = next((one for one in [*behind, *linked] if one.cause), None)
    if not linked:
        return _apart("B", "nothing linked", "Import the certificate into an app.")
    missing = [one for one in linked if one.equal is None]
    if missing and not behind:
        return _untold("B", missing[0].cause, counted(len(missing), len(linked)))
    found = f"{len(behind)} of {len(linked)} differ" if behind else "equal"
    way = told.repair if told else NOTHING_TO_DO
    if secret is not None and secret.lacks and not behind:
        # There is nothing to compare with but what the secret would have.
        other = sum(one.in_sync is False for one in linked)
        found = f"{other} of {len(linked)} differ from the order" if other else "as the order"
        return _hop("B", not other, found, secret.cause, secret.repair)
    return _hop("B", not behind, found, told.cause if told else "", way)


def _to_binding(hosts: list[HostDrift]) -> Hop:
    behind = [host for host in hosts if not host.equal]
    if not hosts:
        return _apart("C", "no bindings", "Add a TLS/SSL binding in the app.")
    if not behind:
        told = f"{len(hosts)} of {len(hosts)} equal: each binding follows its linked certificate"
        return _hop("C", True, "equal", repair=told)
    found = f"{len(behind)} of {len(hosts)} differ"
    return _hop("C", False, found, behind[0].cause, behind[0].repair)


def _to_client(linked: tuple[LinkedDrift, ...], copies: tuple[CopyDrift, ...]) -> Hop:
    hosts = [host for one in linked for host in one.hosts]
    wrong = [host for host in hosts if host.client_equal is False]
    missing = [host for host in hosts if host.client_equal is None]
    refusing = [host for host in hosts if host.client.objections]
    risky = [host for host in hosts if host.client.hazard]
    outdated = [copy for copy in copies if copy.outdated]
    parts = []
    if wrong:
        parts.append(f"{len(wrong)} of {len(hosts)} differ")
    if refusing:
        parts.append(f"{len(refusing)} refused by clients")
    if risky:
        parts.append(f"{len(risky)} at risk")
    equal = not parts
    if missing and equal and not outdated:
        return _untold("D", missing[0].client.untold, counted(len(missing), len(hosts)))
    if outdated:
        parts.append(f"{len(outdated)} cop{'y' if len(outdated) == 1 else 'ies'} outside")
    if wrong:
        cause, way = wrong[0].client.refused, "Repair what stands between: DNS record or TLS version."
    elif refusing:
        cause = f"{refusing[0].host}: {refusing[0].client.objections[0]}"
        brought = next(one.repair for one in linked if refusing[0] in one.hosts)
        way = brought or "Bring the binding a certificate that clients accept: renew it, or bind another."
    elif risky:
        cause, way = (
            risky[0].client.hazard,
            "Bind all hosts of the app with SNI SSL, or with one certificate.",
        )
    elif outdated:
        cause = f"{outdated[0].path} follows nothing."
        # Clients are served from Azure: the copy is a remark beside them.
        repair = outdated[0].repair
        way = f"A copy on disk is never synced: {repair[:1].lower()}{repair[1:]}"
    elif not hosts:
        return _apart("D", "no host bound")
    else:
        cause, way = "", NOTHING_TO_DO
    return _hop("D", equal if hosts else None, ", ".join(parts) or "equal", cause, way)


def counted(missing: int, every: int) -> str:
    """How many ends of a hop no export tells."""
    return NOT_IN_EXPORT if missing == every else f"{missing} of {every} {NOT_IN_EXPORT}"


def _untold(letter: str, cause: str, found: str = NOT_IN_EXPORT) -> Hop:
    """A hop of which one end is in no export: no drift, and nothing to mend."""
    return Hop(letter=letter, between=_BETWEEN[letter], equal=None, found=found, cause=cause)


def _apart(letter: str, found: str, repair: str = "") -> Hop:
    """A hop with nothing to compare yet: no drift, and no success either."""
    return Hop(letter=letter, between=_BETWEEN[letter], equal=None, found=found, repair=repair)


_BETWEEN = {
    "A": "order → secret",
    "B": "secret → linked",
    "C": "linked → binding",
    "D": "binding → client",
}


def _hop(letter: str, equal: bool | None, found: str, cause: str = "", repair: str = NOTHING_TO_DO) -> Hop:
    return Hop(letter=letter, between=_BETWEEN[letter], equal=equal, found=found, cause=cause, repair=repair)
