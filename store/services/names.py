"""Rules for names in Azure: each answers "" or the sentence about the mistake.

Sources: "Naming rules and restrictions for Azure resources" and "Lock your resources to protect
your infrastructure" (Azure docs, 2024), "Add and manage TLS/SSL certificates" (Azure docs, 2022).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from store.hostnames import LONGEST_LABEL, LONGEST_NAME, comparable

#: A rule: from a name to "" or the sentence that says what is wrong with it.
Rule = Callable[[str], str]

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII | re.IGNORECASE)

#: Fewest parts of a full host name.
_FEWEST = 2
#: Fewest and most characters of a name.
ORDER_NAME, VAULT_NAME, SECRET_NAME = (3, 30), (3, 24), (1, 127)
SITE_NAME, PLAN_NAME = (2, 60), (1, 60)
CLOUD_SERVICE_NAME, STORAGE_NAME, CONTAINER_NAME = (1, 15), (3, 24), (3, 63)
GROUP_NAME = LOCK_NAME = (1, 90)
WEB_CERTIFICATE_NAME = (1, 260)


def order_name(name: str) -> str:
    """3-30 letters and digits."""
    return _length(name, *ORDER_NAME) or _only(name, r"[A-Za-z0-9]*", "letters and digits")


def vault_name(name: str) -> str:
    """3-24 letters, digits and single hyphens; begins with a letter, ends with a letter or digit."""
    wrong = _length(name, *VAULT_NAME) or _hyphenated(name)
    if wrong:
        return wrong
    if not name[0].isalpha():
        return "The name must begin with a letter."
    if name.endswith("-"):
        return "The name must end with a letter or digit."
    return "The name must not contain two hyphens in a row." if "--" in name else ""


def secret_name(name: str) -> str:
    """1-127 letters, digits and hyphens; certificate objects of a vault follow the same rule."""
    return _length(name, *SECRET_NAME) or _hyphenated(name)


def site_name(name: str) -> str:
    """2-60 letters, digits and hyphens, no hyphen at either end."""
    return _length(name, *SITE_NAME) or _hyphenated(name) or _inner_hyphens(name)


def plan_name(name: str) -> str:
    """1-60 letters, digits and hyphens."""
    return _length(name, *PLAN_NAME) or _hyphenated(name)


def cloud_service_name(name: str) -> str:
    """1-15 letters, digits and hyphens, no hyphen at either end."""
    return _length(name, *CLOUD_SERVICE_NAME) or _hyphenated(name) or _inner_hyphens(name)


def storage_name(name: str) -> str:
    """3-24 lower-case letters and digits."""
    return _length(name, *STORAGE_NAME) or _only(name, r"[a-z0-9]*", "lower-case letters and digits")


def container_name(name: str) -> str:
    """3-63 lower-case letters, digits and single hyphens, no hyphen at either end."""
    wrong = _length(name, *CONTAINER_NAME)
    wrong = wrong or _only(name, r"[a-z0-9-]*", "lower-case letters, digits and hyphens")
    if wrong or "--" not in name:
        return wrong or _inner_hyphens(name)
    return "The name must not contain two hyphens in a row."


def resource_group(name: str) -> str:
    """1-90 letters, digits, underscores, hyphens, parentheses and periods, no period at the end."""
    wrong = _length(name, *GROUP_NAME)
    if wrong:
        return wrong
    if not all(letter.isalnum() or letter in "_-.()" for letter in name):
        return "The name may have only letters, digits, underscores, hyphens, parentheses and periods."
    return "The name must not end with a period." if name.endswith(".") else ""


def lock_name(name: str) -> str:
    """1-90 printable characters without `<>%&:\\?/`."""
    return _length(name, *LOCK_NAME) or _resource(name, "<>%&:\\?/")


def web_certificate(name: str) -> str:
    """1-260 printable characters without `<>%&:\\?/#`."""
    return _length(name, *WEB_CERTIFICATE_NAME) or _resource(name, "<>%&:\\?/#")


def _resource(name: str, forbidden: str) -> str:
    if not name.isprintable() or any(letter in name for letter in forbidden):
        return f"The name must not contain control characters or any of {forbidden}."
    return "The name must not end with a period or a space." if name[-1] in ". " else ""


def host_name(host: str, *, wildcard: bool = False) -> str:
    """A full DNS name of at least two labels; with `wildcard` its leftmost label may be `*`.

    An international name is judged in its ASCII form.
    """
    bare = host.removeprefix("*.") if wildcard else host
    if "*" in bare:
        return "Only the leftmost label may be '*', once." if wildcard else "A wild card is not allowed here."
    whole = _ascii(bare)
    labels = whole.split(".")
    if len(whole) > LONGEST_NAME:
        return f"The name has {len(whole)} characters; a host name has up to {LONGEST_NAME}."
    if longest := next((len(label) for label in labels if len(label) > LONGEST_LABEL), 0):
        return f"A part of '{host[:80]}' has {longest} characters; between two periods are {LONGEST_LABEL}."
    if not all(_LABEL.fullmatch(label) for label in labels):
        return f"'{host[:80]}' is not a host name: letters, digits and dashes, separated by periods."
    if len(labels) < _FEWEST:
        return f"'{host[:80]}' is no full host name: there are {_FEWEST} parts or more, as in contoso.com."
    return "" if not labels[-1].isdigit() else f"'{host[:80]}' is an IP address, not a host name."


def _ascii(host: str) -> str:
    return host if host.isascii() else comparable(host)


def _length(name: str, least: int, most: int) -> str:
    if least <= len(name) <= most:
        return ""
    return f"The name must be {least}-{most} characters long; it has {len(name)}."


def _hyphenated(name: str) -> str:
    return _only(name, r"[A-Za-z0-9-]*", "letters, digits and hyphens")


def _inner_hyphens(name: str) -> str:
    return "The name must not begin or end with a hyphen." if name[0] == "-" or name[-1] == "-" else ""


def _only(name: str, pattern: str, what: str) -> str:
    return "" if re.fullmatch(pattern, name) else f"The name may have only {what}."
