"""Faults of a service configuration: what they are called, and where they stand."""

from __future__ import annotations

import pytest

from store.cscfg.configuration import read_configuration
from store.cscfg.faults import Fault
from store.cscfg.limits import MOST_FAULTS, MOST_INSTANCES, MOST_ROLES
from tests.support.configurations import FIRST, SECOND, TWO_ROLES, certificate, configuration, role


def only(text: str, *roles: str) -> Fault:
    """The one fault of a text."""
    [fault] = read_configuration(text, roles or None).faults
    assert fault.message.endswith(".")
    return fault


def test_a_real_configuration_of_two_roles_is_read() -> None:
    reading = read_configuration(TWO_ROLES, ("WebRole1", "WorkerRole1"))
    assert reading.accepted and reading.configuration is not None
    web, worker = reading.configuration.roles
    assert (web.name, web.instances, worker.name, worker.instances) == ("WebRole1", 2, "WorkerRole1", 3)
    assert [one.thumbprint for one in (*web.certificates, *worker.certificates)] == [FIRST, SECOND]
    assert (web.certificates[0].line, web.certificates[0].column) == (15, 15)


def test_a_configuration_without_namespace_is_taken_as_the_portal_shows_it() -> None:
    assert read_configuration(f"<ServiceConfiguration>{role()}</ServiceConfiguration>").accepted


@pytest.mark.parametrize(
    ("inside", "code", "line", "column"),
    [
        (f"<Certificates>{certificate()}</Certificates>", "ElementMisplaced", 3, 1),
        (certificate(), "ElementMisplaced", 3, 1),
        ("<certificates />", "ElementUnknown", 3, 1),
        ("<Sponge />", "ElementUnknown", 3, 1),
        ("  stray", "TextMisplaced", 3, 3),
        (role("B").replace("<Inst", "x<Inst"), "TextMisplaced", 3, 16),
        ('<x:Role xmlns:x="urn:other" name="B" />', "ElementUnknown", 3, 1),
        (role("webrole1"), "DuplicateRole", 3, 13),
        ('<Role><Instances count="1" /></Role>', "AttributeMissing", 3, 1),
        ('<Role name="B" />', "InvalidInstanceCount", 3, 1),
        ('<Role name="B"><Instances count="0" /></Role>', "InvalidInstanceCount", 3, 34),
        ('<Role name="B"><Instances count="many" /></Role>', "InvalidInstanceCount", 3, 34),
        (role("B", certificate(), certificate(thumbprint=SECOND)), "DuplicateCertificate", 3, 188),
        (role("B", certificate(algorithm="sha256")), "InvalidThumbprintAlgorithm", 3, 161),
        (role("B", f'<Certificate name="C" thumbprint="{FIRST}" />'), "AttributeMissing", 3, 53),
        (role("B", '<Certificate name="C" thumbprintAlgorithm="sha1" />'), "AttributeMissing", 3, 53),
        (role("B", "<Certificates />"), "ElementMisplaced", 3, 53),
        (
            '<Role name="B"><Instances count="1" /><Certificates /><Certificates /></Role>',
            "DuplicateElement",
            3,
            55,
        ),
    ],
)
def test_each_fault_stands_at_its_line_and_column(inside: str, code: str, line: int, column: int) -> None:
    fault = only(configuration(role(), inside))
    assert (fault.code, fault.line, fault.column) == (code, line, column)


@pytest.mark.parametrize(
    ("thumbprint", "said"),
    [
        (FIRST[:-1], "39 hexadecimal digits instead of 40"),
        (FIRST + "0", "41 hexadecimal digits"),
        ("0" * 64, "the length of SHA-256"),
        ("", "0 hexadecimal digits"),
        ("G" + FIRST[1:], "Its character 1, 'G', is no hexadecimal digit."),
        ("\u200e" + FIRST, "U+200E, LEFT-TO-RIGHT MARK"),
        (FIRST[:20] + "\u200b" + FIRST[20:], "Its character 21 is invisible: U+200B"),
        ("\ufeff" + FIRST, "U+FEFF"),
        (" ".join((FIRST[:20], FIRST[20:])), "It has 1 space in it."),
        (f" {FIRST} ", "It has 2 spaces in it."),
        (FIRST[:20] + "\u00a0" + FIRST[20:], "It has 1 space in it."),
        (":".join((FIRST[:2], FIRST[2:])), "It has colons in it."),
        ("٣" * 40, "is no hexadecimal digit"),
    ],
)
def test_a_thumbprint_that_is_none_is_named_for_what_it_is(thumbprint: str, said: str) -> None:
    fault = only(configuration(role("WebRole1", certificate(thumbprint=thumbprint))))
    assert fault.code == "InvalidThumbprint" and said in fault.message
    assert (fault.line, fault.column) == (2, 105)


def test_case_makes_no_difference_in_a_thumbprint_and_its_algorithm() -> None:
    text = configuration(role("A", certificate(thumbprint=FIRST.lower(), algorithm="SHA1")))
    reading = read_configuration(text)
    assert reading.accepted and reading.configuration
    assert reading.configuration.roles[0].certificates[0].thumbprint == FIRST


def test_roles_are_compared_with_those_of_the_definition() -> None:
    text = configuration(role("WebRole1"), role("Stranger"))
    faults = read_configuration(text, ("WebRole1", "WorkerRole1")).faults
    assert [(one.code, one.line) for one in faults] == [("RoleMissing", 1), ("UnknownRole", 3)]
    assert "WebRole1, WorkerRole1" in faults[1].message


def test_two_roles_are_judged_each_for_itself() -> None:
    bad = certificate(thumbprint="12")
    faults = read_configuration(configuration(role("A", bad), role("B", bad))).faults
    assert [(one.code, one.line) for one in faults] == [("InvalidThumbprint", 2), ("InvalidThumbprint", 3)]


def test_faults_are_listed_up_to_a_number_and_counted() -> None:
    text = configuration(role(), *("<Sponge />" for _ in range(MOST_FAULTS + 3)))
    reading = read_configuration(text)
    assert (len(reading.faults), reading.count) == (MOST_FAULTS, MOST_FAULTS + 3)


def test_there_are_as_many_roles_and_instances_as_a_service_has() -> None:
    roles = [role(f"R{number}", count=1) for number in range(MOST_ROLES)]
    assert read_configuration(configuration(*roles)).accepted
    assert only(configuration(*roles, role("More", count=1))).code == "InvalidRoleCount"
    assert only(configuration()).code == "InvalidRoleCount"
    assert read_configuration(configuration(role(count=MOST_INSTANCES))).accepted
    assert only(configuration(role("A", count=MOST_INSTANCES), role("B", count=1))).code == (
        "InvalidInstanceCount"
    )


@pytest.mark.parametrize("root", ["<Role />", '<ServiceConfiguration xmlns="urn:other" />', "<html />"])
def test_another_document_is_no_configuration(root: str) -> None:
    reading = read_configuration(root)
    assert reading.configuration is None
    assert reading.faults[0].code == "NotAServiceConfiguration"


def test_what_cannot_be_read_is_a_reading_with_one_fault() -> None:
    reading = read_configuration("<a")
    assert (reading.configuration, reading.count) == (None, 1)
    assert reading.faults[0].refusal().message.startswith("Line 1, column ")
