"""One imported certificate and its bindings, each compared with what it should follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from store.drift.facts import CertificateMark, HostDrift, LinkedDrift
from store.drift.hops import why_behind
from store.errors import AzureError
from store.hostnames import covers
from store.resources import (
    CertificateOrder,
    HostNameSslState,
    OrderLedger,
    Site,
    WebCertificate,
    group_of,
    name_of,
)
from store.services.certificate_registration.stages import status_word
from store.services.certificate_registration.way_out import sync_way
from store.services.key_vault.links import is_left_behind, left_behind_refusal
from store.services.key_vault.secrets import current_version
from store.services.provenance import UNTOLD
from store.services.web.serving import served_by
from store.services.web.sync import after_sync
from store.services.web.webspaces import Binding
from store.world import View

Marker = Callable[[str], CertificateMark]


def unmarked(thumbprint: str) -> CertificateMark:
    """A certificate that no order has issued."""
    return CertificateMark(thumbprint=thumbprint, number=None, current=False)


def linked_drift(
    view: View,
    certificate: WebCertificate,
    bound: Iterable[Binding],
    order: CertificateOrder | None,
    mark: Marker,
) -> LinkedDrift:
    """A certificate against its vault's secret, with the bindings that follow it; `order`: its issuer."""
    left = order is not None and is_left_behind(order, certificate)
    equal, cause, repair = _against_secret(view, order, certificate, left)
    ended = order is not None and order.properties.status.final
    newest = order is not None and order.thumbprint in ("", certificate.thumbprint)
    in_sync = equal if order is None else newest and not left and not ended
    if not certificate.thumbprint:
        # Neither Azure nor an export tells which certificate it has.
        equal = in_sync = None
    return LinkedDrift(
        certificate=certificate.id,
        name=certificate.name,
        group=name_of(group_of(certificate.id)),
        location=certificate.location,
        mark=mark(certificate.thumbprint),
        in_sync=in_sync,
        ended=order.properties.status if ended and order else None,
        equal=equal,
        hosts=tuple(following(view, site, state, certificate, mark) for site, state in bound),
        cause=cause,
        repair=repair,
    )


def _against_secret(
    view: View, order: CertificateOrder | None, certificate: WebCertificate, left: bool
) -> tuple[bool | None, str, str]:
    """Whether a certificate equals its secret's current version; else why not, and the repair.

    None where no export tells the versions of the secret, and no order what the newest would be. `left`: its
    order has left it behind.
    """
    kept = certificate.properties
    if order is not None and left:
        refused = left_behind_refusal(view, order, certificate)
        return False, refused.message, refused.next_step
    current = current_version(view, kept.key_vault_id or "", kept.key_vault_secret_name or "")
    equal = current is None or current.properties.thumbprint in ("", certificate.thumbprint)
    if order is not None and order.properties.status.final:
        ended = f"The order is {status_word(order.properties.status).lower()}: nothing new comes from it."
        return equal, ended, "Bind another certificate, then delete this one."
    try:
        after_sync(view, certificate)
    except AzureError as error:
        if error.code == UNTOLD:
            return None, error.message, ""
        # A broken link of an order shows between it and its secret already.
        return equal and order is not None, error.message, error.next_step
    if equal:
        return True, "", ""
    ledger = view.get(OrderLedger, order.id) if order else None
    return False, why_behind(view, ledger, certificate.thumbprint), sync_way(view)


def following(
    view: View, site: Site, state: HostNameSslState, certificate: WebCertificate, mark: Marker
) -> HostDrift:
    """A binding against the certificate that it follows."""
    if state.thumbprint == certificate.thumbprint:
        return host_drift(view, site, state, mark)
    if covers(certificate.properties.host_names, state.name):
        cause, repair = "The binding did not follow its linked certificate.", sync_way(view)
    else:
        cause = f"The linked certificate does not name '{state.name}' any more."
        repair = "Verify the domain by TXT record or mail, rekey, then sync."
    return host_drift(view, site, state, mark, cause, repair)


def host_drift(
    view: View, site: Site, state: HostNameSslState, mark: Marker, cause: str = "", repair: str = ""
) -> HostDrift:
    """A host name's binding against what a client gets; `cause` says why it follows nothing."""
    thumbprint = state.thumbprint or ""
    client = served_by(view, site, state, tls="1.3")
    bound = mark(thumbprint)
    return HostDrift(
        site=site.id,
        host=state.name,
        ssl_state=state.ssl_state,
        virtual_ip=state.virtual_ip,
        mark=bound,
        equal=not cause,
        client=client,
        client_mark=bound if client.thumbprint == thumbprint else mark(client.thumbprint),
        client_equal=None if client.untold else not client.refused and client.thumbprint == thumbprint,
        cause=cause,
        repair=repair,
    )
