"""Host names served by `certblade serve hosts`, and another program that binds certificates by turns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from store import Portal, open_portal
from store.journal.journal import write_state
from store.operations.arguments import File
from store.operations.web.bindings import AddBinding
from store.operations.web.uploads import UploadCertificate
from store.resources import Site, WebCertificate
from store.worlds import begin
from store.x509.authority import LeafRequest
from store.x509.keys import new_key
from tests.support.app_cloud import NOW
from tests.support.pfx_files import PASSWORD, pfx_of

ROOT = Path(__file__).parents[2]
_APP = "contoso-app"
#: The host whose certificates are swapped, and one with an address of its own whose certificate stays.
HOST, OTHER = "contoso.com", "www.contoso.com"


class Hosts:
    """The world and the process that serves it. All certificates have RSA keys of 2,048 bits."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state.json"
        write_state(self.state, begin("walk", keys="rsa2048"), replace=False)
        self.portal: Portal = open_portal(self.state)
        self.certificates = [self._uploaded(folder, HOST, serial) for serial in (1, 2)]
        self._turns = cycle(self.certificates)
        self.lasting = self._uploaded(folder, OTHER, 3)
        self._bind(AddBinding(site=_APP, host=OTHER, certificate=self.lasting, type="IP"))
        self.swap()
        words = ["serve", "hosts", "--state", str(self.state)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        lines = [self.process.stdout.readline() for _ in range(4)]
        connect = [line.split()[3] for line in lines if line.startswith("openssl s_client -connect")]
        self.port = int(connect[0].rpartition(":")[2])
        #: Address and port where clients are shown the certificate of `OTHER` without naming it.
        self.own_place = next(place for place in connect if not place.startswith("127.0.0.1:"))

    def swap(self) -> WebCertificate:
        """Bind the other certificate of `HOST`; once this returns, the binding is durable."""
        return self._bind(AddBinding(site=_APP, host=HOST, certificate=next(self._turns), type="SNI"))

    def _bind(self, binding: AddBinding) -> WebCertificate:
        self.portal.perform(binding)
        return self.portal.world.need(WebCertificate, binding.certificate)

    def _uploaded(self, folder: Path, host: str, serial: int) -> str:
        before = {one.id for one in self.portal.world.all(WebCertificate)}
        site = next(one.id for one in self.portal.world.all(Site) if one.name == _APP)
        file = _pfx(folder, host, serial)
        self.portal.perform(UploadCertificate(site=site, file=file, password=PASSWORD))
        return next(one.id for one in self.portal.world.all(WebCertificate) if one.id not in before)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.portal.close()


def _pfx(folder: Path, host: str, serial: int) -> File:
    """A file as people bring it, from a CA that no world trusts."""
    around = timedelta(days=100)
    request = LeafRequest(
        key=new_key("rsa2048"),
        common_name=host,
        not_before=NOW - around,
        not_after=NOW + around,
        serial=serial,
    )
    file, _ = pfx_of(folder, request)
    return file


@contextmanager
def hosts_served(folder: Path) -> Iterator[Hosts]:
    """A world in the folder, served until the end."""
    hosts = Hosts(folder)
    try:
        yield hosts
    finally:
        hosts.close()
