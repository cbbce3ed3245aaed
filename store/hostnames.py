"""Host names: their ASCII form, and which names of a certificate cover which host.

Sources: UTS #46 "Unicode IDNA Compatibility Processing" (non-transitional, as browsers and curl read names),
RFC 5891, RFC 6125 (wild cards).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from store.errors import AzureError

#: RFC 1035: the longest name that DNS can carry, and the longest part of it.
LONGEST_NAME, LONGEST_LABEL = 253, 63
#: Longer texts are not converted: no name becomes shorter by a factor of four.
_LONGEST_WRITTEN = 4 * LONGEST_NAME
#: Letters that IDNA 2003 replaces or drops and IDNA 2008 keeps (UTS #46, table 1: deviation characters).
_DEVIATIONS = {"ß": "ss", "ς": "σ", "\u200c": "", "\u200d": ""}


@lru_cache(maxsize=4096)
def ascii_name(host: str) -> str:
    """The name as certificates write it: lower case, punycode (A-labels), no trailing dot.

    Raises `AzureError` HostNameInvalid for what cannot be a DNS name.
    """
    text = host.removesuffix(".").lower() if host.isascii() else _converted(host)
    labels = text.split(".")
    if len(text) > LONGEST_NAME or not all(
        0 < len(label) <= LONGEST_LABEL and label.isprintable() for label in labels
    ):
        raise AzureError("HostNameInvalid", f"'{host[:80]}' is not a valid host name.")
    return text


def comparable(host: str) -> str:
    """The name to look a host up by: its ASCII form, or for what is no name the text in lower case."""
    try:
        return ascii_name(host)
    except AzureError:
        return host.lower()


@lru_cache(maxsize=256)
def _converted(host: str) -> str:
    """The ASCII form of a name with other letters; "" where UTS #46 or IDNA 2008 has none."""
    try:
        return _ascii_labels(_mapped(host))
    except UnicodeError:
        return ""


def _mapped(host: str) -> str:
    # Its tables take 20 ms to load, and most names need none.
    import idna

    if len(host) > _LONGEST_WRITTEN:
        raise UnicodeError("too long for a name")
    return idna.uts46_remap(host, std3_rules=False, transitional=False).removesuffix(".")


def _ascii_labels(name: str) -> str:
    import idna

    # Label by label: DNS names may have ASCII labels that no host has, such as `_dmarc` or `*`.
    labels = [label if label.isascii() else idna.alabel(label).decode("ascii") for label in name.split(".")]
    return ".".join(labels)


def other_reading(host: str) -> str:
    """The name that programs of IDNA 2003 make of a written name, in a sentence; "" where all agree.

    The two standards differ over ß, ς and the zero-width joiners: the older one makes another name of
    them, which may be somebody else's domain.
    """
    if host.isascii():
        return ""
    try:
        mapped = _mapped(host)
        ours = _ascii_labels(mapped)
        theirs = _ascii_labels("".join(_DEVIATIONS.get(letter, letter) for letter in mapped))
    except UnicodeError:
        return ""
    if ours == theirs:
        return ""
    return (
        f"'{host[:80]}' is {ours} (IDNA 2008); programs that follow IDNA 2003 read it as {theirs}, "
        "which is another domain."
    )


def covers(names: Iterable[str], host: str) -> bool:
    """Whether one of the certificate's names covers the host.

    A `*` as the whole leftmost label stands for exactly one label. Case, a trailing dot and the
    spelling of international names make no difference; a name that is none covers nothing.
    """
    return bool(_covering(tuple(names), host))


@lru_cache(maxsize=4096)
def _covering(names: tuple[str, ...], host: str) -> tuple[str, ...]:
    try:
        wanted = ascii_name(host)
    except AzureError:
        return ()
    label, _, parent = wanted.partition(".")
    accepted = {wanted, f"*.{parent}"} if parent and "*" not in label else {wanted}
    return tuple([name for name in names if _plain(name) in accepted])


@lru_cache(maxsize=4096)
def remarks(names: tuple[str, ...], common_name: str, host: str) -> tuple[str, ...]:
    """Sentences about clients that disagree whether a certificate with these DNS names covers the host.

    `names` are those of the subject alternative name. Nothing is said of a host that no name covers.
    """
    if not names:
        if not covers([common_name], host):
            return ()
        return (
            "The certificate lists no DNS names: browsers and Go refuse it; OpenSSL, curl, Java and GnuTLS "
            "take its common name.",
        )
    covering = _covering(names, host)
    if not covering or any(not name.endswith(".") and not _bare_wild_card(name) for name in covering):
        return ()
    if any(map(_bare_wild_card, covering)):
        wild = next(filter(_bare_wild_card, covering))
        return (
            f"{wild} stands for every name right under a top-level domain: browsers, curl, OpenSSL and "
            "GnuTLS refuse that; Go and Java take it.",
        )
    return (
        f"'{covering[0]}' ends with a dot in the certificate: browsers, Go and OpenSSL do not find "
        f"'{ascii_name(host)}' in it.",
    )


def _bare_wild_card(name: str) -> bool:
    """Whether the name is a `*` directly under a single label, such as `*.com`."""
    plain = _plain(name)
    return plain.startswith("*.") and plain.count(".") == 1


def _plain(name: str) -> str:
    try:
        return ascii_name(name)
    except AzureError:
        return ""
