"""The custom domains of a world as its front ends have them: certificate, address, least TLS version.

for line in host_lines(view):
    line.host, line.mark, line.keyless
"""

from __future__ import annotations

import msgspec

from store.drift import CertificateMark
from store.errors import AzureError
from store.hostnames import comparable
from store.resources import SecretVersion, Site, SslState, WebCertificate
from store.services.certificate_registration.ledger import numbers_of
from store.services.key_vault.links import issuing_ledgers, issuing_orders
from store.services.web.client_trust import kept_file
from store.world import View
from store.world.answers import remembered

NO_PRIVATE_KEY = "NoPrivateKey"


class HostLine(msgspec.Struct, frozen=True, kw_only=True):
    """A custom domain at the front end: `address` is its own IP in Azure, "" for the shared one.

    `mark` is its binding's certificate; `keyless` says that it cannot be served, `least` the TLS version that
    its app accepts.
    """

    host: str
    site: str
    ssl_state: SslState
    address: str
    mark: CertificateMark
    least: str
    keyless: bool


def host_lines(view: View) -> tuple[HostLine, ...]:
    """The custom domains of all apps, bound or not."""
    servable = with_key(view)
    return tuple(
        HostLine(
            host=state.name,
            site=site.id,
            ssl_state=state.ssl_state,
            address=(state.virtual_ip or "") if state.ssl_state is SslState.IP and state.thumbprint else "",
            mark=mark_of(view, state.thumbprint or ""),
            least=site.properties.site_config.min_tls_version,
            keyless=bool(state.thumbprint) and state.thumbprint not in servable,
        )
        for site in view.all(Site)
        for state in site.custom_hosts
    )


@remembered
def with_key(view: View) -> frozenset[str]:
    """The thumbprints of certificates that the world keeps with their key, so that they can be served."""
    kept = {one.properties.thumbprint for one in view.all(SecretVersion) if one.properties.value}
    return frozenset(kept) | {one.thumbprint for one in view.all(WebCertificate) if kept_file(view, one)}


def named_by_a_client(host: str) -> str:
    """The name that a client asks for to reach this host: of a wild card, one of those it stands for."""
    name = comparable(host)
    return f"any{name[1:]}" if name.startswith("*.") else name


def mark_of(view: View, thumbprint: str) -> CertificateMark:
    """A certificate as its order numbers it, without a number where no order has issued it."""
    for order in issuing_orders(view, thumbprint):
        for ledger in issuing_ledgers(view, thumbprint):
            number = numbers_of(ledger).get(thumbprint)
            return CertificateMark(
                thumbprint=thumbprint, number=number, current=thumbprint == order.thumbprint
            )
    return CertificateMark(thumbprint=thumbprint, number=None, current=False)


def no_private_key(thumbprint: str) -> AzureError:
    """Why a certificate that the world keeps no key of is not served."""
    return AzureError(
        NO_PRIVATE_KEY,
        f"The certificate {thumbprint} is here without its private key, so it cannot be served.",
        "Bind a certificate that was imported or uploaded with its key.",
    )
