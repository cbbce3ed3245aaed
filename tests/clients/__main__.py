"""`python -m tests.clients sdk|az|hosts`: other people's clients against a world served here.

`hosts` takes the clients that are installed: openssl, curl, Java, Node. For the others an environment is made
where it is missing, with the versions pinned below, and kept, by default in the cache of the user. `sdk`
takes a minute, `az` some minutes, their first run longer.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from store import new_world
from tests.clients import hosts_story
from tests.support.environments import prepare
from tui.serving.arm import ArmServer
from tui.serving.environment import login
from tui.serving.installation import open_installation

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "sdk": (
        "azure-identity==1.27.0",
        "azure-keyvault-certificates==4.12.0",
        "azure-keyvault-secrets==4.12.0",
        "azure-mgmt-certificateregistration==1.0.0",
        "azure-mgmt-keyvault==14.1.0",
        "azure-mgmt-resource==26.0.0",
        "azure-mgmt-resource-locks==1.0.0",
        "azure-mgmt-web==11.0.1",
    ),
    "az": ("azure-cli==2.91.0",),
}


def main() -> int:
    """Runs the checks of one client and returns their exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.clients")
    parser.add_argument("client", choices=(*PACKAGES, "hosts"))
    parser.add_argument("--environment", type=Path, help="where its packages are, or shall be")
    parser.add_argument("--handshakes", type=int, default=10_000, help="of `hosts`, all clients together")
    parser.add_argument("--swaps", type=int, default=100, help="of `hosts`, between handshakes")
    arguments = parser.parse_args()
    if arguments.client == "hosts":
        with tempfile.TemporaryDirectory(prefix="certblade-clients-") as scratch:
            return hosts_story.run(Path(scratch), arguments.handshakes, arguments.swaps)
    home = arguments.environment or user_cache_path("certblade") / f"clients-{arguments.client}"
    prepare(home, PACKAGES[arguments.client])
    with tempfile.TemporaryDirectory(prefix="certblade-clients-") as scratch:
        return _run(arguments.client, home, Path(scratch))


def _run(client: str, home: Path, scratch: Path) -> int:
    state = scratch / "world.json"
    new_world(state, "walk", keys="ec")
    with (
        ArmServer(state, open_installation(scratch / "installation")) as server,
        server.session(azure_cli=client == "az") as session,
    ):
        who = login(server.world, server.tokens)
        told = {
            "origin": server.place.origin,
            "suffix": server.place.vault_suffix,
            "subscription": "00000000-0000-0000-0000-000000000001",
            "tenant": who.tenant,
            "client": who.client,
            "principal": who.principal.id,
            "secret": who.secret,
        }
        environment = {**os.environ, **session.variables(), "CERTBLADE_LOGIN": json.dumps(told)}
        environment["PATH"] = f"{home / 'bin'}{os.pathsep}{environment['PATH']}"
        environment |= {"PYTHONWARNINGS": "ignore", "PYTHONPATH": str(ROOT)}
        story = [str(home / "bin" / "python"), "-m", f"tests.clients.{client}_story"]
        return subprocess.run(story, env=environment, cwd=scratch, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
