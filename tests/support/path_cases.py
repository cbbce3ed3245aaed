"""Certification paths of every shape, as small certificates: what a client must accept and refuse."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from store.x509.pem import encode

NOW = datetime(2022, 8, 1, 12, tzinfo=UTC)
HOST = "www.contoso.com"
SERVER, MAIL = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION
ANY = ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE
UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")


@cache
def key_of(owner: str) -> ec.EllipticCurvePrivateKey:
    """The key of an authority or leaf of this name, the same for a whole run."""
    return ec.generate_private_key(ec.SECP256R1())


def key_der(owner: str) -> bytes:
    """The same key as PKCS#8."""
    return key_of(owner).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def named(text: str, organization: str = "") -> x509.Name:
    """A name of a common name and, where given, an organization."""
    parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization)] if organization else []
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, sign: bool = True, authority: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(sign, False, False, False, False, authority, authority, False, False)


def _serial(*contents: object) -> int:
    return int(sha256(repr(contents).encode()).hexdigest()[:15], 16) + 1


def certificate(
    subject: str,
    issuer: str,
    *more: x509.ExtensionType,
    ca: bool = True,
    critical: bool = False,
    **other: Any,
) -> bytes:
    """A certificate of `subject`, signed by `issuer` (DER); a leaf (`ca` false) is for `HOST`.

    Of `other` are `start` and `end` (UTC), `length` (path length), `key` and `signer` (owners of the keys
    where they are not those of the names), `names` (DNS), `organization`, `usage` (None: no key usage),
    `plain` (basic constraints left out). `critical` makes `more` critical.
    """
    owner, signer = other.get("key", subject), other.get("signer", issuer)
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(subject, other.get("organization", "")))
        .issuer_name(named(issuer))
        .public_key(key_of(owner).public_key())
        .serial_number(
            int(sha256(repr((subject, issuer, more, ca, other)).encode()).hexdigest()[:15], 16) + 1
        )
        .not_valid_before(other.get("start", NOW - timedelta(days=400)))
        .not_valid_after(other.get("end", NOW + timedelta(days=400)))
    )
    if not other.get("plain"):
        limits = x509.BasicConstraints(ca, other.get("length") if ca else None)
        builder = builder.add_extension(limits, critical=True)
    usage = other.get("usage", _usage(authority=ca))
    if usage is not None:
        builder = builder.add_extension(usage, critical=True)
    names = other.get("names", () if ca else (HOST,))
    if names:
        listed = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(listed, critical=False)
    for extension in more:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(key_of(signer), hashes.SHA256()).public_bytes(Encoding.DER)


def purposes(*wanted: x509.ObjectIdentifier) -> x509.ExtendedKeyUsage:
    """An extended key usage."""
    return x509.ExtendedKeyUsage(wanted)


def only(*bases: x509.GeneralName) -> x509.NameConstraints:
    """Name constraints that permit these."""
    return x509.NameConstraints(bases, None)


def never(*bases: x509.GeneralName) -> x509.NameConstraints:
    """Name constraints that exclude these."""
    return x509.NameConstraints(None, bases)


def dns(base: str) -> x509.DNSName:
    """A DNS name or a base of them."""
    return x509.DNSName(base)


def identified(own: str, issuer: str = "") -> tuple[x509.ExtensionType, ...]:
    """Key identifiers, without which OpenSSL takes a CA's certificate for its own new key for a root."""
    mine = x509.SubjectKeyIdentifier(own.encode())
    return (mine, x509.AuthorityKeyIdentifier(issuer.encode(), None, None)) if issuer else (mine,)


class Case(NamedTuple):
    """A leaf with what came with it and the trusted roots (DER); `fault` is a part of what is wrong, "" where
    a client takes it."""

    leaf: bytes
    pool: Sequence[bytes]
    roots: Sequence[bytes]
    fault: str


