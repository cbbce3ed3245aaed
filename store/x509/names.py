"""Host names in certificates: their ASCII form, and which certificate covers which host."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import AzureError

#: RFC 1035: the longest name that DNS can carry.
LONGEST_NAME = 253


def ascii_name(host: str) -> str:
    """The name as certificates write it: lower case, punycode, no trailing dot.

    Raises `AzureError` HostNameInvalid for what cannot be a DNS name.
    """
    bare = host.removesuffix(".")
    try:
        text = bare.lower() if bare.isascii() else bare.encode("idna").decode("ascii").lower()
    except UnicodeError:
        text = ""
    labels = text.split(".")
    if len(text) > LONGEST_NAME or not all(0 < len(label) < 64 and label.isprintable() for label in labels):
        raise AzureError("HostNameInvalid", f"'{host[:80]}' is not a valid host name.")
    return text


def covers(names: Iterable[str], host: str) -> bool:
    """Whether one of the certificate's names stands for the host.

    A `*` as the whole leftmost label stands for exactly one label. Case, a trailing dot and the
    spelling of international names make no difference; a name that is none covers nothing.
    """
    try:
        wanted = ascii_name(host)
    except AzureError:
        return False
    label, _, parent = wanted.partition(".")
    accepted = {wanted, f"*.{parent}"} if parent and "*" not in label else {wanted}
    return any(_plain(name) in accepted for name in names)


def _plain(name: str) -> str:
    try:
        return ascii_name(name)
    except AzureError:
        return ""
