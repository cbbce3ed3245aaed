"""TLS/SSL bindings. Source: "Secure a custom DNS name with a TLS/SSL binding" (Azure docs, 2020)."""

from __future__ import annotations

from typing import ClassVar, Literal

from store.errors import AzureError
from store.hostnames import comparable
from store.operations.arguments import CertificateRef, SiteRef
from store.operations.azure_cli import az_line
from store.operations.azure_powershell import SWITCH, ps_line, ps_place
from store.operations.operation import Operation
from store.resources import HostNameSslState, Site, SslState, group_of, name_of
from store.services.web.bindings import bind, binding_warnings, find_certificate, need_host, refusal, unbind
from store.services.web.custom_domains import resolve
from store.world import Draft, View

BindingType = Literal["SNI", "IP"]

_TYPES: dict[BindingType, SslState] = {"SNI": SslState.SNI, "IP": SslState.IP}


class _BindingOperation(Operation, frozen=True, kw_only=True):
    arm: ClassVar[str] = "Microsoft.Web/sites/hostNameBindings/Write"

    site: SiteRef
    host: str

    def target(self, view: View) -> str:
        return f"{view.need(Site, self.site).id}/hostNameBindings/{comparable(self.host)}"

    def _az(self, view: View, verb: str, thumbprint: str | None, type_: str | None = None) -> str:
        site = view.need(Site, self.site)
        return az_line(
            f"webapp config ssl {verb}",
            g=name_of(group_of(site.id)),
            n=site.name,
            certificate_thumbprint=thumbprint or "THUMBPRINT",
            hostname=comparable(self.host),
            ssl_type=type_,
        )


class AddBinding(_BindingOperation, frozen=True, kw_only=True):
    """Bind a custom domain to a certificate of the app's webspace (named by id, name or thumbprint).

    A host that is bound already is changed in place and keeps its virtual IP. `type`: "SNI" or "IP".
    """

    title: ClassVar[str] = "Add TLS/SSL Binding"

    certificate: CertificateRef
    type: BindingType = "SNI"

    def why_not(self, view: View) -> AzureError | None:
        site = view.need(Site, self.site)
        need_host(site, self.host)
        return refusal(
            view, site, self.host, find_certificate(view, site, self.certificate), _TYPES[self.type]
        )

    def apply(self, draft: Draft, material: None) -> str:
        site = draft.need(Site, self.site)
        certificate = find_certificate(draft, site, self.certificate)
        before = need_host(site, self.host)
        bound = bind(draft, site, self.host, certificate, _TYPES[self.type])
        parts = [f"'{bound.name}' is secured with {certificate.thumbprint}."]
        if bound.virtual_ip and bound.virtual_ip != before.virtual_ip:
            parts.append(_address_gained(draft, bound))
        elif before.virtual_ip and not bound.virtual_ip:
            parts.append(_address_after(draft, site, before))
        parts.extend(f"Warning: {warning}" for warning in binding_warnings(draft, certificate))
        return " ".join(parts)

    def az(self, view: View) -> str:
        thumbprint = find_certificate(view, view.need(Site, self.site), self.certificate).thumbprint
        return self._az(view, "bind", thumbprint, self.type)

    def powershell(self, view: View) -> str:
        site = view.need(Site, self.site)
        return ps_line(
            "New-AzWebAppSSLBinding",
            **ps_place(site.id, "WebAppName"),
            Name=comparable(self.host),
            Thumbprint=find_certificate(view, site, self.certificate).thumbprint,
            SslState="IpBasedEnabled" if self.type == "IP" else "SniEnabled",
        )


class RemoveBinding(_BindingOperation, frozen=True, kw_only=True):
    """Remove a host's binding: HTTPS fails for it, and an IP based binding's dedicated IP is lost."""

    title: ClassVar[str] = "Delete bindings"

    def why_not(self, view: View) -> AzureError | None:
        if need_host(view.need(Site, self.site), self.host).thumbprint is not None:
            return None
        return AzureError("BindingNotFound", f"'{self.host}' has no TLS/SSL binding.")

    def apply(self, draft: Draft, material: None) -> str:
        site = draft.need(Site, self.site)
        gone = need_host(site, self.host)
        unbind(draft, site, self.host)
        return f"'{gone.name}' has no TLS/SSL binding any more. {_address_after(draft, site, gone)}".rstrip()

    def az(self, view: View) -> str:
        return self._az(view, "unbind", need_host(view.need(Site, self.site), self.host).thumbprint)

    def powershell(self, view: View) -> str:
        return ps_line(
            "Remove-AzWebAppSSLBinding",
            **ps_place(view.need(Site, self.site).id, "WebAppName"),
            Name=comparable(self.host),
            DeleteCertificate=False,
            Force=SWITCH,
        )


def _address_gained(view: View, bound: HostNameSslState) -> str:
    """What is left to do for a host that has a dedicated address: a CNAME record leads there by itself.

    Source: "Secure a custom DNS name with a TLS/SSL binding" (Azure docs, 2020), remap records for IP SSL.
    """
    led = bound.virtual_ip in resolve(view, bound.name).addresses
    there = ", and DNS leads there" if led else ": point its A record there"
    return f"Its dedicated IP address is {bound.virtual_ip}{there}."


def _address_after(view: View, site: Site, before: HostNameSslState) -> str:
    """What became of the dedicated address of a host whose IP based binding is gone; "" without one."""
    address = before.virtual_ip
    if not address:
        return ""
    states = view.need(Site, site.id).properties.host_name_ssl_states
    sharing = [one.name for one in states if one.virtual_ip == address]
    if sharing:
        return f"The dedicated IP address {address} stays with {', '.join(sharing)}."
    return f"Its dedicated IP address {address} is lost."
