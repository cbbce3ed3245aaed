"""Host names: the ASCII form of a written name, what two standards make of it, where clients differ."""

from __future__ import annotations

import pytest

from store.errors import AzureError
from store.hostnames import ascii_name, comparable, covers, other_reading, remarks


@pytest.mark.parametrize(
    ("written", "name"),
    [
        # What curl (libidn2) and Node answer.
        ("straße.de", "xn--strae-oqa.de"),
        ("STRASSE.de", "strasse.de"),
        ("STRAẞE.de", "xn--strae-oqa.de"),
        ("βόλος.com", "xn--nxasmm1c.com"),
        ("Bücher.Example.", "xn--bcher-kva.example"),
        ("köln。de", "xn--kln-sna.de"),
        ("ｃｏｎｔｏｓｏ.com", "contoso.com"),
        ("क्\u200dष.com", "xn--11b2ezcw70k.com"),
        ("*.køreskolen.app", "*.xn--kreskolen-l8a.app"),
        ("_dmarc.straße.de", "_dmarc.xn--strae-oqa.de"),
        ("XN--STRAE-OQA.de", "xn--strae-oqa.de"),
        ("con\u00adtoso.com", "contoso.com"),  # a soft hyphen is no letter in either standard
    ],
)
def test_a_written_name_has_the_ascii_form_of_today(written: str, name: str) -> None:
    assert ascii_name(written) == comparable(written) == name


@pytest.mark.parametrize("text", ["a\u200db.com", "\u200cab.com", "☕.com", "a.١.com", "ü..de", "ü" * 1013])
def test_what_the_standard_has_no_name_for_is_refused_not_changed(text: str) -> None:
    with pytest.raises(AzureError, match="HostNameInvalid"):
        ascii_name(text)
    assert comparable(text) == text.lower()


@pytest.mark.parametrize(
    ("written", "theirs"),
    [
        ("straße.de", "strasse.de"),
        ("βόλος.com", "xn--nxasmq6b.com"),
        ("क्\u200dष.com", "xn--11b2ezc.com"),
        ("bücher.example", ""),
        ("strasse.de", ""),
        ("☕.com", ""),
    ],
)
def test_what_the_older_standard_reads_differently_is_said(written: str, theirs: str) -> None:
    said = other_reading(written)
    assert bool(said) == bool(theirs)
    assert theirs in said


def test_a_certificate_for_the_other_reading_does_not_cover_the_name() -> None:
    assert covers(["xn--strae-oqa.de"], "straße.de")
    assert not covers(["strasse.de"], "straße.de")


@pytest.mark.parametrize(
    ("names", "common_name", "host", "part"),
    [
        (["*.com"], "", "contoso.com", "Go and Java take it"),
        (["*.com", "contoso.com"], "", "contoso.com", ""),
        (["*.contoso.com"], "", "www.contoso.com", ""),
        ([], "www.contoso.com", "www.contoso.com", "lists no DNS names"),
        ([], "contoso.com", "www.contoso.com", ""),
        (["www.contoso.com."], "", "www.contoso.com", "ends with a dot"),
        (["www.contoso.com.", "*.contoso.com"], "", "www.contoso.com", ""),
        (["fabrikam.com"], "", "www.contoso.com", ""),
    ],
)
def test_where_clients_differ_is_said(names: list[str], common_name: str, host: str, part: str) -> None:
    said = " ".join(remarks(tuple(names), common_name, host))
    assert bool(said) == bool(part)
    assert part in said
