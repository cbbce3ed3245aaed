"""The words of `certblade serve` and `certblade az-session`; reading them imports nothing that they need."""

from __future__ import annotations

import argparse
from pathlib import Path

ABOUT = """\
Serves HTTPS on 127.0.0.1 from a certificate authority of your own, which is installed nowhere, until Ctrl+C.
Tokens are signed for you alone and good for an hour; requests are printed on stderr. `--env az` makes a fresh
AZURE_CONFIG_DIR and prints lines to paste into a shell; `--env sdk` prints Python. It is not Azure.
"""

HOSTS_SUMMARY = "the bound host names, over real TLS as App Service's front ends serve them"
HOSTS = """\
Serves each bound host name with its certificate on the loopback interface until Ctrl+C: by name on 127.0.0.1,
each IP based binding on an address of its own, with the app's minimum TLS version and HTTPS Only. After a
sync every new connection is shown the new certificate. The CAs' revocation lists are served over plain HTTP.
It prints lines to try; dates are the world's.
"""

SESSION = """\
Serves the world, and runs your shell or the command after `--` with the environment that leads `az` there;
afterwards nothing of it stays. Its exit status is the command's.

example:
  certblade az-session -- az keyvault list --output table
"""


def add(command: argparse.ArgumentParser) -> None:
    """Adds what can be served, below `serve`."""
    quiet = argparse.SUPPRESS
    state = type(command)(add_help=False)
    state.add_argument("--state", type=Path, metavar="PATH", default=quiet, help=quiet)
    state.add_argument("--allow-older", action="store_true", default=quiet, help=quiet)
    services = command.add_subparsers(dest="service", metavar="SERVICE", title="services", required=True)
    summary = "Resource Manager, login and key vaults, for the Azure CLI and the SDKs"
    arm = services.add_parser("arm", help=summary, description=ABOUT, parents=[state])
    arm.add_argument("--port", type=int, default=0, metavar="N", help="its port (default: any that is free)")
    arm.add_argument("--env", choices=("az", "sdk"), help="print what makes `az`, or an SDK, work with it")
    _principal(arm)
    hosts = services.add_parser("hosts", help=HOSTS_SUMMARY, description=HOSTS, parents=[state])
    any_port = "(default: any that is free)"
    hosts.add_argument("--port", type=int, default=0, metavar="N", help=f"the port of HTTPS {any_port}")
    hosts.add_argument("--http-port", type=int, default=0, metavar="N", help=f"that of HTTP {any_port}")


def add_session(command: argparse.ArgumentParser) -> None:
    """Adds the arguments of `az-session`."""
    _principal(command)
    command.add_argument("words", nargs=argparse.REMAINDER, metavar="-- COMMAND …")


def _principal(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as", dest="principal", default="", metavar="PRINCIPAL", help="whose login (default: yours)"
    )
