"""Sign in as: the principal in whose name the portal acts until it closes."""

from __future__ import annotations

from collections.abc import Mapping

from store.operations.authorization.roles import AddPrincipal
from store.resources import Principal, Role
from store.services.authorization.access import DEFAULT_USER
from store.services.authorization.principals import find_principal, principals, user_name
from tui.dialogs.new_principal import PrincipalForm
from tui.dialogs.operation_form import fill_in
from tui.host import PortalHost
from tui.text.cells import cell
from tui.text.status import muted
from tui.widgets.columns import Cells, Column
from tui.widgets.pick import Pick

#: The row that leads to the form of a new principal.
_NEW = "new"
#: Colleagues with one role each, by what they may do: they come into the tenant when somebody acts as one.
_COLLEAGUES: Mapping[str, AddPrincipal] = {
    "Owner": AddPrincipal(name="olga@contoso.com", role=Role.OWNER),
    "Contributor": AddPrincipal(name="carl@contoso.com", role=Role.CONTRIBUTOR),
    "Reader": AddPrincipal(name="rita@contoso.com", role=Role.READER),
    "Reader, reads key vaults": AddPrincipal(name="kim@contoso.com", role=Role.READER, reads_secrets=True),
}


def sign_in(host: PortalHost) -> None:
    """Ask for a user or service of the tenant; what the portal may do follows from its roles and policies."""
    portal = host.portal
    world = portal.world
    rows: dict[str, Cells] = {one.id: _row(one, portal.caller) for one in principals(world, "")}
    for may, colleague in _COLLEAGUES.items():
        if find_principal(world, colleague.name) is None:
            rows[colleague.name] = (cell(colleague.name), muted("User, added now"), muted(may))
    rows[_NEW] = (cell("New principal", "$text"), muted("a user or a service"), muted(""))
    columns = (Column("NAME", 36, least=16), Column("TYPE", 17), Column("ROLES", 24, least=10, grow=True))

    def chosen(key: str) -> None:
        adding = next((one for one in _COLLEAGUES.values() if one.name == key), None)
        if key == _NEW:
            fill_in(host, PrincipalForm(), "Add principal")
        elif adding is not None:
            host.perform(adding, title="Sign in as", then=lambda _: _act_as(host, adding.name))
        else:
            _act_as(host, key)

    host.ask(Pick("Sign in as", columns, rows, start=portal.caller), chosen)


def _act_as(host: PortalHost, who: str) -> None:
    """Act as the principal with this name or object id from now on."""
    portal = host.portal
    found = find_principal(portal.world, who)
    if found is None:
        return
    portal.caller = found.id
    again = " again" if found.id == DEFAULT_USER else ""
    host.say("Sign in as", f"The portal acts as {user_name(portal.world, found.id)}{again}.", "info")
    host.refresh_world()


def _row(one: Principal, caller: str) -> Cells:
    kind = "Service principal" if one.app_id else "User"
    roles = dict.fromkeys(str(role) for role in one.roles.values())
    held = ", ".join((*(["signed in"] if one.id == caller else []), *roles))
    return cell(one.name, "$text"), muted(kind), muted(held)
