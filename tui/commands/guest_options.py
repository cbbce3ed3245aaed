"""Options of the commands that make the program at home on a machine, and what it reads there."""

from __future__ import annotations

import argparse

from tui.settings import FIELDS

#: Every variable of the environment that the program obeys, and what it says.
VARIABLES = {
    "CERTBLADE_STATE": "the file that holds the world, where --state names none",
    "CERTBLADE_READ_ONLY": "any value: only look, as --read-only",
    "CERTBLADE_ASCII": "any value: signs and lines in ASCII, for terminals that draw them two cells wide",
    "CERTBLADE_SCENARIOS": "a directory with training scenarios of your own",
    "VISUAL, EDITOR": "your editor, for the key E; VISUAL is stronger",
    "NO_COLOR": "any value: no colours (no-color.org)",
    "COLORTERM, TERM": "what the terminal can show; `certblade doctor` says what follows from them",
    "XDG_DATA_HOME": "where your data directory is (Linux; ~/.local/share without it)",
    "XDG_CONFIG_HOME": "where your configuration directory is (Linux; ~/.config without it)",
}
ENVIRONMENT = "\n".join(
    (
        "environment:",
        *(f"  {name:<20} {does}" for name, does in VARIABLES.items()),
        "",
        "settings, in settings.json in your configuration directory (`certblade doctor` checks it):",
        *(f"  {name:<20} {does}" for name, does in FIELDS.items()),
    )
)
COMPLETION = """\
Prints what makes the shell complete commands, options, operations and the names in your world:
  bash   eval "$(certblade completion bash)"                     in ~/.bashrc
  zsh    eval "$(certblade completion zsh)"                      in ~/.zshrc, after compinit
  fish   certblade completion fish > ~/.config/fish/completions/certblade.fish
"""
MAN = """\
Prints the manual page in roff, made of the command line itself. A wheel installs it beside the program:
`man certblade` finds it where share/man of the environment is on the MANPATH.
"""
DEMO = """\
Opens the demo (a rekey that has not reached two of three apps) in a file of its own in the directory for
temporary files. Your own world is not touched; leaving says where the demo is, and how to return to it.
"""
DOCTOR = """\
Looks at the terminal, its colours and the width of its signs, at your world with its journal, locks and
permissions, and at your settings. Each line is a verdict; where something is not right its next step follows.
Exit status 1 where something does not work; a warning alone is 0.
"""


def add_completion(command: argparse.ArgumentParser) -> None:
    """The shell; what follows `words` are those of a line that a shell wants completed."""
    command.add_argument("shell", metavar="bash|zsh|fish", choices=("bash", "zsh", "fish", "words"))
    command.add_argument("words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)


def add_demo(command: argparse.ArgumentParser) -> None:
    """The year of the demo's portal."""
    command.add_argument("--era", default="2022", help="the year of the portal: 2018, 2019, 2022 or 2026")