def openssl_takes(case: Case, pool: tuple[bytes, ...], folder: Path) -> bool:
    """Whether `openssl verify` takes the leaf with the rest in this order."""
    options = ["-no-CAfile", "-no-CApath", "-no-CAstore"]
    for option, ders in (("-untrusted", pool), ("-trusted", case.roots)):
        path = folder / f"{option.strip('-')}.pem"
        path.write_text("".join(encode("CERTIFICATE", der) for der in ders))
        options += [option, str(path)] if ders else []
    (folder / "leaf.pem").write_text(encode("CERTIFICATE", case.leaf))
    moment = str(int(NOW.timestamp()))
    command = ["openssl", "verify", "-attime", moment, "-purpose", "sslserver", *options, "leaf.pem"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


PAST = NOW - timedelta(days=30)
SOON = NOW + timedelta(days=30)
ROOT = certificate("Root", "Root")
OLD = certificate("Old Root", "Old Root", end=PAST)
LEAF = certificate(HOST, "CA", purposes(SERVER), ca=False)


def below(*ca: bytes, fault: str = "", leaf: bytes = LEAF, roots: Sequence[bytes] = (ROOT,)) -> Case:
    """The usual leaf with these authorities and one trusted root."""
    return Case(leaf, ca, roots, fault)


def constrained(constraints: x509.NameConstraints, fault: str = "", **leaf: Any) -> Case:
    """A leaf below a CA with name constraints."""
    made = certificate(leaf.pop("subject", HOST), "CA", *leaf.pop("more", ()), ca=False, **leaf)
    return below(certificate("CA", "Root", constraints, critical=True), leaf=made, fault=fault)


def _plain() -> dict[str, Case]:
    ca, own = certificate("CA", "Root"), certificate("L", "L", ca=False)
    return {
        "plain": below(ca),
        "root in the file": below(ca, ROOT),
        "unrelated certificates": below(ca, certificate("Other", "Other"), OLD),
        "intermediate missing": below(fault="CA is missing"),
        "nobody trusted": below(ca, ROOT, roots=(), fault="not a trusted root"),
        "other root of the name": below(
            ca, ROOT, roots=(certificate("Root", "Root", key="x", signer="x"),), fault="not"
        ),
        "signed by another key": below(certificate("CA", "Root", key="x"), fault="did not sign"),
        "self-signed leaf": below(leaf=own, roots=(), fault="not a trusted root"),
        "self-signed leaf, trusted": below(leaf=own, roots=(own,)),
        "issuer is no CA": below(certificate("CA", "Root", ca=False), fault="not allowed to issue"),
        "issuer without basic constraints": below(
            certificate("CA", "Root", plain=True, usage=None), fault="not allowed to issue"
        ),
        "issuer may not sign": below(certificate("CA", "Root", usage=_usage()), fault="not allowed to issue"),
        "issuer without key usage": below(certificate("CA", "Root", usage=None)),
        "issuer's key identifier differs": below(
            certificate("CA", "Root", x509.SubjectKeyIdentifier(b"1" * 20)),
            leaf=certificate(HOST, "CA", x509.AuthorityKeyIdentifier(b"2" * 20, None, None), ca=False),
            fault="did not sign",
        ),
    }


def _dates() -> dict[str, Case]:
    ca, late = certificate("CA", "Root"), certificate("CA", "Root", end=PAST)
    renewed = certificate("Root", "Root", end=PAST)
    return {
        "expired intermediate": below(late, fault="CA expired on 2022-07-02"),
        "intermediate of the future": below(
            certificate("CA", "Root", start=SOON), fault="CA is not valid before 2022-08-31"
        ),
        "expired root": below(
            certificate("CA", "Old Root"), OLD, roots=(OLD,), fault="Old Root expired on 2022-07-02"
        ),
        "expired and renewed intermediate": below(late, ca),
        "expired root, renewed in the file": below(ca, renewed, ROOT, roots=(ROOT, renewed)),
        "only the expired root is trusted": below(ca, ROOT, roots=(renewed,), fault="Root expired"),
    }


def _lengths() -> dict[str, Case]:
    newer = certificate("CA", "CA", *identified("new", "old"), signer="Older")
    second, again = (
        certificate("CA", "Upper"),
        certificate("Upper", "Upper", *identified("lower", "upper"), signer="New Upper"),
    )
    return {
        "path length 0 and a CA below": below(
            second, certificate("Upper", "Root", length=0), fault="Upper allows 0 authorities below it"
        ),
        "path length 1": below(second, certificate("Upper", "Root", length=1)),
        "path length on the issuer itself": below(certificate("CA", "Root", length=0)),
        "path length 0, own new key": below(
            newer, certificate("CA", "Root", *identified("old"), key="Older", length=0)
        ),
        "path length of the root": below(
            second, certificate("Upper", "Small"), roots=(certificate("Small", "Small", length=0),),
            fault="Small allows 0",
        ),
        "own new key of a CA above": below(
            second, again, certificate("Upper", "Root", *identified("upper"), key="New Upper", length=1)
        ),
    }  # fmt: skip


def _names() -> dict[str, Case]:
    contoso = x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Contoso")]))
    itself = x509.DirectoryName(named("CA"))
    root = certificate("Narrow", "Narrow", only(dns("fabrikam.com")), critical=True)
    return {
        "permitted": constrained(only(dns("contoso.com"))),
        "permitted in other letters": constrained(only(dns("Contoso.COM"))),
        "permitted below a dot": constrained(only(dns(".contoso.com"))),
        "below a dot is not the name itself": constrained(
            only(dns(".contoso.com")), "do not permit", names=("contoso.com",)
        ),
        "not permitted": constrained(only(dns("fabrikam.com")), "may not issue for www.contoso.com"),
        "end of another label": constrained(only(dns("toso.com")), "do not permit"),
        "one name of two not permitted": constrained(
            only(dns("contoso.com")), "fabrikam.com", names=(HOST, "fabrikam.com")
        ),
        "two permitted": constrained(
            only(dns("contoso.com"), dns("fabrikam.com")), names=(HOST, "fabrikam.com")
        ),
        "excluded": constrained(never(dns("contoso.com")), "exclude it"),
        "another excluded": constrained(never(dns("shop.contoso.com"))),
        "everything excluded": constrained(never(dns("")), "exclude it"),
        "wild card permitted": constrained(only(dns("contoso.com")), names=("*.contoso.com",)),
        "common name only": constrained(only(dns("fabrikam.com")), "do not permit", names=()),
        "common name that is no host": constrained(only(dns("fabrikam.com")), subject="L", names=()),
        "mail permitted, no mail in the leaf": constrained(only(x509.RFC822Name("contoso.com"))),
        "directory name permitted": constrained(only(contoso), organization="CONTOSO"),
        "directory name not permitted": constrained(only(contoso), "do not permit", organization="Fabrikam"),
        "directory name excluded": constrained(never(contoso), "exclude it", organization="Contoso"),
        "constraints of the root": below(
            certificate("CA", "Narrow"), roots=(root,), fault="Narrow may not issue"
        ),
        "own new key is exempt": below(
            certificate("CA", "CA", *identified("new", "old"), signer="Older"),
            certificate("CA", "Root", never(itself), *identified("old"), key="Older"),
        ),
        **_addresses(),
    }


def _addresses() -> dict[str, Case]:
    from ipaddress import ip_address, ip_network

    def leaf(address: str) -> dict[str, Any]:
        listed = x509.SubjectAlternativeName([dns(HOST), x509.IPAddress(ip_address(address))])
        return {"names": (), "more": (listed,)}

    net = x509.IPAddress(ip_network("20.50.0.0/16"))
    return {
        "address permitted": constrained(only(net), **leaf("20.50.2.10")),
        "address not permitted": constrained(only(net), "20.51.2.10", **leaf("20.51.2.10")),
        "address excluded": constrained(never(net), "20.50.2.10", **leaf("20.50.2.10")),
        "address of the other family": constrained(never(net), **leaf("2001:db8::1")),
    }


def _purposes() -> dict[str, Case]:
    def ca(*wanted: x509.ObjectIdentifier) -> bytes:
        return certificate("CA", "Root", purposes(*wanted))

    sealed = certificate("Mail Root", "Mail Root", purposes(MAIL))
    return {
        "CA for mail": below(ca(MAIL), fault="CA may issue for other purposes only"),
        "CA for servers": below(ca(MAIL, SERVER)),
        "CA for any purpose": below(ca(ANY), fault="other purposes"),
        "root for mail": below(certificate("CA", "Mail Root"), roots=(sealed,), fault="Mail Root may issue"),
        "CA for mail and its brother for servers": below(ca(MAIL), ca(SERVER)),
        "leaf without purposes": below(certificate("CA", "Root"), leaf=certificate(HOST, "CA", ca=False)),
        "leaf whose key may only sign certificates": below(
            certificate("CA", "Root"),
            leaf=certificate(HOST, "CA", ca=False, usage=_usage(sign=False, authority=True)),
            fault="allows no TLS",
        ),
    }


def _critical() -> dict[str, Case]:
    ca = certificate("CA", "Root")
    odd = certificate("Odd", "Odd", UNKNOWN, critical=True)
    return {
        "unknown extension": below(certificate("CA", "Root", UNKNOWN)),
        "unknown critical in the CA": below(
            certificate("CA", "Root", UNKNOWN, critical=True), fault="CA has a critical extension"
        ),
        "unknown critical in the leaf": below(
            ca, leaf=certificate(HOST, "CA", UNKNOWN, ca=False, critical=True), fault="1.2.3.4.5"
        ),
        "unknown critical in the root": below(certificate("CA", "Odd"), roots=(odd,), fault="Odd has"),
        "critical key identifier": below(
            certificate("CA", "Root", x509.SubjectKeyIdentifier(b"1" * 20), critical=True), fault="2.5.29.14"
        ),
        "critical policies": below(
            certificate(
                "CA", "Root",
                x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("1.2.3"), None)]),
                critical=True,
            )
        ),
    }  # fmt: skip


