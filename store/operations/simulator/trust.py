"""The roots that browsers of this world trust, besides those of its simulated CAs."""

from __future__ import annotations

from typing import ClassVar

from store.errors import AzureError
from store.files.user_files import read_bounded
from store.operations.arguments import File
from store.operations.operation import Simulator
from store.resources import TrustedRoot
from store.secret import Secret
from store.services.authority.authorities import to_text
from store.services.authority.trust import trusted_roots
from store.world import Draft, View


class TrustRoot(Simulator, frozen=True, kw_only=True):
    """Trust the root certificate in a .cer file (DER or PEM) or a PFX, as if it came with every browser."""

    arm: ClassVar[str] = "Simulator/trustedRoots/write"
    title: ClassVar[str] = "Trust a root certificate"

    file: File
    password: Secret = Secret()

    def prepare(self, view: View) -> TrustedRoot:
        from store.x509.cer import read_cer
        from store.x509.certificates import describe
        from store.x509.pfx.structure import looks_like_pfx

        data = read_bounded(self.file)
        der = _last_of_pfx(view, data, self.password) if looks_like_pfx(data) else read_cer(data).der
        facts = describe(der)
        if not facts.self_signed:
            raise AzureError(
                "NotARoot",
                f"'{facts.subject}' is not a root: '{facts.issuer}' issued it.",
                "Choose the self-signed certificate at the end of the chain.",
            )
        if der in trusted_roots(view):
            raise AzureError("AlreadyTrusted", f"'{facts.subject}' is trusted already.")
        return TrustedRoot(id=facts.thumbprint, certificate=to_text(der), subject=facts.subject)

    def apply(self, draft: Draft, material: TrustedRoot) -> str:
        draft.put(material)
        return f"'{material.subject}' ({material.id}) is trusted."


def _last_of_pfx(view: View, data: bytes, password: Secret) -> bytes:
    """The end of the chain in a PFX; raises `AzureError` for a file that cannot be read."""
    from store.x509.requirements.check import Surroundings, check_pfx

    report = check_pfx(data, password, Surroundings(view.era, view.now, trusted_roots(view)))
    if report.parts is None:
        raise report.error() or AzureError("PfxUnreadable", "The file cannot be read.")
    return (report.parts.leaf, *report.parts.chain)[-1]


class UntrustRoot(Simulator, frozen=True, kw_only=True):
    """Stop trusting a root that was added, by its thumbprint."""

    arm: ClassVar[str] = "Simulator/trustedRoots/delete"
    title: ClassVar[str] = "Stop trusting a root certificate"

    thumbprint: str

    def why_not(self, view: View) -> AzureError | None:
        if view.get(TrustedRoot, self.thumbprint) is not None:
            return None
        return AzureError(
            "RootNotFound", f"No added root has the thumbprint '{self.thumbprint[:40]}'.", "Look at the list."
        )

    def apply(self, draft: Draft, material: None) -> str:
        root = draft.need(TrustedRoot, self.thumbprint)
        draft.remove(root)
        return f"'{root.subject}' is trusted no more."
