"""Questions in JMESPath: the answers are those of the language's own library, and they always come."""

from __future__ import annotations

from typing import Any

import jmespath
import pytest

from store.arm.queries import answer, compiled, documents
from store.errors import UsageError
from store.operations.resource_manager.differences import plain
from tests.support.worlds import demo_world

QUESTIONS = (
    "[].properties.status",
    "[?type=='Microsoft.Web/sites'].{name: name, tls: properties.siteConfig.minTlsVersion}",
    "sort_by([?tags], &name)[].name | [0:3]",
    "length(@)",
    "[].properties.hostNameSslStates[?sslState!='Disabled'] | [] | [].name",
    "max_by([?properties.expirationTime], &properties.expirationTime).name",
    "join(', ', [?contains(name, 'contoso')].name)",
    "[0].properties.certificates.*.provisioningState | [0]",
    "[].not_null(properties.thumbprint, properties.signedCertificate.thumbprint) | sort(@)",
    "nothing",
    "to_string([0].tags)",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_that_of_the_language(question: str) -> None:
    asked: list[dict[str, Any]] = list(documents(demo_world(), None))
    assert answer(compiled(question), asked) == jmespath.search(question, plain(asked))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("&name", "is no JSON"),
        ("[].{a: &name}", "is no JSON"),
        ("not_null(&name)", "is no JSON"),
        ('`"\\ud800"`', "is no JSON"),
        ("|".join(["[@,@]"] * 160), "too large"),
        ("|".join(["[@,@][]"] * 120), "too large"),
        ("to_string(@)|" + "|".join(["join('',[@,@])"] * 60), "too large"),
        ("sort_by(@, &type(@))|sort(@)", "cannot be answered"),
        ("length(`1`)", "cannot be answered"),
        ("nonsense(@)", "cannot be answered"),
        ("[::0]", "cannot be answered"),
        ("[" * 3000, "cannot be understood"),
        ("a.", "cannot be understood"),
        ("", "cannot be understood"),
    ],
)
def test_a_question_without_an_answer_is_refused_in_words(question: str, told: str) -> None:
    asked = list(documents(demo_world(), "Microsoft.Web/sites"))
    with pytest.raises(UsageError, match=told) as caught:
        answer(compiled(question), asked)
    assert caught.value.code == "InvalidQuery"
