"""Token pages of an app: what it serves for Manual Verification by an HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content

from store.operations.certificate_registration.token_pages import PlaceTokenPage, RemoveTokenPage
from store.operations.web.settings import SetHttpsOnly
from store.resources import CertificateOrder, Site
from tui.blades.base import Blade, refresh_verb
from tui.dialogs.confirm import confirm
from tui.dialogs.operation_form import OperationForm, fill_in
from tui.navigation.verbs import performs, verb
from tui.text.cells import cell
from tui.text.status import muted, status
from tui.widgets.columns import Cells, Column
from tui.widgets.form import Choice, Field, Option
from tui.widgets.input import Input
from tui.widgets.section import Banner
from tui.widgets.table import Table

if TYPE_CHECKING:
    from store import World


class PageForm(OperationForm):
    """Place token page: the order whose token it shows, and where it stands."""

    DOES = "Place"
    REQUIRED = ("order", "path")
    BLAMES = {"InvalidPath": "path"}

    def __init__(self, world: World, site: str) -> None:
        super().__init__("Place token page")
        self._site = site
        self._path = world.era.html_path
        self._orders = [Option(one.id, f"{one.name} ({one.host})") for one in world.all(CertificateOrder)]

    def content(self) -> ComposeResult:
        yield Field("Certificate", Choice(*self._orders, title="Certificate"), id="order")
        yield Field("Path", Input(self._path, compact=True, max_length=250), "where the CA looks", id="path")
        yield Field("Content", Input(compact=True, max_length=1000), "empty: the token", id="words")

    def operation(self) -> PlaceTokenPage:
        return PlaceTokenPage(
            site=self._site, order=self.value("order"), path=self.value("path"), content=self.value("words")
        )


class TokenPages(Blade):
    """Each page with the order whose token it has; HTTPS Only hides them all from the CA."""

    LABEL = "Token pages"
    KIND_LABEL = "App Service"
    RESOURCE = Site
    COPIES = "Copy path"
    PERFORMS = ("PlaceTokenPage", "RemoveTokenPage", "SetHttpsOnly")
    HELP_TEXT = (
        "The certificate authority fetches the page over plain HTTP and follows no redirect: with HTTPS Only "
        "On it never sees the token."
    )

    @verb("l", "Place token page")
    def place_page(self) -> None:
        """Ask for the order and the path."""
        fill_in(self.host, PageForm(self.world, self.resource), "Place token page")

    @place_page.why_not
    def no_order(self) -> str:
        return "" if self.world.table(CertificateOrder) else "There is no App Service Certificate."

    refresh_world = refresh_verb

    @verb("d", "Remove", select_first="There is no token page.")
    def remove_page(self) -> None:
        """Ask, then remove the selected page."""
        operation = self.removal()
        if operation is not None:
            confirm(
                self.host, "Remove token page", operation, cell(operation.path, "bold $text"), does="Remove"
            )

    @remove_page.operation
    def removal(self) -> RemoveTokenPage | None:
        """Removal of the selected page."""
        path = self.query_one(Table).cursor_key
        return RemoveTokenPage(site=self.resource, path=path) if path else None

    @performs("p", "HTTPS Only", "Turn it on or off")
    def switch_https(self) -> SetHttpsOnly:
        return SetHttpsOnly(site=self.resource, enabled=not self.site.properties.https_only)

    def content(self) -> ComposeResult:
        yield Banner(id="https")
        yield Table(
            Column("PATH", 44, least=20, grow=True),
            Column("CONTENT", 12, leaves=1),
            Column("TOKEN OF", 16),
            empty=muted("The app serves no token page.   ")
            + Content.assemble((self.place_page.key, "bold $key"), " Place token page"),
        )

    @property
    def site(self) -> Site:
        """The app as it is now."""
        return self.world.need(Site, self.resource)

    def refresh_view(self, world: World) -> None:
        properties = self.site.properties
        banner = self.query_one("#https", Banner)
        if properties.https_only:
            key, label = self.switch_https.key, self.switch_https.label
            banner.show("warning", "HTTPS Only is On.", "The CA does not see these pages.", key, label)
        else:
            banner.hide()
        owners = {one.properties.domain_verification_token: one.name for one in world.all(CertificateOrder)}
        pages = properties.domain_ownership_identifiers
        self.query_one(Table).show({path: _row(path, text, owners) for path, text in pages.items()})

    def note(self) -> Content:
        return muted(f"HTTPS Only: {'On' if self.site.properties.https_only else 'Off'}")

    def on_table_moved(self) -> None:
        self.update_chrome()

    def copy_text(self) -> str:
        return self.query_one(Table).cursor_key


def _row(path: str, text: str, owners: dict[str, str]) -> Cells:
    owner = owners.get(text.strip(), "")
    return cell(path), cell(text), cell(owner) if owner else status("of no order", "warning")
