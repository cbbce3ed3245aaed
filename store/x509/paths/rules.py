"""Objections of a TLS client to a certification path, in sentences. Source: RFC 5280, section 6.

Judged is what `openssl verify -purpose sslserver` judges by default: constraints of names and lengths,
purposes, key usage and unknown critical extensions of every certificate, and dates of the authorities. Not
judged: policies, revocation, strength of keys and hashes. Stricter than OpenSSL: an authority of version 3
must say so in its basic constraints (section 6.1.4, k). The leaf's own dates and extended key usage are
left to lines of their own.

`cryptography.x509.verification` (50.0) does not judge here. It demands of every certificate what public
authorities must do and OpenSSL does not ask for (a subject alternative name and an authority key identifier,
among others), and takes what OpenSSL refuses: a leaf whose key usage allows no TLS, a directory name that
constraints do not permit, an authority for any purpose, another authority's key identifier. Where it refuses,
"candidates exhausted" names neither the certificate nor the other ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

from store.x509.paths.constraints import constraint_fault
from store.x509.paths.ways import Node, Way, extension

#: Purposes that let an authority issue for TLS servers, as OpenSSL counts them; "any purpose" is not one.
_FOR_SERVERS = (
    ExtendedKeyUsageOID.SERVER_AUTH,
    x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.3"),  # Microsoft's server gated cryptography
    x509.ObjectIdentifier("2.16.840.1.113730.4.1"),  # Netscape's
)
#: Extensions that may be critical, for a client knows what to do with them.
_UNDERSTOOD = (
    ExtensionOID.BASIC_CONSTRAINTS,
    ExtensionOID.KEY_USAGE,
    ExtensionOID.EXTENDED_KEY_USAGE,
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    ExtensionOID.NAME_CONSTRAINTS,
    ExtensionOID.CERTIFICATE_POLICIES,
    ExtensionOID.POLICY_MAPPINGS,
    ExtensionOID.POLICY_CONSTRAINTS,
    ExtensionOID.INHIBIT_ANY_POLICY,
    ExtensionOID.CRL_DISTRIBUTION_POINTS,
    x509.ObjectIdentifier("2.16.840.1.113730.1.1"),  # Netscape's certificate type
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.7"),  # addresses and systems of RFC 3779
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.8"),
)


def faults(way: Way) -> Iterator[str]:
    """Faults of a path that do not depend on the moment."""
    below = 0
    for index, node in enumerate(way.nodes):
        yield from _own_faults(node, leaf=index == 0)
        if index and (said := _too_many(node, below)):
            yield said
        for above in way.nodes[index + 1 :]:
            # A CA's certificate for itself is exempt, or it could not change its key.
            if index and _self_issued(node):
                break
            if said := constraint_fault(node, above, leaf=index == 0):
                yield said
        below += bool(index) and not _self_issued(node)


def date_faults(way: Way, now: datetime) -> Iterator[str]:
    """Which authorities are out of their time (`now`, UTC)."""
    for node in way.nodes[1:]:
        if said := out_of_time(node, now):
            yield said


def out_of_time(node: Node, now: datetime) -> str:
    """That a certificate has expired or is not valid yet, or ""."""
    if now > node.facts.not_after:
        return f"{node.name} expired on {node.facts.not_after:%Y-%m-%d}"
    if now < node.facts.not_before:
        return f"{node.name} is not valid before {node.facts.not_before:%Y-%m-%d %H:%M} UTC"
    return ""


def _own_faults(node: Node, *, leaf: bool) -> Iterator[str]:
    unknown = [one.oid for one in node.certificate.extensions if one.critical and one.oid not in _UNDERSTOOD]
    if unknown:
        yield f"{node.name} has a critical extension that clients do not know ({unknown[0].dotted_string})"
    if leaf:
        usage = extension(node, x509.KeyUsage)
        if usage is not None and not (
            usage.digital_signature or usage.key_encipherment or usage.key_agreement
        ):
            yield f"the key usage of {node.name} allows no TLS"
        return
    purposes = extension(node, x509.ExtendedKeyUsage)
    if purposes is not None and not any(purpose in _FOR_SERVERS for purpose in purposes):
        yield f"{node.name} may issue for other purposes only, not for TLS servers"


def _too_many(node: Node, below: int) -> str:
    limits = extension(node, x509.BasicConstraints)
    if limits is None or limits.path_length is None or below <= limits.path_length:
        return ""
    return f"{node.name} allows {limits.path_length} authorities below it, and there are {below}"


def _self_issued(node: Node) -> bool:
    return node.certificate.subject == node.certificate.issuer
