"""`certblade class`: from a list of names to results, and what puts it behind a browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from store.classes.folder import world_path
from store.training.start import files_folder
from tests.cli.command import Command
from tests.support.scenarios import spoilt

NAMES = "ada,Ada Lovelace\nGrace Hopper\n"


@pytest.fixture
def room(certblade: Command, tmp_path: Path) -> Path:
    """A class whose scenario comes with a customer's file."""
    sent = (
        '[world]\nfiles = [{ name = "shop.pfx", hosts = ["shop.contoso.com"], password = "pw", key = "ec" }]'
    )
    (tmp_path / "mine.toml").write_text(spoilt("[world]", sent))
    folder = tmp_path / "class"
    made = certblade.bare(
        *("class", "new", str(folder), "--names", "-", "--scenario", str(tmp_path / "mine.toml")), stdin=NAMES
    )
    assert (made.status, made.err) == (0, "")
    assert made.out.startswith("2 of 2 worlds are new in ")
    return folder


def test_everybody_has_a_world_with_the_customers_files(room: Path) -> None:
    for login in ("ada", "gracehopper"):
        assert (files_folder(world_path(room, login)) / "shop.pfx").is_file()


def test_the_class_is_listed_and_its_results_printed(certblade: Command, room: Path) -> None:
    state = str(world_path(room, "ada"))
    assert certblade.bare("do", "SyncOrder", "--order", "contosocert", "--state", state).status == 0
    listed = certblade.bare("class", "list", str(room))
    assert listed.lines[1].split()[:4] == ["ada", "Ada", "Lovelace", "working"]
    rows = certblade.bare("class", "list", str(room), "--json").json()
    assert [(row["login"], row["score"]) for row in rows] == [("ada", 10), ("gracehopper", 0)]
    marks = certblade.bare("class", "results", str(room))
    assert marks.lines[1:] == ["ada,Ada Lovelace,10", "gracehopper,Grace Hopper,0"]
    lines = certblade.bare(
        "class", "results", str(room), "--as", "xapi", "--home-page", "https://lms.contoso.com/"
    )
    told = [json.loads(line) for line in lines.lines]
    assert {one["actor"]["account"]["homePage"] for one in told} == {"https://lms.contoso.com"}
    assert certblade.bare("class", "results", str(room), "--as", "json").json()[0]["solved"] is True
    assert (
        "| ada | Ada Lovelace | 10 |" in certblade.bare("class", "results", str(room), "--as", "markdown").out
    )


def test_an_instructor_acts_in_the_worlds_with_the_words_of_the_page(certblade: Command, room: Path) -> None:
    def act(*words: str) -> tuple[int, str, str]:
        ended = certblade.bare("class", *words)
        return ended.status, ended.out, ended.err

    menu = certblade.bare("class", "fault", str(room))
    assert "P17      KeyVaultDeleted           Delete the key vault" in menu.out
    done = act("fault", str(room), "p17", "--to", "ada", "--as", "Ida Rhodes")
    assert done == (0, "ada: Delete the key vault: happened to 'contosocert'.\n", "")
    planned = act("fault", str(room), "KeyVaultFirewall", "--at", "30m", "--to", "gracehopper")
    assert planned[1].startswith("gracehopper: Close the firewall of the key vault: prepared for 2022-08-01 ")
    assert act("advance", str(room), "1h", "--to", "gracehopper")[1].startswith(
        "gracehopper: It is 2022-08-01"
    )
    waits, happened = act("events", str(room))[1].splitlines()[::-1], "happened to 'contosocert'."
    assert all(line.endswith(happened) for line in waits)
    assert act("hint", str(room))[0] == 0
    refused = act("fault", str(room), "P17")
    assert refused[0] == 1
    assert "FaultImpossible: ada: It needs a certificate in a key vault that is there" in refused[2]
    assert refused[1] == "gracehopper: Delete the key vault: happened to 'contosocert'.\n"
    for words, code in (
        (("fault", str(room), "P99"), "UnknownFault"),
        (("fault", str(room), "P17", "--at", "soon"), "InvalidMoment"),
        (("message", str(room), "Hello", "--to", "eve"), "UnknownTrainee"),
        (("message", str(room), "a\x1b[7mb"), "InvalidMessage"),
        (("take-over", str(room), "ada", "--end"), "NotTakenOver"),
        (("hint", str(room), "--as", "x" * 61), "InvalidName"),
    ):
        status, _, err = act(*words)
        assert (status, code in err) == (2 if code in _USAGE else 1, True), (words, status, err)


