"""What a handshake says of a host: its certificate judged as of now, and whether it is the one wanted.

    seen = judged(view, "www.contoso.com", chain)
    seen.facts.subject, seen.objections, seen.agrees, seen.verdict

Only what came over the wire is judged: the chain that was sent, by the roots that clients of this world
trust, at the world's own time. Sources: RFC 5280, section 6, and RFC 6125 for names.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from store.drift import CertificateMark, HostDrift, site_drift
from store.errors import AzureError
from store.hostnames import comparable, covers
from store.resources import Revocation
from store.services.authority.trust import trusted_roots
from store.services.certificate_registration.way_out import sync_way
from store.services.key_vault.links import issuing_orders
from store.services.provenance import revoked_words
from store.services.web.client_trust import Material, chain_objections
from store.services.web.custom_domains import site_of
from store.wire.host_lines import mark_of, named_by_a_client, no_private_key, with_key
from store.world import View
from store.x509.certificates import CertificateFacts, describe
from store.x509.paths.judgement import judge

_NOT_BOUND = "The host has no binding: clients get App Service's own certificate."
_OWN = "The binding's certificate is here without its private key: clients get App Service's own."
_OTHER = "Clients are shown another certificate than the binding's."
_BOUND = "Clients are shown the binding's certificate."
_CURRENT = "Clients are shown the binding's certificate, the current one of its order."


class ClientView(msgspec.Struct, frozen=True, kw_only=True):
    """What one client was shown for a host, and what it makes of it.

    `mark` is the certificate as its order numbers it. `agrees` says whether it is what host and order want;
    `verdict` says so in a sentence, `repair` what mends it. `objections` are a client's against names, dates,
    chain and revocation; `root` names the trusted root that the chain ends in, "" for none.
    """

    host: str
    facts: CertificateFacts
    mark: CertificateMark
    objections: tuple[str, ...]
    root: str
    agrees: bool
    verdict: str
    repair: str = ""


def judged(view: View, host: str, chain: Sequence[bytes]) -> ClientView:
    """The view of a client that asked for `host` and was sent `chain` (DER, the leaf first).

    Raises `AzureError` CertificateUnreadable, and StoredValueUnreadable for a root of the world.
    """
    leaf, *pool = chain
    facts = describe(leaf)
    agrees, verdict, repair = _compared(view, host, facts.thumbprint)
    return ClientView(
        host=host,
        facts=facts,
        mark=mark_of(view, facts.thumbprint),
        objections=_objections(view, host, Material(leaf, tuple(pool), facts)),
        root=_root(view, leaf, pool),
        agrees=agrees,
        verdict=verdict,
        repair=repair,
    )


def _compared(view: View, host: str, thumbprint: str) -> tuple[bool, str, str]:
    """Whether host and order want this certificate, the verdict, and what mends the difference."""
    wanted = _binding(view, host)
    if wanted is None or not wanted.mark.thumbprint:
        return False, _NOT_BOUND, "Add a binding with a certificate that names it."
    if thumbprint != wanted.mark.thumbprint:
        if wanted.mark.thumbprint not in with_key(view):
            missing = no_private_key(wanted.mark.thumbprint)
            return False, _OWN, missing.next_step
        return False, _OTHER, "Refresh: the binding may have changed while the client asked."
    if wanted.cause:
        return False, f"{_BOUND} {wanted.cause}", wanted.repair
    if wanted.mark.number is not None and not wanted.mark.current:
        newest = issuing_orders(view, thumbprint)[0]
        said = f"{_BOUND} Order '{newest.name}' has a newer one."
        return False, said, wanted.repair or sync_way(view)
    return True, _BOUND if wanted.mark.number is None else _CURRENT, ""


def _binding(view: View, host: str) -> HostDrift | None:
    site = site_of(view, host)
    drifts = site_drift(view, site) if site is not None else ()
    return next((one for one in drifts if comparable(one.host) == comparable(host)), None)


def _objections(view: View, host: str, shown: Material) -> tuple[str, ...]:
    facts, name = shown.facts, named_by_a_client(host)
    found = []
    if not covers(facts.all_names, name):
        found.append(f"The certificate is for {', '.join(facts.all_names)}, not for '{name}'.")
    if facts.not_after <= view.now:
        found.append(f"The certificate expired on {facts.not_after:%Y-%m-%d}.")
    if facts.not_before > view.now:
        found.append(f"The certificate is not valid before {facts.not_before:%Y-%m-%d %H:%M} UTC.")
    revocation = view.get(Revocation, facts.thumbprint)
    if revocation is not None:
        found.append(revoked_words(revocation))
    return (*found, *chain_objections(view, shown))


def _root(view: View, leaf: bytes, pool: Sequence[bytes]) -> str:
    try:
        way = judge(leaf, pool, trusted_roots(view), view.now)
    except AzureError:
        return ""  # it stands among the objections
    return way.facts[-1].common_name or way.facts[-1].subject if way.trusted else ""
