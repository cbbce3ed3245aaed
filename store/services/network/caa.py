"""CAA records: which CA may issue for a name, and why a CA may not.

Every name of a certificate is asked for: `issuewild` decides for wild cards where there is one, else `issue`.
The record set of the name itself decides, where it is an alias that of its target; else that of the name
above it, up to the top. Sources: RFC 8659; RFC 8657 (accounturi, validationmethods); "CA/Browser
Forum Baseline Requirements", section 3.2.2.8. `account` is DigiCert's own parameter, as in
`digicert.com; account=…`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from store.hostnames import comparable
from store.resources import RecordType
from store.services.network.dns import Answer, ask
from store.world import View

#: Tags that a CA understands; a critical record with another one forbids to issue.
TAGS = ("issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc")
#: Parameters that bind a permission to one account, or to ways of proof, of the domain's owner.
_BINDING_PARAMETERS = ("account", "accounturi", "validationmethods")

_TAG = re.compile(r"[A-Za-z0-9]+", re.ASCII)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*", re.ASCII)
_PARAMETER = re.compile(rf"({_LABEL})[ \t]*=[ \t]*[!-:<-~]*", re.ASCII)


class Caa(Struct, frozen=True):
    """A CAA record's parts; `value` is without the quotes that a zone file has around it."""

    flags: int
    tag: str
    value: str

    @property
    def critical(self) -> bool:
        """Whether a CA that does not know the tag must not issue."""
        return self.flags >= 128

    def permission(self) -> tuple[str, tuple[str, ...]]:
        """The issuer's domain and the names of its parameters; "" where no CA may issue, or malformed."""
        domain, _, rest = self.value.partition(";")
        found = [_PARAMETER.fullmatch(part.strip()) for part in rest.split(";") if part.strip()]
        if not _DOMAIN.fullmatch(domain.strip()) or None in found:
            return "", ()
        return domain.strip().lower(), tuple(one[1].lower() for one in found if one)


def read_caa(value: str) -> Caa | None:
    """The parts of a CAA record such as `0 issue "godaddy.com"`; None for what is no CAA record."""
    parts = value.strip().split(None, 2)
    if len(parts) != 3:
        return None
    flags, tag, text = parts
    if not (flags.isdecimal() and flags.isascii() and len(flags) <= 3 and int(flags) <= 255):
        return None
    if not _TAG.fullmatch(tag):
        return None
    if len(text) >= 2 and text.startswith('"') and text.endswith('"'):
        text = text[1:-1].replace('\\"', '"')
    return Caa(int(flags), tag.lower(), text.strip())


class CaaRefusal(Struct, frozen=True):
    """Why a CA may not issue for a name, as a sentence, and what would let it."""

    said: str
    advice: str


def caa_refusal(view: View, names: Iterable[str], issuer: str) -> CaaRefusal | None:
    """Why this CA ("godaddy.com", "digicert.com") may not issue for one of these names, or None.

    A `*.` in front of a name asks for a wild card. No records at all let any CA issue; a name whose aliases
    lead nowhere lets none.
    """
    answers: dict[str, Answer] = {}
    for name in names:
        # A wild card and its domain have the same records.
        answer = answers.get(_bare(name)) or answers.setdefault(_bare(name), _relevant(view, name))
        if answer.problem:
            said = f"DNS has no answer about CAA records of {_bare(name)}: {answer.problem}."
            return CaaRefusal(said, "Correct the CNAME records.")
        refused = _refused(answer, issuer, wild=name.startswith("*."))
        if refused is not None:
            at = answer.path[-1]
            alias = f" ({answer.path[0]} is an alias of it)" if len(answer.path) > 1 else ""
            said = f"The CAA records of {at}{alias} do not allow {issuer} to issue for {name}"
            return CaaRefusal(f"{said}{refused.said}.", refused.advice)
    return None


def names_asked(view: View, names: Iterable[str]) -> Iterator[str]:
    """Every name whose records decide about these names: itself, those above it, and their aliases."""
    for name in names:
        for level in _levels(name):
            yield from ask(view, level, RecordType.CAA).path


def _relevant(view: View, name: str) -> Answer:
    """The nearest answer with records upwards from a name (RFC 8659, section 3)."""
    answer = Answer((_bare(name),), ())
    for level in _levels(name):
        answer = ask(view, level, RecordType.CAA)
        if answer.records or answer.problem:
            break
    return answer


def _levels(name: str) -> Iterator[str]:
    bare = _bare(name)
    for level in range(bare.count(".") + 1):
        yield bare.split(".", level)[-1]


def _bare(name: str) -> str:
    return comparable(name.strip()).removeprefix("*.")


def _refused(answer: Answer, issuer: str, *, wild: bool) -> CaaRefusal | None:
    records = [caa for one in answer.records if (caa := read_caa(one.value)) is not None]
    unknown = next((one.tag for one in records if one.critical and one.tag not in TAGS), "")
    if unknown:
        advice = "Remove that record, or write 0 in place of its flags."
        return CaaRefusal(f": a critical record has the tag {unknown}, which the CA does not know", advice)
    tag = "issuewild" if wild and any(one.tag == "issuewild" for one in records) else "issue"
    deciding = [one.permission() for one in records if one.tag == tag]
    named = [parameters for domain, parameters in deciding if domain == issuer.lower()]
    if not deciding or any(not _bound(parameters) for parameters in named):
        return None
    advice = f'Add the CAA record 0 {tag} "{issuer}".'
    if not named:
        return CaaRefusal("", advice)
    limits = ", ".join(dict.fromkeys(one for parameters in named for one in _bound(parameters)))
    said = f": its record has the parameter {limits}, and Azure does not order with your account"
    return CaaRefusal(said, f"{advice.rstrip('.')} without a parameter.")


def _bound(parameters: Sequence[str]) -> list[str]:
    return [one for one in parameters if one in _BINDING_PARAMETERS]