#: What is wrong usage of a command, and no refusal in a world.
_USAGE = ("UnknownFault", "UnknownTrainee", "InvalidName")


def test_the_hub_of_a_department_lets_in_those_of_the_class_and_what_they_may_read(room: Path) -> None:
    serve, config, servers = room / "serve", MagicMock(), MagicMock()
    for name, given in (("jupyterhub_config.py", config), ("jupyter_server_config.py", servers)):
        names = {"get_config": lambda given=given: given, "__file__": f"/etc/certblade/{name}"}
        exec((serve / name).read_text(), names)
    assert config.Authenticator.allowed_users == {"ada", "gracehopper"}
    # A trainee's own account cannot look into the folder of the class.
    told = json.dumps([config.Spawner.args, servers.ServerProxy.servers["certblade"]["command"]])
    assert str(room) not in told and "/etc/certblade/tmux.conf" in told
    subprocess.run(["sh", "-n", str(serve / "accounts.sh")], check=True)


def test_what_a_trainer_changed_in_the_recipe_stays(certblade: Command, room: Path) -> None:
    config = room / "serve" / "nginx.conf"
    config.write_text(config.read_text().replace("127.0.0.1:8443", "127.0.0.1:9443"))
    again = certblade.bare("class", "new", str(room), "--names", "-", stdin="login,name\nnew,New One\n")
    assert "The first line, 'login,name', names the columns" in again.err
    assert again.out.startswith("1 of 3 worlds are new in ")
    assert "127.0.0.1:9443" in config.read_text()


