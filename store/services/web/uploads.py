"""Certificates that people bring themselves: the report on a PFX, and the resource an upload makes.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), private certificate requirements.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.errors import AzureError
from store.files.user_files import read_bounded
from store.resources import ServerFarm, Site, WebCertificate, WebCertificateProperties
from store.secret import Secret
from store.services.authority.trust import trusted_roots
from store.services.key_vault.links import common_name
from store.services.web.imports import web_certificate_id
from store.services.web.invariants import duplicate_refusal, put_certificate
from store.services.web.webspaces import (
    certificates_in,
    plan_of,
    webspace_of,
)
from store.world import Draft, View

if TYPE_CHECKING:
    from store.x509.requirements.report import Report


def upload_report(view: View, site: Site, data: bytes, password: Secret, host: str | None = None) -> Report:
    """What an upload of these bytes to this app would say, line by line; `host` adds what binding needs.

    Never raises for anything in the file or the password.
    """
    from store.x509.requirements.check import Surroundings, check_pfx

    held = certificates_in(view, webspace_of(view, site))
    duplicates = [one.thumbprint for one in held]
    around = Surroundings(view.era, view.now, trusted_roots(view), host, duplicates)
    report = check_pfx(data, password, around)
    if report.code != "PfxDuplicate" or report.facts is None:
        return report
    # Where it stands already is known here.
    duplicate = duplicate_refusal(view, plan_of(view, site), report.facts.thumbprint)
    return replace(report, message=duplicate.message) if duplicate else report


def inspect_upload(view: View, site: Site, path: str, password: Secret) -> Report:
    """What an upload of this file to this app would say.

    Raises `AzureError` FileNotFound, FileNotRegular, FileTooLarge, FileUnreadable.
    """
    return upload_report(view, site, read_bounded(path), password)


def accepted(view: View, site: Site, data: bytes, password: Secret) -> Report:
    """The report on a file that an upload takes; raises `AzureError` with its first fault."""
    report = upload_report(view, site, data, password)
    if report.facts is not None:
        duplicate = duplicate_refusal(view, plan_of(view, site), report.facts.thumbprint)
        if duplicate is not None:
            raise duplicate
    if not report.accepted:
        raise report.error() or AzureError("PfxNotAccepted", "The PFX file does not meet the requirements.")
    return report


def put_uploaded(draft: Draft, plan: ServerFarm, report: Report, name: str = "") -> WebCertificate:
    """Add the certificate of an accepted file to the plan's webspace, under this name or the portal's own.

    Raises `AzureError` Conflict where the webspace has it already, TooManyCertificates where it is full.
    """
    from store.x509.pfx.build import build_pfx

    facts, parts = report.facts, report.parts
    assert facts is not None
    assert parts is not None  # an accepted file has both
    name = name or f"{facts.thumbprint}-{plan.webspace}"
    uploaded = WebCertificate(
        id=web_certificate_id(plan, name),
        name=name,
        location=plan.location,
        properties=WebCertificateProperties(
            subject_name=common_name(facts.subject),
            host_names=facts.all_names,
            issuer=common_name(facts.issuer),
            issue_date=facts.not_before,
            expiration_date=facts.not_after,
            thumbprint=facts.thumbprint,
            server_farm_id=plan.id,
            web_space=plan.webspace,
            public_key_hash=facts.public_key_hash,
            cer_blob=b64encode(parts.leaf).decode("ascii"),
            pfx_blob=b64encode(build_pfx(parts.key, parts.leaf, parts.chain, None)).decode("ascii"),
            server_auth=facts.server_auth,
            self_signed=facts.self_signed,
            root_key_hash=parts.root_key_hash,
        ),
    )
    put_certificate(draft, uploaded)
    return uploaded
