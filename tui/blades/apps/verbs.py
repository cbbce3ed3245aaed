"""Verbs of an app's certificates and bindings whose keys stand on the page, not in the command bar."""

from __future__ import annotations

from tui.navigation.verbs import Verb


def _ask(key: str, label: str, tip: str) -> Verb:
    return Verb(key, label, action=lambda blade: blade.ask_for(label), tip=tip, bar=False)


IMPORT = _ask("i", "Import App Service Certificate", "An App Service Certificate becomes usable by the app")
UPLOAD = Verb("u", "Upload Certificate", route="site.upload", tip="A PFX file of your own", bar=False)
VAULT = _ask("e", "Import Key Vault Certificate", "A PKCS12 certificate of a key vault")
MANAGED = _ask("n", "Create App Service Managed Certificate", "Free, for a custom domain")
SOURCES = (IMPORT, UPLOAD, VAULT, MANAGED)
FILTER = Verb("l", "Status Filter", action=lambda blade: blade.step_filter(), bar=False)
ADD_SOURCE = Verb("a", "Add certificate", action=lambda blade: blade.ask_source(), bar=False)
SCALE = Verb("p", "Scale up (App Service plan)", action=lambda blade: blade.scale(), bar=False)
BINDING = (
    Verb(
        "a",
        "Add TLS/SSL Binding",
        action=lambda blade: blade.add_binding(),
        why_not=lambda blade: blade.no_host(),
        bar=False,
    ),
    Verb("o", "HTTPS Only", action=lambda blade: blade.step("https"), bar=False),
    Verb("v", "Minimum TLS Version", action=lambda blade: blade.step("tls"), bar=False),
)
PUBLIC = (
    _ask("u", "Upload Public Key Certificate", "A .cer file for the app's code"),
    Verb(
        "e",
        "Delete public certificate",
        operation=lambda blade: blade.public_removal(),
        action=lambda blade: blade.remove_public(),
        bar=False,
    ),
)
