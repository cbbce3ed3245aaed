"""Name constraints: which names a CA may issue for. Source: RFC 5280, section 4.2.1.10.

DNS names, addresses, mail addresses, URIs and directory names are compared as OpenSSL does: a DNS base
stands for itself and everything below it, one that begins with a dot only for what is below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from store.x509.fields import name_text
from store.x509.paths.limits import LONGEST_SHOWN
from store.x509.paths.ways import Node, extension


def constraint_fault(node: Node, above: Node, *, leaf: bool) -> str:
    """The objection of a CA's name constraints to a certificate below it, or ""."""
    constraints = extension(above, x509.NameConstraints)
    if constraints is None:
        return ""
    permitted, excluded = constraints.permitted_subtrees or [], constraints.excluded_subtrees or []
    for name in _names(node, leaf=leaf):
        of_kind = [base for base in permitted if type(base) is type(name)]
        if of_kind and not any(_within(name, base) for base in of_kind):
            return f"{above.name} may not issue for {_text(name)}: its name constraints do not permit it"
        if any(type(base) is type(name) and _within(name, base) for base in excluded):
            return f"{above.name} may not issue for {_text(name)}: its name constraints exclude it"
    return ""


def _names(node: Node, *, leaf: bool) -> Iterator[x509.GeneralName]:
    """Every name that constraints apply to: alternative names, subject, and a leaf's only DNS name."""
    listed: list[x509.GeneralName] = list(extension(node, x509.SubjectAlternativeName) or ())
    yield from listed
    subject = node.certificate.subject
    if subject.rdns:
        yield x509.DirectoryName(subject)
    for mail in subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS):
        if isinstance(mail.value, str) and mail.value.isascii():
            yield x509.RFC822Name(mail.value)
    if leaf and not any(isinstance(name, x509.DNSName) for name in listed):
        common = node.facts.common_name
        if "." in common and common.isascii() and " " not in common:
            yield x509.DNSName(common)


def _within(name: x509.GeneralName, base: x509.GeneralName) -> bool:
    compare = _COMPARE.get(type(name))
    # A kind of name that cannot be compared is not within anything that is permitted.
    return compare is not None and compare(name.value, base.value)


def _dns(name: str, base: str) -> bool:
    low, root = name.lower(), base.lower()
    return not root or low == root or low.endswith(root if root.startswith(".") else f".{root}")


def _host(host: str, base: str) -> bool:
    """The host of a mail address or URI: only a base with a dot in front covers the hosts below it."""
    return host.endswith(base.lower()) if base.startswith(".") else host == base.lower()


def _mail(name: str, base: str) -> bool:
    user, _, host = name.rpartition("@")
    wanted, at, of = base.rpartition("@")
    return (user == wanted and host.lower() == of.lower()) if at else _host(host.lower(), base)


def _uri(name: str, base: str) -> bool:
    try:
        return _host((urlsplit(name).hostname or "").lower(), base)
    except ValueError:
        return False


def _address(name: IPv4Address | IPv6Address, base: IPv4Network | IPv6Network) -> bool:
    return name.version == base.version and name in base


def _directory(name: x509.Name, base: x509.Name) -> bool:
    parts, wanted = [_comparable(rdn) for rdn in name.rdns], [_comparable(rdn) for rdn in base.rdns]
    return parts[: len(wanted)] == wanted


def _comparable(rdn: x509.RelativeDistinguishedName) -> frozenset[tuple[str, str]]:
    # RFC 5280, section 7.1: neither case nor the number of spaces tells names apart.
    return frozenset((one.oid.dotted_string, " ".join(str(one.value).lower().split())) for one in rdn)


_COMPARE: dict[type[x509.GeneralName], Callable[[Any, Any], bool]] = {
    x509.DNSName: _dns,
    x509.RFC822Name: _mail,
    x509.UniformResourceIdentifier: _uri,
    x509.IPAddress: _address,
    x509.DirectoryName: _directory,
}


def _text(name: x509.GeneralName) -> str:
    text = name_text(name.value) if isinstance(name.value, x509.Name) else str(name.value)
    return text[:LONGEST_SHOWN]
