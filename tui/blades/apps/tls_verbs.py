"""Verbs of an app's TLS/SSL settings: some in every tab, the others in one."""

from __future__ import annotations

from collections.abc import Mapping

from store.operations.web.bindings import RemoveBinding
from store.operations.web.public_certificates import DeletePublicCertificate
from store.resources import name_of
from tui.blades.apps.base import SCALE_UP, SiteBlade
from tui.blades.apps.binding_list import Bindings
from tui.blades.apps.certificate_forms import (
    CreateManaged,
    ImportCertificate,
    ImportVaultCertificate,
    UploadPublic,
)
from tui.blades.apps.certificate_lists import PrivateCertificates, PublicCertificates
from tui.blades.apps.host_words import diagnosis
from tui.blades.base import refresh_verb
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import fill_in
from tui.dialogs.read_text import ReadText
from tui.navigation.verbs import Verb, verb
from tui.text.cells import cell
from tui.text.faqs import faqs
from tui.text.status import muted
from tui.widgets.columns import Column
from tui.widgets.pick import Pick
from tui.widgets.tabs import Tabs


class TlsVerbs(SiteBlade):
    """The verbs of the page, then those of its tabs, which are shown as tiles and beside settings."""

    refresh_world = refresh_verb

    @verb("d", "Delete bindings", select_first="Select a host name in the tab Bindings first.")
    def remove_binding(self) -> None:
        """Take the selected binding away, after a question."""
        bindings = self.query_one(Bindings)
        if hosts := bindings.chosen():
            self.ask_unbindings(hosts)
        else:
            self.ask_unbinding(bindings.selected())

    @remove_binding.each
    def removals(self) -> Mapping[str, RemoveBinding]:
        """Taking the binding of each host chosen away."""
        return self.unbindings(self.query_one(Bindings).chosen()) if self.tab == "bindings" else {}

    @remove_binding.operation
    def removal(self) -> RemoveBinding | None:
        """Taking the selected binding away."""
        if self.query_one(Tabs).chosen != "bindings":
            return None
        return self.unbinding(self.query_one(Bindings).selected())

    @remove_binding.shown
    def _has_bindings(self) -> bool:
        return not self.world.era.bindings_on_domains and self.tab != "public"

    @verb("y", "Buy Certificate")
    def buy(self) -> None:
        self.host.go("create", fresh=True)

    @verb("z", "Troubleshoot")
    def troubleshoot(self) -> None:
        """The faults of each custom domain, and their repair."""
        text = "\n\n".join(diagnosis(self.world, one) for one in self.hosts())
        text = text or "No custom domain is mapped to this app."
        self.app.push_screen(ReadText(f"Troubleshoot {self.site.name}", text))

    @verb("l", "FAQs")
    def read_faqs(self) -> None:
        """Choose a text to read."""
        texts = {faq.title: faq for faq in faqs(self.world)}
        rows = {title: (cell(title, "$text"), muted(faq.about)) for title, faq in texts.items()}
        pick = Pick(
            "FAQs", (Column("FAQ", 62, least=30, grow=True), Column("", 30, leaves=1, least=20)), rows
        )
        self.host.ask(pick, lambda title: self.app.push_screen(ReadText(title, texts[title].text)))

    # On Free and Shared plans the way up stands where certificates would be added.

    @property
    def tab(self) -> str:
        """The tab that is shown; "" before there are any."""
        return self.query_one(Tabs).chosen if self.query(Tabs) else ""

    @property
    def allowed(self) -> bool:
        """Whether the plan's tier may use certificates."""
        return self.plan.sku.allows_tls

    @verb("u", SCALE_UP, bar=False)
    def scale(self) -> None:
        self.ask_tier()

    @scale.shown
    def _refused_by_plan(self) -> bool:
        return not self.allowed

    # Bindings

    @verb("a", "Add TLS/SSL Binding", bar=False)
    def add_binding(self) -> None:
        """Ask for a binding of any custom domain."""
        self.ask_binding()

    @add_binding.why_not
    def _no_host(self) -> str:
        return "" if self.site.custom_hosts else "No custom domain is mapped to this app."

    @add_binding.shown
    def _can_bind(self) -> bool:
        return self.allowed and self._in_bindings()

    @verb("p", "HTTPS Only", bar=False)
    def step_https(self) -> None:
        self.step("https")

    @verb("v", "Minimum TLS Version", bar=False)
    def step_tls(self) -> None:
        self.step("tls")

    @step_https.shown
    @step_tls.shown
    def _in_bindings(self) -> bool:
        return self.tab == "bindings"

    # Private key certificates

    @verb(
        "i",
        "Import App Service Certificate",
        "An App Service Certificate becomes usable by the app",
        bar=False,
    )
    def import_certificate(self) -> None:
        """Ask for an order's certificate; once imported it is worked on in Bindings."""
        fill_in(self.host, ImportCertificate(self.resource), self.import_certificate.label)

    @verb("u", "Upload Certificate", "A PFX file of your own", bar=False)
    def upload_certificate(self) -> None:
        self.host.go("site.upload", self.resource)

    @verb("v", "Import Key Vault Certificate", "A PKCS12 certificate of a key vault", bar=False)
    def import_from_vault(self) -> None:
        """Ask for a certificate object of a key vault."""
        fill_in(self.host, ImportVaultCertificate(self.resource), self.import_from_vault.label)

    @verb("n", "Create App Service Managed Certificate", "Free, for a custom domain", bar=False)
    def create_managed(self) -> None:
        """Ask for the custom domain."""
        fill_in(self.host, CreateManaged(self.resource), self.create_managed.label)

    @import_certificate.shown
    @upload_certificate.shown
    @import_from_vault.shown
    def _has_sources(self) -> bool:
        return self._in_private() and not self.world.era.bindings_on_domains

    @create_managed.shown
    def _has_managed(self) -> bool:
        return self._has_sources() and self.world.era.managed_certificates

    @verb("a", "Add certificate", bar=False)
    def add_certificate(self) -> None:
        """Ask for the certificate's source, then what that source asks."""
        sources = {one.label: one for one in self._all_sources()}
        tiles = {one.label: (cell(one.label, "$text"), muted(one.tip)) for one in sources.values()}
        columns = (Column("SOURCE", 40), Column("", 36, grow=True))
        pick = Pick("Add certificate", columns, tiles)
        self.host.ask(pick, lambda label: self.press(sources[label]))

    @add_certificate.shown
    def _asks_source(self) -> bool:
        return self._in_private() and self.world.era.bindings_on_domains

    @verb("f", "Status Filter", bar=False)
    def step_filter(self) -> None:
        """The next status to show."""
        self.query_one(f"#{self.tab}", PrivateCertificates).step_filter()

    @step_filter.shown
    def _in_private(self) -> bool:
        return self.allowed and self.tab not in ("bindings", "public")

    def _all_sources(self) -> tuple[Verb, ...]:
        return (self.import_certificate, self.upload_certificate, self.import_from_vault, self.create_managed)

    def sources(self) -> tuple[Verb, ...]:
        """What private key certificates can be added by, one verb for all where the era has one."""
        era = self.world.era
        if era.bindings_on_domains:
            return (self.add_certificate,)
        return self._all_sources() if era.managed_certificates else self._all_sources()[:-1]

    # Public key certificates

    @verb("u", "Upload Public Key Certificate", "A .cer file for the app's code", bar=False)
    def upload_public(self) -> None:
        """Ask for the file."""
        fill_in(self.host, UploadPublic(self.resource), self.upload_public.label)

    @verb("d", "Delete public certificate", bar=False)
    def remove_public(self) -> None:
        """Delete the selected public certificate, after a question."""
        if (operation := self.public_removal()) is not None:
            name = cell(name_of(operation.certificate), "bold $text")
            confirm(self.host, "Delete public certificate", operation, name)

    @remove_public.operation
    def public_removal(self) -> DeletePublicCertificate | None:
        """Deleting the selected public certificate."""
        key = self.query_one(PublicCertificates).table.cursor_key
        return DeletePublicCertificate(certificate=key) if key else None

    @upload_public.shown
    @remove_public.shown
    def _in_public(self) -> bool:
        return self.allowed and self.tab == "public"
