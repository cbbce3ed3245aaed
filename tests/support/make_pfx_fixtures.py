"""Make the PFX files of other writers anew: `python -m tests.support.make_pfx_fixtures [--root TREE]...`.

Every program that is there writes its files; those of absent programs stay as they are. A further system,
for other versions of the programs, is a tree that they run in by chroot (needs root). The keys are
thrown away with each run. node-forge is looked for in NODE_PATH.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from store.x509.authority import LeafRequest, issue, new_authority
from store.x509.keys import new_key
from store.x509.pem import encode as pem
from tests.support.pfx_recipes import RECIPES, Recipe

FOLDER = Path(__file__).parents[1] / "store" / "x509" / "pfx" / "fixtures"
TABLE = FOLDER / "writers.tsv"
_NOW = datetime(2022, 8, 1, 9, tzinfo=UTC)


class Row(NamedTuple):
    """A file with the command that wrote it, and what a report of 2022 must say about it."""

    file: str
    writer: str
    version: str
    password: str
    code: str
    rule: str
    reason: str
    command: str


class System(NamedTuple):
    """Where programs run: here (`root` empty) or in a tree of another system."""

    root: str

    def run(self, line: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """The shell line in that folder of this system."""
        inside = f"/{folder.relative_to(self.root)}" if self.root else str(folder)
        words = ["bash", "-c", f"cd '{inside}' && {line}"]
        environment = {
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "HOME": inside,
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        }
        return subprocess.run(
            ["chroot", self.root, *words] if self.root else words,
            env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def new_folder(self) -> Path:
        """A folder that programs of this system can see."""
        return Path(tempfile.mkdtemp(dir=f"{self.root}/tmp" if self.root else None))

    def javas(self) -> list[str]:
        """The folders of the Javas, each once."""
        found = {path.parents[1].resolve() for path in Path(f"{self.root}/usr/lib/jvm").glob("*/bin/keytool")}
        return sorted(str(path).removeprefix(self.root) for path in found)


def read_table() -> list[Row]:
    """The files that there are."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file, delimiter="\t")]


def _write_table(rows: list[Row]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(Row._fields)
        table.writerows(sorted(rows))


def _write_parts(folder: Path) -> None:
    """The files that every recipe starts from."""
    authority = new_authority("GoDaddy", key_kind="rsa2048", now=_NOW, serials=(11, 22))
    key = new_key("rsa2048")
    leaf = issue(
        authority,
        LeafRequest(
            key=key,
            common_name="contoso.com",
            names=["contoso.com", "www.contoso.com"],
            not_before=_NOW - timedelta(days=1),
            not_after=_NOW + timedelta(days=365 * 10),
            serial=0x1F2E3D4C5B6A7988,
        ),
    )
    leaf_text = pem("CERTIFICATE", leaf.certificate)
    chain_text = "".join(pem("CERTIFICATE", der) for der in authority.chain)
    (folder / "leaf.key").write_text(pem("PRIVATE KEY", key))
    (folder / "leaf.crt").write_text(leaf_text)
    (folder / "chain.crt").write_text(chain_text)
    (folder / "merged.crt").write_text(leaf_text + chain_text)
    System("").run(
        "openssl pkcs12 -export -inkey leaf.key -in merged.crt -name site -out in.p12 -passout "
        "pass:test-word -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg SHA1",
        folder,
    )


def _make(recipe: Recipe, system: System, parts: Path, java: str) -> tuple[Row, bytes] | str:
    """The file that was written and its row, or why there is none."""
    folder = system.new_folder()
    try:
        shutil.copytree(parts, folder, dirs_exist_ok=True)
        words = {"{jdk}": java, "{python}": sys.executable}
        command, tool, version = recipe.command, recipe.tool, recipe.version
        for word, value in words.items():
            command, tool, version = (each.replace(word, value) for each in (command, tool, version))
        if not java and system.run(f"command -v {tool}", folder).returncode:
            return "no program"
        reader = System("") if "{root}" in version else system
        number = reader.run(version.replace("{root}", system.root), folder).stdout.strip()
        done = system.run(command, folder)
        written = folder / "out.p12"
        if not written.exists() or not written.stat().st_size:
            return done.stderr.strip().splitlines()[-1][:200] if done.stderr.strip() else "no file"
        file = f"{recipe.writer}-{'.'.join(number.split('.')[:2])}-{recipe.name}.p12"
        shown = recipe.command.replace("{jdk}/bin/", "").replace("{python}", "python")
        row = Row(
            file, recipe.writer, number, recipe.password, recipe.code, recipe.rule, recipe.reason, shown
        )
        return row, written.read_bytes()
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Write the files and their table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", action="append", default=[], help="a tree of another system")
    roots = ["", *parser.parse_args().root]
    FOLDER.mkdir(exist_ok=True)
    rows = {row.file: row for row in read_table()} if TABLE.exists() else {}
    fresh: set[str] = set()
    parts = Path(tempfile.mkdtemp())
    try:
        _write_parts(parts)
        for system in map(System, roots):
            for recipe in RECIPES:
                for java in system.javas() if recipe.writer == "keytool" else [""]:
                    made = _make(recipe, system, parts, java)
                    told = made if isinstance(made, str) else made[0].file
                    print(f"{recipe.writer:<14}{recipe.name:<22}{java or system.root or 'here':<40}{told}")
                    # Two builds of the same version would take each other's place.
                    if isinstance(made, str) or told in fresh:
                        continue
                    rows[told] = made[0]
                    (FOLDER / told).write_bytes(made[1])
                    fresh.add(told)
    finally:
        shutil.rmtree(parts)
    _write_table(list(rows.values()))


if __name__ == "__main__":
    main()