def test_the_check_names_what_is_missing_and_passes_when_it_is_there(
    certblade: Command, room: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    serve, programs = room / "serve", tmp_path / "bin"
    programs.mkdir()
    for name in ("ttyd", "tmux", "nginx", "openssl"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o700)
    (serve / "users").write_text("ada:$apr1$x$y\nstranger:$apr1$x$y\n")
    first = certblade.bare("class", "check", str(room))
    assert first.status == 1
    assert "wrong  passwords: gracehopper cannot log in" in first.out
    assert "wrong  file tls.key: It is missing" in first.out
    (serve / "users").write_text("ada:$apr1$x$y\ngracehopper:$apr1$x$y\n")
    for name in ("users", "tls.crt", "tls.key"):
        (serve / name).touch(mode=0o600)
        (serve / name).chmod(0o600)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    ready = certblade.bare("class", "check", str(room), "--json")
    assert (ready.status, [one for one in ready.json() if one["wrong"]]) == (0, [])
    config = serve / "nginx.conf"
    config.write_text(config.read_text().replace("listen 127.0.0.1:8443 ssl", "listen 0.0.0.0:80"))
    assert "wrong  address: '0.0.0.0:80' is without TLS" in certblade.bare("class", "check", str(room)).out


def test_the_recipe_holds_no_secret_and_listens_on_this_machine_alone(room: Path) -> None:
    texts = {path.name: path.read_text() for path in (room / "serve").iterdir()}
    assert "listen 127.0.0.1:8443 ssl;" in texts["nginx.conf"]
    assert not any("PRIVATE KEY" in text or "$apr1$" in text for text in texts.values())


@pytest.mark.parametrize(
    ("user", "told"),
    [
        ("ada", "-S run/ada.tmux -f tmux.conf new-session -A -s portal -c {folder}/ada/state.json.files"),
        ("eve", "no such trainee"),
        ("../ada", "no such trainee"),
        ("", "no such"),
    ],
)
def test_a_terminal_opens_the_world_of_who_logged_in(
    room: Path, tmp_path: Path, user: str, told: str
) -> None:
    script = room / "serve" / "trainee.sh"
    (tmp_path / "tmux").write_text('#!/bin/sh\necho "$@"; pwd; echo "$VISUAL$EDITOR"\n')
    (tmp_path / "tmux").chmod(0o700)
    environment = {"TTYD_USER": user, "EDITOR": "vi", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    ended = subprocess.run(["sh", str(script)], env=environment, capture_output=True, text=True)
    assert told.format(folder=room) in ended.stdout
    assert ended.returncode == (0 if user == "ada" else 1)
    assert "vi" not in ended.stdout.splitlines(), "an editor can start a shell"


def test_why_a_portal_does_not_open_stays_to_be_read(room: Path) -> None:
    ended = subprocess.run(
        [str(room / "serve" / "trainee.sh"), "portal"],
        env={**os.environ, "TTYD_USER": "ada"},
        input="\n",
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout) == (0, "Enter closes this terminal.\n")
    assert ended.stderr.startswith("NoTerminal: ")


def test_a_password_is_made_for_whoever_has_none_and_printed_once(room: Path) -> None:
    serve = room / "serve"
    first = subprocess.run([str(serve / "passwords.sh")], capture_output=True, text=True, check=True)
    words = dict(line.split("\t") for line in first.stdout.splitlines())
    assert list(words) == ["ada", "gracehopper"] and words["ada"] != words["gracehopper"]
    kept = dict(line.split(":") for line in (serve / "users").read_text().splitlines())
    assert kept["ada"] == _hashed(words["ada"], kept["ada"].split("$")[2])
    assert (serve / "users").stat().st_mode & 0o777 == 0o600
    again = subprocess.run([str(serve / "passwords.sh")], capture_output=True, text=True, check=True)
    assert again.stdout == ""


def _hashed(password: str, salt: str) -> str:
    command = ["openssl", "passwd", "-apr1", "-salt", salt, password]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


#: A stand-in for ttyd: says which trainee it was told of.
_TTYD = """\
#!{python}
import os, socket, sys
path = sys.argv[sys.argv.index("-i") + 1]
listener = socket.socket(socket.AF_UNIX)
listener.bind(path)
listener.listen(8)
while True:
    caller, _ = listener.accept()
    asked = caller.recv(65536).decode("latin-1").lower()
    told = next(line for line in asked.splitlines() if line.startswith("x-trainee")).encode()
    head = b"HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(told)
    caller.sendall(head + told)
    caller.close()
"""


@pytest.mark.skipif(
    not all(map(shutil.which, ("nginx", "openssl", "curl"))), reason="needs nginx, openssl and curl"
)
def test_only_who_logs_in_reaches_a_terminal_and_a_forged_name_is_replaced(
    room: Path, tmp_path: Path, unused_port: int
) -> None:
    serve, programs = room / "serve", tmp_path / "bin"
    programs.mkdir()
    import sys

    (programs / "ttyd").write_text(_TTYD.format(python=sys.executable))
    (programs / "ttyd").chmod(0o700)
    hashed = subprocess.run(["openssl", "passwd", "-apr1", "pw"], capture_output=True, text=True, check=True)
    (serve / "users").write_text(f"ada:{hashed.stdout}")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        + ["-keyout", str(serve / "tls.key"), "-out", str(serve / "tls.crt")],
        capture_output=True,
        check=True,
    )
    config = serve / "nginx.conf"
    config.write_text(config.read_text().replace("8443", str(unused_port)))
    started = subprocess.Popen(
        ["sh", str(serve / "start.sh")], env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    )
    try:
        assert _asked(unused_port, "ada:pw", "X-Trainee: gracehopper") == "200 x-trainee: ada"
        assert _asked(unused_port, "ada:no").startswith("401")
        assert _asked(unused_port, "").startswith("401")
    finally:
        subprocess.run(["nginx", "-p", str(serve), "-c", str(config), "-s", "stop"], capture_output=True)
        started.terminate()
        started.wait(10)


def _asked(port: int, login: str, header: str = "X-Other: x") -> str:
    """The status, and what came back, once the class answers."""
    command = ["curl", "-sk", "-w", "\n%{http_code}", "-H", header, f"https://127.0.0.1:{port}/"]
    for _ in range(100):
        ended = subprocess.run([*command, *(("-u", login) if login else ())], capture_output=True, text=True)
        body, _, status = ended.stdout.rpartition("\n")
        if status not in ("000", "502"):
            return f"{status} {body}"
        time.sleep(0.05)
    raise AssertionError(f"nothing answers: {ended}")
