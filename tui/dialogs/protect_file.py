"""Downloads: the questions between a secret's version and a file with a password."""

from __future__ import annotations

from textual.content import Content

from store import Done, Secret
from store.operations.arguments import File, HandedOver
from store.operations.certificate_registration.export import ExportCertificate, ProtectExport
from store.operations.operation import Operation
from store.resources import SecretVersion
from tui.dialogs.confirm import Confirm
from tui.dialogs.download import DownloadForm
from tui.dialogs.password import Password
from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.secret_words import download_of
from tui.text.status import muted


def download(host: PortalHost, version: SecretVersion) -> None:
    """Ask where to and with which password, write the file, then say what becomes of it."""
    asked = download_of(host.portal.world, version)
    if asked is None:
        return

    def chosen(operation: Operation) -> None:
        assert isinstance(operation, ExportCertificate)
        path, password = operation.path, operation.password

        def done(_: Done) -> None:
            if isinstance(path, HandedOver):
                host.hand_over(path, path.data)
            else:
                _written(host, path, password)

        host.perform(operation, title="Download", then=done)

    host.ask(DownloadForm(asked), chosen)


def _written(host: PortalHost, path: str, password: Secret) -> None:
    """What is to be done with a file that has no password."""
    if password:
        return

    lines = (
        cell(path, "bold $text"),
        Content(""),
        muted("The file opens with an empty password; App Service refuses it as it is."),
        muted(
            "Windows: import it, export it with a password. Elsewhere openssl gives it one, or this portal."
        ),
        muted("Then delete every other copy: this file, the download, what is in the trash."),
        muted("No renewal or rekey reaches it. Code that can ask the Key Vault API needs no file at all."),
    )
    question = Confirm("The file has no password", *lines, does="Protect with a password")
    host.ask(question, lambda _: protect(host, path))


def protect(host: PortalHost, path: str) -> None:
    """Ask for a password, twice, and give the exported file that one."""

    def typed(password: Secret) -> None:
        host.perform(ProtectExport(path=File(path), password=password), title="Protect")

    lines = (muted("The file is encrypted with 3DES, as an upload to App Service needs it."),)
    host.ask(Password("Protect with a password", *lines, does="Protect", twice=True), typed)
