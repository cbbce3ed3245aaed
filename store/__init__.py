"""The face of the store: a small Azure in a file.

Programs import from here; importing costs almost nothing, because each name is fetched from its own
module at its first use. `open_portal` opens a world, `Portal.perform` is the only way to change it.

    >>> from store import open_portal
    >>> portal = open_portal(path)
    >>> portal.perform(CreateOrder(name="contosocert", host="contoso.com"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from store.arm.template import order_template as order_template
    from store.errors import AzureError as AzureError
    from store.errors import StateError as StateError
    from store.errors import UsageError as UsageError
    from store.files.private import destination as destination
    from store.jobs import Event as Event
    from store.jobs import dry_run as dry_run
    from store.jobs import recent_runs as recent_runs
    from store.jobs import upcoming as upcoming
    from store.jobs.landmarks import Landmarks as Landmarks
    from store.jobs.landmarks import landmarks as landmarks
    from store.portal import Done as Done
    from store.portal import Portal as Portal
    from store.secret import Secret as Secret
    from store.services.authority.trust import trusted_roots as trusted_roots
    from store.services.authorization.access import DEFAULT_USER as DEFAULT_USER
    from store.services.authorization.access import locks_over as locks_over
    from store.services.authorization.access import locks_under as locks_under
    from store.services.certificate_registration.configuration import MethodChoice as MethodChoice
    from store.services.certificate_registration.configuration import ProofPlaces as ProofPlaces
    from store.services.certificate_registration.configuration import Step as Step
    from store.services.certificate_registration.configuration import (
        configuration_steps as configuration_steps,
    )
    from store.services.certificate_registration.configuration import proof_methods as proof_methods
    from store.services.certificate_registration.configuration import proof_places as proof_places
    from store.services.certificate_registration.export_commands import Way as Way
    from store.services.certificate_registration.export_commands import export_ways as export_ways
    from store.services.certificate_registration.issue import PRICES as PRICES
    from store.services.certificate_registration.outlook import Outlook as Outlook
    from store.services.certificate_registration.outlook import order_outlook as order_outlook
    from store.services.certificate_registration.purchase import host_problem as host_problem
    from store.services.certificate_registration.purchase import names_bought as names_bought
    from store.services.certificate_registration.purchase import order_name_problem as order_name_problem
    from store.services.certificate_registration.purchase import orders_in as orders_in
    from store.services.certificate_registration.purchase import purchase_refusal as purchase_refusal
    from store.services.certificate_registration.state import Tile as Tile
    from store.services.certificate_registration.state import link_cause as link_cause
    from store.services.certificate_registration.state import link_state as link_state
    from store.services.certificate_registration.state import not_renewable_reasons as not_renewable_reasons
    from store.services.certificate_registration.state import number_of as number_of
    from store.services.certificate_registration.state import proof_age as proof_age
    from store.services.certificate_registration.state import proof_fresh as proof_fresh
    from store.services.certificate_registration.state import stages as stages
    from store.services.certificate_registration.state import status_word as status_word
    from store.services.certificate_registration.state import tile as tile
    from store.services.key_vault.links import linked_certificates as linked_certificates
    from store.services.key_vault.links import orders_of as orders_of
    from store.services.key_vault.links import out_of_sync as out_of_sync
    from store.services.key_vault.permissions import CERTIFICATE_PERMISSIONS as CERTIFICATE_PERMISSIONS
    from store.services.key_vault.permissions import SECRET_PERMISSIONS as SECRET_PERMISSIONS
    from store.services.key_vault.permissions import permissions_of as permissions_of
    from store.services.key_vault.permissions import principals as principals
    from store.services.key_vault.permissions import user_name as user_name
    from store.services.key_vault.secrets import current_version as current_version
    from store.services.key_vault.secrets import link_trouble as link_trouble
    from store.services.key_vault.secrets import reading_refusal as reading_refusal
    from store.services.key_vault.secrets import secret_identifier as secret_identifier
    from store.services.key_vault.secrets import secrets_in as secrets_in
    from store.services.key_vault.secrets import versions as versions
    from store.services.key_vault.soft_delete import deleted_secrets as deleted_secrets
    from store.services.key_vault.soft_delete import deleted_vaults as deleted_vaults
    from store.services.regions import REGIONS as REGIONS
    from store.services.web.bindings import binding_warnings as binding_warnings
    from store.services.web.bindings import fitting_certificates as fitting_certificates
    from store.services.web.custom_domains import site_of as site_of
    from store.services.web.inspection import Inspection as Inspection
    from store.services.web.inspection import inspect_file as inspect_file
    from store.services.web.loadable import Loadable as Loadable
    from store.services.web.loadable import loadable as loadable
    from store.services.web.loadable import public_certificates as public_certificates
    from store.services.web.managed import managed_refusal as managed_refusal
    from store.services.web.managed import renewal_begins as renewal_begins
    from store.services.web.managed import renewal_obstacle as renewal_obstacle
    from store.services.web.pfx_assembly import Mixture as Mixture
    from store.services.web.pfx_assembly import merge_files as merge_files
    from store.services.web.pfx_assembly import write_pfx as write_pfx
    from store.services.web.serving import Served as Served
    from store.services.web.serving import issued_record as issued_record
    from store.services.web.serving import served as served
    from store.services.web.uploads import inspect_upload as inspect_upload
    from store.services.web.uploads import upload_report as upload_report
    from store.services.web.webspaces import bindings_with as bindings_with
    from store.services.web.webspaces import certificates_in as certificates_in
    from store.services.web.webspaces import plan_of as plan_of
    from store.services.web.webspaces import sites_in as sites_in
    from store.services.web.webspaces import webspace_of as webspace_of
    from store.services.web.webspaces import webspace_of_certificate as webspace_of_certificate
    from store.time.schedule import Schedule as Schedule
    from store.time.schedule import schedules as schedules
    from store.world import View as View
    from store.world import World as World
    from store.worlds import START as START
    from store.worlds import begin as begin
    from store.x509.certificates import CertificateFacts as CertificateFacts
    from store.x509.requirements.report import Report as Report

__version__ = "1.0.0"

#: Where each name of the face lives.
_HOMES = {
    "AzureError": "errors",
    "CERTIFICATE_PERMISSIONS": "services.key_vault.permissions",
    "CertificateFacts": "x509.certificates",
    "DEFAULT_USER": "services.authorization.access",
    "Done": "portal",
    "Event": "jobs",
    "Inspection": "services.web.inspection",
    "Landmarks": "jobs.landmarks",
    "Loadable": "services.web.loadable",
    "MethodChoice": "services.certificate_registration.configuration",
    "Mixture": "services.web.pfx_assembly",
    "Outlook": "services.certificate_registration.outlook",
    "PRICES": "services.certificate_registration.issue",
    "Portal": "portal",
    "ProofPlaces": "services.certificate_registration.configuration",
    "REGIONS": "services.regions",
    "Report": "x509.requirements.report",
    "SECRET_PERMISSIONS": "services.key_vault.permissions",
    "START": "worlds",
    "Schedule": "time.schedule",
    "Secret": "secret",
    "Served": "services.web.serving",
    "StateError": "errors",
    "Step": "services.certificate_registration.configuration",
    "Tile": "services.certificate_registration.state",
    "UsageError": "errors",
    "View": "world",
    "Way": "services.certificate_registration.export_commands",
    "World": "world",
    "begin": "worlds",
    "binding_warnings": "services.web.bindings",
    "bindings_with": "services.web.webspaces",
    "certificates_in": "services.web.webspaces",
    "configuration_steps": "services.certificate_registration.configuration",
    "current_version": "services.key_vault.secrets",
    "deleted_secrets": "services.key_vault.soft_delete",
    "deleted_vaults": "services.key_vault.soft_delete",
    "destination": "files.private",
    "dry_run": "jobs",
    "export_ways": "services.certificate_registration.export_commands",
    "fitting_certificates": "services.web.bindings",
    "host_problem": "services.certificate_registration.purchase",
    "inspect_file": "services.web.inspection",
    "inspect_upload": "services.web.uploads",
    "landmarks": "jobs.landmarks",
    "issued_record": "services.web.serving",
    "link_cause": "services.certificate_registration.state",
    "link_state": "services.certificate_registration.state",
    "link_trouble": "services.key_vault.secrets",
    "linked_certificates": "services.key_vault.links",
    "loadable": "services.web.loadable",
    "locks_over": "services.authorization.access",
    "locks_under": "services.authorization.access",
    "managed_refusal": "services.web.managed",
    "merge_files": "services.web.pfx_assembly",
    "names_bought": "services.certificate_registration.purchase",
    "not_renewable_reasons": "services.certificate_registration.state",
    "number_of": "services.certificate_registration.state",
    "order_name_problem": "services.certificate_registration.purchase",
    "order_outlook": "services.certificate_registration.outlook",
    "order_template": "arm.template",
    "orders_in": "services.certificate_registration.purchase",
    "orders_of": "services.key_vault.links",
    "out_of_sync": "services.key_vault.links",
    "permissions_of": "services.key_vault.permissions",
    "plan_of": "services.web.webspaces",
    "principals": "services.key_vault.permissions",
    "proof_age": "services.certificate_registration.state",
    "proof_fresh": "services.certificate_registration.state",
    "proof_methods": "services.certificate_registration.configuration",
    "proof_places": "services.certificate_registration.configuration",
    "public_certificates": "services.web.loadable",
    "purchase_refusal": "services.certificate_registration.purchase",
    "reading_refusal": "services.key_vault.secrets",
    "recent_runs": "jobs",
    "schedules": "time.schedule",
    "secret_identifier": "services.key_vault.secrets",
    "renewal_begins": "services.web.managed",
    "renewal_obstacle": "services.web.managed",
    "secrets_in": "services.key_vault.secrets",
    "served": "services.web.serving",
    "site_of": "services.web.custom_domains",
    "sites_in": "services.web.webspaces",
    "stages": "services.certificate_registration.state",
    "status_word": "services.certificate_registration.state",
    "tile": "services.certificate_registration.state",
    "trusted_roots": "services.authority.trust",
    "upcoming": "jobs",
    "upload_report": "services.web.uploads",
    "write_pfx": "services.web.pfx_assembly",
    "user_name": "services.key_vault.permissions",
    "versions": "services.key_vault.secrets",
    "webspace_of": "services.web.webspaces",
    "webspace_of_certificate": "services.web.webspaces",
}

__all__ = [*sorted(_HOMES), "default_state_path", "new_world", "open_portal", "read_world"]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'store' has no attribute '{name}'")
    value = getattr(import_module(f"store.{home}"), name)
    globals()[name] = value
    return value


def default_state_path() -> Path:
    """The state of whoever names no other: `CERTBLADE_STATE`, else in the user's data directory."""
    import os
    from pathlib import Path

    named = os.environ.get("CERTBLADE_STATE")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("certblade", appauthor=False) / "state.json"


