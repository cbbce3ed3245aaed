"""The four texts behind FAQs, with the numbers of the world's era.

Sources: "Troubleshooting Tools for App Service Certificate" (blog, 2018), "New Sync and Export experiences"
(blog, 2019), "Add and manage TLS/SSL certificates" (Azure docs, 2022); for machines "Key Vault virtual
machine extension for Windows" (Azure docs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.services import steps
from store.services.certificate_registration.limits import DENIED_AFTER_DAYS
from store.services.certificate_registration.names_and_proof import page_proves_www, proof_days
from store.services.certificate_registration.term import lead_days, shorter_than_term

if TYPE_CHECKING:
    from store.world import World


@dataclass(frozen=True)
class Faq:
    """A titled text of paragraphs, each with a heading ("" for none); `about` is its line in the list."""

    title: str
    about: str
    parts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The paragraphs one below the other; they wrap where they are shown."""
        return "\n\n".join(f"{heading}\n{text}" if heading else text for heading, text in self.parts)


def faqs(world: World) -> tuple[Faq, ...]:
    """The entries in the portal's order."""
    return (_buy(world), _common(world), _MACHINES, _LOCAL_COPY)


def _buy(world: World) -> Faq:
    era, holds = world.era, proof_days(world.era, world.now)
    where = {"certificate": "the certificate", "vault": "the key vault"}.get(era.default_lock)
    lock = f" Step 1 also puts a Delete lock on {where}." if where else ""
    proof = (
        f"Prove within {DENIED_AFTER_DAYS} days that the domain is yours, else the order is denied for good."
    )
    if not page_proves_www(world):
        proof += (
            " An App Service domain, a DNS TXT record or the mail keep the www name in the certificate; the "
            "HTML page and App Service drop it."
        )
    return Faq(
        "Buy and configure an App Service Certificate for web apps",
        "From the purchase to a host name that is Secure, in six steps.",
        (
            (
                "1. Create",
                "App Service Certificates > Create. Choose Standard for a domain and its www name, Wild Card "
                "for all names one level below a domain. Nothing is billed before the certificate is issued.",
            ),
            (
                "2. Store",
                f"{steps.STORE}. Choose a key vault or make one; the certificate "
                f"services get their access policies in it.{lock}",
            ),
            ("3. Verify", f"{steps.VERIFY}. {proof}"),
            (
                "4. Import",
                f"App > {era.app_menu} > Import App Service Certificate. Every app of the same webspace "
                "(resource group, region, operating system) can use it then.",
            ),
            ("5. Bind", f"App > {era.app_menu} > Add TLS/SSL Binding. An import alone secures nothing."),
            (
                "6. Keep it",
                "Leave auto renew on, and verify the domain again before its proof is older than "
                f"{holds} days.",
            ),
        ),
    )


def _common(world: World) -> Faq:
    era, holds = world.era, proof_days(world.era, world.now)
    return Faq(
        "Commonly asked questions",
        "Rekey and sync, renewal, and what cannot be taken back.",
        (
            (
                "Why does my app still serve the old certificate?",
                "Rekey and renewal end in the key vault. The apps follow when the sync job runs, every "
                f"{era.sync_period_hours} hours, or at once: Rekey and Sync > Sync.",
            ),
            ("When is a certificate renewed?", _renewed(world)),
            (
                "Does a rekey extend it?",
                "No. A rekey gives a new key and keeps the expiry; it is free. Use it when the key is "
                "compromised.",
            ),
            (
                "Why is my order back at Pending Issuance?",
                f"The proof of the domain is older than {holds} days, or a CAA record forbids "
                "godaddy.com to issue. The old certificate keeps serving until its expiry.",
            ),
            (
                "It has expired, or was denied. Can it be restored?",
                "No. Buy a new certificate for the same domain. Where auto renew was on, look for a card "
                "that was refused or a proof of the domain that was too old.",
            ),
            (
                "What does Delete do?",
                "It revokes the certificate: every binding that uses it becomes invalid. It "
                "cannot be undone.",
            ),
        ),
    )


def _renewed(world: World) -> str:
    era, lead = world.era, lead_days(world.era, world.now)
    job = f"the job that runs every {era.auto_renew_period_hours} hours"
    if not shorter_than_term(era, world.now):
        return (
            f"With auto renew on, {job} renews it from {lead} days before its expiry. Manual Renew is "
            f"possible from {era.manual_renew_days} days before."
        )
    return (
        f"A paid year has several certificates: {job} asks for the next one from {lead} days before one "
        "expires, at no cost, auto renew on or off. With auto renew on, another year is bought that long "
        f"before the last one expires; Manual Renew is possible from {era.manual_renew_days} days before "
        "the end of the paid year."
    )


_MACHINES = Faq(
    "Configure an App Service Certificate for Azure virtual machines",
    "The key vault secret is a PFX that other services can read.",
    (
        ("", "An App Service Certificate lives in a key vault as a secret: a PFX without a password."),
        (
            "",
            "Virtual machines and Cloud Services read it from there. The vault must allow it: Azure Virtual "
            "Machines for deployment. A deployment takes the address of a version of the secret, and the "
            "machine keeps that version until it is deployed anew.",
        ),
        (
            "",
            "The Key Vault VM extension is given the address without a version: it asks the vault every so "
            "often and installs the newest.",
        ),
        (
            "",
            "After a rekey or renewal the secret has a new version. Update each machine and cloud service "
            "that names an older one; Sync moves web apps only.",
        ),
    ),
)

_LOCAL_COPY = Faq(
    "Create a local private certificate copy",
    "Export a PFX, and what Azure does not do for it any more.",
    (
        (
            "",
            "Export Certificate leads to the secret in the key vault. Open its current version and download "
            "it as a certificate: a PFX with an empty password.",
        ),
        (
            "",
            "The copy is on its own: Azure neither renews it nor syncs it, and a rekey makes it outdated. "
            "Where you can, read the secret from the key vault instead of keeping a file.",
        ),
        (
            "",
            "Give the copy a password before you move it, import it where it is needed, and delete every "
            "other copy. App Service refuses an upload without a password.",
        ),
    ),
)