def _crossed() -> dict[str, Case]:
    r3 = certificate("CA", "X1")
    x1, x1_by_x3 = certificate("X1", "X1"), certificate("X1", "X3")
    x3, x3_old = certificate("X3", "X3"), certificate("X3", "X3", end=PAST)
    loop = certificate("X3", "X1")
    return {
        "old way only, new root trusted": below(r3, x1_by_x3, x3_old, roots=(x1,)),
        "both ways, new root trusted": below(r3, x1_by_x3, x3_old, x1, roots=(x1,)),
        "both ways, both trusted": below(r3, x1_by_x3, x3_old, x1, roots=(x1, x3_old)),
        "both ways, expired root trusted": below(
            r3, x1_by_x3, x3_old, x1, roots=(x3_old,), fault="X3 expired on 2022-07-02"
        ),
        "self-signed in the middle": below(r3, x1, x1_by_x3, roots=(x3,)),
        "self-signed instead of the cross": below(r3, x1, roots=(x3,), fault="X1 is not a trusted root"),
        "expired cross": below(
            r3, x1, certificate("X1", "X3", end=PAST), roots=(x3,), fault="X1 expired on 2022-07-02"
        ),
        "crossed both ways": below(r3, x1_by_x3, loop, x3, roots=(x3,)),
        "round without an end": below(r3, x1_by_x3, loop, roots=(), fault="circle"),
        "one way too long, the other not": below(
            certificate("CA", "Upper"), certificate("Upper", "Root", length=0),
            certificate("Upper", "X3"), roots=(ROOT, x3),
        ),
    }  # fmt: skip


CASES: dict[str, Case] = _plain() | _dates() | _lengths() | _names() | _purposes() | _critical() | _crossed()
