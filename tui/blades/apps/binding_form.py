"""TLS/SSL Binding: which certificate a custom domain is secured with, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult

from store.operations.web.bindings import AddBinding
from store.resources import Site, SslState
from store.services.web.bindings import binding_warnings, fitting_certificates
from store.services.web.limits import IP_CERTIFICATES_PER_PLAN
from store.services.web.webspaces import certificates_in, webspace_of
from tui.dialogs.operation_form import OperationForm
from tui.text.marks import type_label
from tui.widgets.form import Choice, Field, Option
from tui.widgets.section import Banner, Paragraph

if TYPE_CHECKING:
    from store.operations.web.bindings import BindingType
    from store.resources import WebCertificate

_NOTICES = (
    "A wild card name covers one label: *.contoso.com names www.contoso.com and not a.b.contoso.com. Adding "
    "a binding for a bound host replaces it. IP based TLS is limited to "
    f"{IP_CERTIFICATES_PER_PLAN} different certificates in a plan, "
    "and a dedicated IP address asks for another A record."
)
_TYPES: dict[str, SslState] = {"SNI": SslState.SNI, "IP": SslState.IP}


class TlsBinding(OperationForm):
    """Every private key certificate of the webspace is offered, fitting ones first; others say why not."""

    DOES = "Add Binding"
    REQUIRED = ("host", "certificate")
    BLAMES = {
        "04030": "certificate",
        "CertificateNotForServerAuthentication": "certificate",
        "BindingExists": "certificate",
        "VirtualIpConflict": "type",
        "TooManyIpCertificates": "type",
        "PlanTierTooLow": "type",
    }

    DEFAULT_CSS = """
    TlsBinding Field > .field--label { width: 32; }
    TlsBinding #certificate > Choice { width: 58; max-width: 58; }
    """

    def __init__(self, site: str, host: str = "") -> None:
        """For the app with this id; `host` locks the custom domain, to edit its binding or add its first."""
        super().__init__("TLS/SSL Binding")
        self._site_id = site
        self._locked = host
        self._seen = False

    @property
    def _site(self) -> Site:
        return self.portal.world.need(Site, self._site_id)

    def content(self) -> ComposeResult:
        site, locked = self._site, self._locked
        hosts = [locked] if locked else [state.name for state in site.custom_hosts]
        first = locked or next(iter(site.unbound_hosts), "")
        domain = Choice(*(Option(host, host) for host in hosts), value=first, title="Custom domain")
        domain.disabled = bool(locked)
        yield Field("Custom domain", domain, "locked while editing" if locked else "", id="host")
        certificate = Choice(title="Private Certificate Thumbprint")
        yield Field("Private Certificate Thumbprint", certificate, id="certificate")
        era = self.portal.world.era
        kinds = [Option(kind, type_label(era, state)) for kind, state in _TYPES.items()]
        bound = site.host(locked) if locked else None
        kind = "IP" if bound is not None and bound.ssl_state is SslState.IP else "SNI"
        yield Field("TLS/SSL Type", Choice(*kinds, value=kind, title="TLS/SSL Type"), id="type")
        yield Banner(id="warning")
        yield Paragraph(_NOTICES)

    def check(self) -> None:
        control = self.query_one("#certificate", Field).control
        assert isinstance(control, Choice)
        offered = self._offered()
        control.offer([Option("", "Choose certificate"), *map(_option, offered)], self._bound(offered))
        super().check()
        self._warn(next((one for one in offered if one.id == control.value), None))

    def _offered(self) -> list[WebCertificate]:
        world, site, host = self.portal.world, self._site, self.value("host")
        fitting = fitting_certificates(world, site, host) if host else ()
        held = certificates_in(world, webspace_of(world, site))
        return [*fitting, *(one for one in held if one not in fitting)]

    def _bound(self, offered: Sequence[WebCertificate]) -> str:
        """The certificate of the binding that is edited, for the first look at the form."""
        first, self._seen = not self._seen, True
        state = self._site.host(self._locked) if first and self._locked else None
        thumbprint = state.thumbprint if state is not None else None
        return next((one.id for one in offered if one.thumbprint == thumbprint), "")

    def _warn(self, chosen: WebCertificate | None) -> None:
        """Say what clients will object to although the binding is possible."""
        warnings = binding_warnings(self.portal.world, chosen) if chosen is not None else ()
        banner = self.query_one("#warning", Banner)
        if warnings:
            banner.show("warning", "The binding is possible.", " ".join(warnings))
        else:
            banner.hide()

    def operation(self) -> AddBinding:
        return AddBinding(
            site=self._site_id,
            host=self.value("host"),
            certificate=self.value("certificate"),
            type=cast("BindingType", self.value("type")),
        )


def _option(certificate: WebCertificate) -> Option:
    names = ",".join(certificate.properties.host_names)
    return Option(certificate.id, f"{names} ({certificate.thumbprint})")