def open_portal(path: Path, *, create: bool = False) -> Portal:
    """The portal of the world in `path`; `create` begins an empty world where there is none.

    Raises `StateError` (StateNotFound without `create`; others where the state cannot be read).
    """
    from store.journal.journal import Journal
    from store.portal import Portal

    return Portal(Journal.open(path, begin=_empty_world if create else None))


def read_world(path: Path) -> tuple[World, tuple[str, ...]]:
    """The world in `path` as it is now, and what opening it found worth saying; nothing is kept open.

    Raises `StateError`.
    """
    from store.journal.journal import Journal

    journal = Journal.open(path)
    journal.close(checkpoint=False)
    return journal.world, journal.warnings


def new_world(
    path: Path,
    name: str = "walk",
    *,
    era: str = "2022",
    now: datetime | None = None,
    seed: int = 0,
    keys: str = "rsa2048",
    replace: bool = False,
) -> None:
    """Makes the world `name` ("walk", "demo" or "empty") and writes it to `path`.

    `now` is where its clock stands (UTC; 2022-08-01 09:00 where none is given), `seed` fixes ids and
    chance, `keys` is "rsa2048" or "ec". Raises `StateError` StateExists where `path` holds a world
    already, unless `replace` sets that one aside; `AzureError` for a world, era or kind of keys that
    does not exist.
    """
    from store.journal.journal import write_state
    from store.worlds import START, begin

    write_state(path, begin(name, era=era, now=now or START, seed=seed, keys=keys), replace=replace)


def _empty_world() -> World:
    from store.worlds import begin

    return begin("empty")
