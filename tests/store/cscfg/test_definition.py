"""Service definitions: roles, endpoints, update domains."""

from __future__ import annotations

import pytest

from store.cscfg.definition import read_definition
from store.cscfg.faults import Unreadable
from store.cscfg.limits import MOST_UPDATE_DOMAINS, UPDATE_DOMAINS
from store.worlds.cloud import DEFINITION
from tests.support.configurations import TWO_ROLES


def test_a_definition_says_its_roles_and_what_clients_are_served() -> None:
    read = read_definition(DEFINITION)
    assert (read.name, read.update_domains, read.role_names) == ("Contoso", 2, ("WebRole1", "WorkerRole1"))
    [endpoint] = read.roles[0].endpoints
    assert (endpoint.port, endpoint.certificate) == ("443", "Certificate1")
    assert read.roles[1].endpoints == ()


def test_a_definition_without_update_domains_has_the_usual_number() -> None:
    assert read_definition('<ServiceDefinition><WebRole name="A"/></ServiceDefinition>').update_domains == (
        UPDATE_DOMAINS
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TWO_ROLES, "NotAServiceDefinition"),
        ("<ServiceDefinition/>", "InvalidDefinition"),
        ("<ServiceDefinition><WebRole/></ServiceDefinition>", "InvalidDefinition"),
        (
            f'<ServiceDefinition upgradeDomainCount="{MOST_UPDATE_DOMAINS + 1}"><WebRole name="A"/>'
            "</ServiceDefinition>",
            "InvalidDefinition",
        ),
        ("<ServiceDefinition", "ConfigurationNotWellFormed"),
    ],
)
def test_what_is_no_definition_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_definition(text)
    assert caught.value.fault.code == code
