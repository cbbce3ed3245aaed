"""The command line of `certblade`; reading it imports nothing that a command needs."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from tui.commands import class_options, estate_options, guest_options, scenario_options, serve_options
from tui.commands.state_options import add_state
from tui.text.plain import plain

_ABOUT = """\
A small simulated Azure in a terminal: order, store, verify, bind, rekey, renew and sync
App Service Certificates. Without a command, the portal opens."""

_MORE = """\
examples:
  certblade                                              the portal, on your own world
  certblade new --world demo --state /tmp/demo.json      a world that is out of sync
  certblade drift --state /tmp/demo.json                 where it is, and what repairs it
  certblade operations                                   everything `do` and `apply` can do
  certblade do CreateOrder --name contosocert --host contoso.com --sku S1 --resource-group rg-web
  certblade clock advance 8h                             let simulated time pass
  certblade list certificateOrders --query '[].name'     what there is; `list --help` names the types

The world is one JSON file: --state PATH, else $CERTBLADE_STATE, else state.json in your data directory.
--state stands before or after the command. `do` and `apply` begin an empty world where there is none.
PATH.journal holds what was done since that file was written, so copy both; where it is missing,
--allow-older goes on from the file as it stands.

exit status: 0 done; 1 refused, or a negative verdict (`code: sentence` on stderr); 2 wrong usage;
3 the state cannot be read or written; 130 interrupted by ctrl+c; the portal ends with 143 on SIGTERM and
with 129 when its terminal hangs up, the world written either way.

"""

_DO = """\
Arguments are those `certblade operations` prints, as --name value. Text is taken literally, also when it
begins with a dash; other values are JSON (--tags '{"a":"b"}'); an option given twice makes a list. A file
argument takes a path; a password comes on standard input, by --NAME-stdin. Resources go by name,
RESOURCE-GROUP/NAME or id. The result is printed on one line, then `ACK` and the correlation id once it is on
disk.
"""

_APPLY = """\
Each line is a JSON object: {"operation": "CreateOrder", "name": "contosocert", "resourceGroup": "rg-web", …}.
Its fields are the names that `certblade operations --json` prints; resources go by name, RESOURCE-GROUP/NAME
or id, and "resourceGroup" says in which group the resources are that a line names. One ACK with its
correlation id is printed for each line once it is on disk; the first that is refused ends it.
"""

_LIST = """\
Types are named whole, or by their last part where it is one type's alone; case makes no difference.

resources, as ARM shows them:
{resources}

records, which ARM does not show; mails, deletedVaults and deletedSecrets have the ids that operations take:
{records}

examples:
  certblade list mails --query '[?!openedAt].id | [0]'   the id that `do OpenMailLink --mail` takes
  certblade list faults                                  what an instructor staged and nobody has undone
"""

_CSCFG = """\
Reads a .cscfg as an update of a cloud service would and prints every fault with its line and column: not
well-formed, misplaced or unknown elements, names given twice, thumbprints that are not 40 hexadecimal digits.
Exit status 0 where there is none; with --service also when every certificate is found.
"""

#: What `list` takes, written down here so that reading the command line loads no resources.
TYPES = (
    *("Microsoft.Resources/subscriptions", "Microsoft.Resources/resourceGroups"),
    "Microsoft.CertificateRegistration/certificateOrders",
    *("Microsoft.Web/serverfarms", "Microsoft.Web/sites", "Microsoft.Web/sites/publicCertificates"),
    *("Microsoft.Web/certificates", "Microsoft.KeyVault/vaults", "Microsoft.KeyVault/vaults/secrets"),
    *("Microsoft.KeyVault/vaults/secrets/versions", "Microsoft.KeyVault/vaults/certificates"),
    *("Microsoft.Network/dnsZones", "Microsoft.DomainRegistration/domains"),
    *("Microsoft.Compute/cloudServices", "Microsoft.Compute/cloudServices/roleInstances"),
    *("Microsoft.Storage/storageAccounts", "Microsoft.Storage/storageAccounts/blobServices/containers"),
    "Microsoft.Authorization/locks",
)
RECORDS = (
    *("mails", "charges", "timeline", "exports", "jobRuns", "faults"),
    *("deletedVaults", "deletedSecrets", "principals", "revocations", "trustedRoots"),
    *("projects", "packages", "installedCertificates"),
)

_WIDTH = 100
_Add = Callable[[argparse.ArgumentParser], None]


class _Parser(argparse.ArgumentParser):
    """Long options are written out: an abbreviation would change its meaning when options are added."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_abbrev", False)
        # A given width spares the search for the terminal's, which is most of what parsing would cost.
        options.setdefault(
            "formatter_class", lambda prog: argparse.RawDescriptionHelpFormatter(prog, width=_WIDTH)
        )
        super().__init__(**options)

    def error(self, message: str) -> NoReturn:
        # It quotes words as they were given.
        super().error(plain(message, 2000))


