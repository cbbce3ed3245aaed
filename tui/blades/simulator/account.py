"""Sign in as: the principal in whose name the portal acts until it closes."""

from __future__ import annotations

from store.resources import Principal
from store.services.authorization.access import DEFAULT_USER
from store.services.authorization.principals import principals
from tui.dialogs.new_principal import PrincipalForm
from tui.dialogs.operation_form import fill_in
from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.columns import Cells, Column
from tui.widgets.pick import Pick

#: The row that leads to the form of a new principal.
_NEW = "new"


def sign_in(host: PortalHost) -> None:
    """Ask for a user or service of the tenant; what the portal may do follows from its roles and policies."""
    portal = host.portal
    rows: dict[str, Cells] = {one.id: _row(one, portal.caller) for one in principals(portal.world, "")}
    rows[_NEW] = (cell("New principal", "$text"), muted("a user or a service"), muted(""))
    columns = (Column("NAME", 36, least=16), Column("TYPE", 17), Column("ROLES", 24, least=10, grow=True))

    def chosen(key: str) -> None:
        if key == _NEW:
            fill_in(host, PrincipalForm(), "Add principal")
            return
        portal.caller = key
        names = {one.id: one.name for one in principals(portal.world, "")}
        again = " again" if key == DEFAULT_USER else ""
        host.say("Sign in as", f"The portal acts as {names[key]}{again}.", "info")
        host.refresh_world()

    host.ask(Pick("Sign in as", columns, rows, start=portal.caller), chosen)


def _row(one: Principal, caller: str) -> Cells:
    kind = "Service principal" if one.app_id else "User"
    roles = dict.fromkeys(str(role) for role in one.roles.values())
    held = ", ".join((*(["signed in"] if one.id == caller else []), *roles))
    return cell(one.name, "$text"), muted(kind), muted(held)
