"""A list of names: logins, and what cannot be one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.classes.roster import Trainee, head_of, is_login, read_roster
from store.errors import UsageError


def test_a_line_is_a_login_and_a_name_or_a_name_alone() -> None:
    text = '\ufeff# the October class\r\nada,Ada Lovelace\r\n\r\nZoë Müller 2\r\nbob,"Roberts, Bob"\r\n'
    assert read_roster(text) == (
        Trainee("ada", "Ada Lovelace"),
        Trainee("zoemuller2", "Zoë Müller 2"),
        Trainee("bob", "Roberts, Bob"),
    )


def test_a_first_line_that_names_the_columns_is_nobody() -> None:
    ada = (Trainee("ada", "Ada Lovelace"),)
    for head in ("login,name", "Username, Full Name", "# names\n\nLogin,Name", '"login","name"', "id,name"):
        assert read_roster(f"{head}\nada,Ada Lovelace\n") == ada
        assert head_of(f"{head}\nada,Ada Lovelace\n") == head.splitlines()[-1]
    # In a later line, or alone in its own, it is a person's.
    assert read_roster("ada,Ada Lovelace\nlogin,Name") == (*ada, Trainee("login", "Name"))
    assert read_roster("Name") == (Trainee("name", "Name"),)
    assert read_roster("name,Ada") == (Trainee("name", "Ada"),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "names nobody"),
        ("# only a remark", "names nobody"),
        ("login,name", "names nobody"),
        ("ada,Ada\nada,Other", "Line 2: the login 'ada' is that of line 1 too"),
        ("Ada Lovelace\nadalovelace", "Line 2: the login 'adalovelace' is that of line 1 too"),
        ("../up,Ada", "Line 1: a login has"),
        ("a/b,Ada", "Line 1: a login has"),
        ("Ada,Ada", "Line 1: a login has"),
        (",Ada,", "Line 1 has 3 fields"),
        ("山田", "Line 1: a login has"),
        ("ada,A\x1b[7mda", "Line 1: a name has"),
        ("ada,A\x85da", "Line 1: a name has"),
        (f"ada,{'x' * 65}", "Line 1: a name has"),
        (f"{'x' * 30},Ada", "Line 1: a login has"),
        (f"{'x' * 1000},Ada", "Line 1: a login has"),
        ("x" * 1000, "Line 1: a name has"),
        ("..,Ada", "Line 1: a login has"),
        ("Ada\x00", "Line 1: a name has"),
        ("serve,Ada", "Line 1: 'serve' is the folder of what puts the class behind a browser"),
        ('ada,"Ada', "Line 1 is no line of a CSV file"),
        ("\n".join(f"t{number}" for number in range(501)), "names 501 trainees; a class has at most 500"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_roster(text)
    assert refused.value.code == "InvalidTrainee"
    assert reason in refused.value.message


@given(st.text(max_size=60))
def test_every_login_that_a_list_gives_is_a_folders_name(text: str) -> None:
    try:
        found = read_roster(text)
    except UsageError:
        return
    assert all(is_login(one.login) and one.name.isprintable() for one in found)
    assert len({one.login for one in found}) == len(found)