def parser(words: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` is None where the portal is wanted.

    Where the `words` to be parsed name a command, it has that one alone: nobody waits for the options of all.
    """
    top = _Parser(prog="certblade", description=_ABOUT, epilog=_MORE + guest_options.ENVIRONMENT)
    top.add_argument("--version", action="store_true", help="print the version and stop")
    add_state(top)
    state = _Parser(add_help=False)
    add_state(state, again=True)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    named = _command_in(words or ())
    for name in (named,) if named else _COMMANDS:
        summary, more, add = _COMMANDS[name]
        add(commands.add_parser(name, help=summary, description=more or summary, parents=[state]))
    return top


def _command_in(words: Sequence[str]) -> str:
    """The command that words name after the options that may stand before it; "" where that is not plain."""
    rest = iter(words)
    for word in rest:
        if word == "--state":
            next(rest, "")
        elif word != "--allow-older" and not word.startswith("--state="):
            return word if word in _COMMANDS else ""
    return ""


def _new(command: argparse.ArgumentParser) -> None:
    command.add_argument("--world", choices=("walk", "demo", "cloud", "empty", "fleet"), default="walk")
    command.add_argument(
        "--orders",
        type=int,
        help="how many orders the world fleet has, 1 to 100,000 (1,000); its keys are demo keys",
    )
    command.add_argument("--era", default="2022", help="the year of the portal: 2018, 2019, 2022 or 2026")
    command.add_argument("--now", help="where the clock starts (UTC); in the era's year without it")
    command.add_argument(
        "--seed", type=int, help="fixes ids, chance and keys, so thumbprints; such demo keys protect nothing"
    )
    command.add_argument(
        "--keys",
        choices=("rsa2048", "ec"),
        default="rsa2048",
        help="the kind of key that CAs and vaults of the world make; ec is quick, and theirs count as RSA "
        "where App Service takes RSA alone (imports from a vault, era 2026)",
    )
    command.add_argument("--replace", action="store_true", help="set an existing world aside")


def _json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")


def _do(command: argparse.ArgumentParser) -> None:
    command.add_argument("operation", metavar="OPERATION", help="its name, any case")
    command.add_argument("options", nargs=argparse.REMAINDER, metavar="--name value")


def _apply(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help='lines of {"operation": NAME, …}; - is standard input')


def _list(command: argparse.ArgumentParser) -> None:
    command.add_argument("type", nargs="?", metavar="TYPE", help="a resource type or a record; see above")
    command.add_argument("--query", metavar="JMESPATH", help="a question to the JSON array")
    _json(command)


def _show(command: argparse.ArgumentParser) -> None:
    command.add_argument("resource", metavar="NAME|ID")


def _activity(command: argparse.ArgumentParser) -> None:
    command.add_argument("--ids", action="store_true", help="correlation ids of accepted operations only")
    _json(command)


def _nothing(_command: argparse.ArgumentParser) -> None:
    """A command without arguments of its own."""


def _drift(command: argparse.ArgumentParser) -> None:
    command.add_argument("order", nargs="?", metavar="ORDER|SERVICE", help="an order or a cloud service")
    command.add_argument(
        "--outside", action="store_true", help="an outdated file that was exported counts as drift too"
    )
    _json(command)


def _clock(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "move",
        nargs="?",
        choices=("advance", "next", "to"),
        help="let that much time pass, go to what happens next, go to a date",
    )
    command.add_argument(
        "value", nargs="?", metavar="8h|DATE", help="how long (90m, 8h, 30d) or which moment (UTC)"
    )


def _password(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )


def _inspect(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE")
    _password(command)
    command.add_argument("--era", help="whose rules (default: the world's, else 2022)")
    command.add_argument("--host", metavar="NAME", help="also check what a binding to this host needs")
    _json(command)


def _cscfg(command: argparse.ArgumentParser) -> None:
    command.add_argument("action", choices=("check",), help="judge a service configuration")
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument(
        "--definition", type=Path, metavar="CSDEF", help="the service definition that names the roles"
    )
    command.add_argument("--service", metavar="NAME", help="a cloud service: its roles and certificates")
    command.add_argument(
        "--vault", metavar="NAME", help="with --service: look its certificates up in this key vault"
    )
    _json(command)


def _export(command: argparse.ArgumentParser) -> None:
    command.add_argument("order", metavar="ORDER")
    command.add_argument("--output", type=Path, required=True, metavar="FILE")
    command.add_argument("--overwrite", action="store_true", help="replace an existing file")
    _password(command)


def _types() -> str:
    names = ("\n".join(f"  {name}" for name in named) for named in (TYPES, RECORDS))
    return _LIST.format(resources=next(names), records=next(names))


#: Command → what it does in a line, what more there is to say, its arguments.
_COMMANDS: dict[str, tuple[str, str, _Add]] = {
    "new": ("make a world", "", _new),
    "demo": ("open the demo; your own world is not touched", guest_options.DEMO, guest_options.add_demo),
    "estate": (
        "make a world from exports of the real Azure, and report on it",
        estate_options.ABOUT,
        estate_options.add,
    ),
    "operations": ("list every operation with its arguments", "", _json),
    "do": ("perform one operation", _DO, _do),
    "apply": ("perform operations from a file of JSON lines", _APPLY, _apply),
    "list": ("list resources, mails, charges, the Timeline, exports, job runs, faults", _types(), _list),
    "show": ("show one resource as JSON", "", _show),
    "activity": ("print the Activity log; as JSON in Azure's event shape", "", _activity),
    "jobs": ("print what the background jobs did and do next", "", _nothing),
    "drift": ("compare order, secret, certificate, binding, client; exit 1 when they differ", "", _drift),
    "clock": ("read the clock, or let simulated time pass", "", _clock),
    "cscfg": ("check a service configuration (.cscfg) of a cloud service", _CSCFG, _cscfg),
    "serve": ("serve the world to other programs", serve_options.ABOUT, serve_options.add),
    "az-session": (
        "run a shell or a command in which `az` works on the world",
        serve_options.SESSION,
        serve_options.add_session,
    ),
    "inspect": ("check a PFX or CER file as an upload would", "", _inspect),
    "export": ("write an order's certificate with its key to a PFX file", "", _export),
    "scenario": (
        "training: list scenarios, play one, check files",
        scenario_options.ABOUT,
        scenario_options.add,
    ),
    "keys": ("list the portal's keys with the ids that the settings file names them by", "", _json),
    "doctor": ("look at terminal, world and settings", guest_options.DOCTOR, _json),
    "completion": (
        "let a shell complete commands, operations and names",
        guest_options.COMPLETION,
        guest_options.add_completion,
    ),
    "man": ("print the manual page: `certblade man | man -l -`", guest_options.MAN, _nothing),
    "class": (
        "a class: worlds for a list of names, who is stuck, results",
        class_options.ABOUT,
        class_options.add,
    ),
}
