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

    from store.access import DEFAULT_USER as DEFAULT_USER
    from store.access import locks_over as locks_over
    from store.access import locks_under as locks_under
    from store.ahead import Landmarks as Landmarks
    from store.ahead import landmarks as landmarks
    from store.configuration import MethodChoice as MethodChoice
    from store.configuration import ProofPlaces as ProofPlaces
    from store.configuration import Step as Step
    from store.configuration import configuration_steps as configuration_steps
    from store.configuration import proof_methods as proof_methods
    from store.configuration import proof_places as proof_places
    from store.custom_domains import site_of as site_of
    from store.errors import AzureError as AzureError
    from store.errors import StateError as StateError
    from store.errors import UsageError as UsageError
    from store.export_commands import Way as Way
    from store.export_commands import export_ways as export_ways
    from store.exports import destination as destination
    from store.inspection import Inspection as Inspection
    from store.inspection import inspect_file as inspect_file
    from store.issuing import PRICES as PRICES
    from store.jobs import Event as Event
    from store.jobs import dry_run as dry_run
    from store.jobs import recent_runs as recent_runs
    from store.jobs import upcoming as upcoming
    from store.linking import linked_certificates as linked_certificates
    from store.linking import orders_of as orders_of
    from store.linking import out_of_sync as out_of_sync
    from store.loading import Loadable as Loadable
    from store.loading import loadable as loadable
    from store.loading import public_certificates as public_certificates
    from store.managed import managed_refusal as managed_refusal
    from store.managed import renewal_begins as renewal_begins
    from store.managed import renewal_obstacle as renewal_obstacle
    from store.orders import Tile as Tile
    from store.orders import link_cause as link_cause
    from store.orders import link_state as link_state
    from store.orders import not_renewable_reasons as not_renewable_reasons
    from store.orders import number_of as number_of
    from store.orders import proof_age as proof_age
    from store.orders import proof_fresh as proof_fresh
    from store.orders import stages as stages
    from store.orders import status_word as status_word
    from store.orders import tile as tile
    from store.outlook import Outlook as Outlook
    from store.outlook import order_outlook as order_outlook
    from store.pfx_helper import Mixture as Mixture
    from store.pfx_helper import merge_files as merge_files
    from store.pfx_helper import write_pfx as write_pfx
    from store.portal import Done as Done
    from store.portal import Portal as Portal
    from store.purchasing import host_problem as host_problem
    from store.purchasing import names_bought as names_bought
    from store.purchasing import order_name_problem as order_name_problem
    from store.purchasing import orders_in as orders_in
    from store.purchasing import purchase_refusal as purchase_refusal
    from store.regions import REGIONS as REGIONS
    from store.schedule import Schedule as Schedule
    from store.schedule import schedules as schedules
    from store.secret import Secret as Secret
    from store.serving import Served as Served
    from store.serving import issued_record as issued_record
    from store.serving import served as served
    from store.soft_delete import deleted_secrets as deleted_secrets
    from store.soft_delete import deleted_vaults as deleted_vaults
    from store.templates import order_template as order_template
    from store.tls_bindings import binding_warnings as binding_warnings
    from store.tls_bindings import fitting_certificates as fitting_certificates
    from store.trust import trusted_roots as trusted_roots
    from store.uploading import inspect_upload as inspect_upload
    from store.uploading import upload_report as upload_report
    from store.vault_access import CERTIFICATE_PERMISSIONS as CERTIFICATE_PERMISSIONS
    from store.vault_access import SECRET_PERMISSIONS as SECRET_PERMISSIONS
    from store.vault_access import permissions_of as permissions_of
    from store.vault_access import principals as principals
    from store.vault_access import user_name as user_name
    from store.vaults import current_version as current_version
    from store.vaults import link_trouble as link_trouble
    from store.vaults import reading_refusal as reading_refusal
    from store.vaults import secret_identifier as secret_identifier
    from store.vaults import secrets_in as secrets_in
    from store.vaults import versions as versions
    from store.webspaces import bindings_with as bindings_with
    from store.webspaces import certificates_in as certificates_in
    from store.webspaces import plan_of as plan_of
    from store.webspaces import sites_in as sites_in
    from store.webspaces import webspace_of as webspace_of
    from store.webspaces import webspace_of_certificate as webspace_of_certificate
    from store.world import View as View
    from store.world import World as World
    from store.worlds import START as START
    from store.worlds import begin as begin
    from store.x509.certificates import CertificateFacts as CertificateFacts
    from store.x509.report import Report as Report

__version__ = "1.0.0"

#: Where each name of the face lives.
_HOMES = {
    "AzureError": "errors",
    "CERTIFICATE_PERMISSIONS": "vault_access",
    "CertificateFacts": "x509.certificates",
    "DEFAULT_USER": "access",
    "Done": "portal",
    "Event": "jobs",
    "Inspection": "inspection",
    "Landmarks": "ahead",
    "Loadable": "loading",
    "MethodChoice": "configuration",
    "Mixture": "pfx_helper",
    "Outlook": "outlook",
    "PRICES": "issuing",
    "Portal": "portal",
    "ProofPlaces": "configuration",
    "REGIONS": "regions",
    "Report": "x509.report",
    "SECRET_PERMISSIONS": "vault_access",
    "START": "worlds",
    "Schedule": "schedule",
    "Secret": "secret",
    "Served": "serving",
    "StateError": "errors",
    "Step": "configuration",
    "Tile": "orders",
    "UsageError": "errors",
    "View": "world",
    "Way": "export_commands",
    "World": "world",
    "begin": "worlds",
    "binding_warnings": "tls_bindings",
    "bindings_with": "webspaces",
    "certificates_in": "webspaces",
    "configuration_steps": "configuration",
    "current_version": "vaults",
    "deleted_secrets": "soft_delete",
    "deleted_vaults": "soft_delete",
    "destination": "exports",
    "dry_run": "jobs",
    "export_ways": "export_commands",
    "fitting_certificates": "tls_bindings",
    "host_problem": "purchasing",
    "inspect_file": "inspection",
    "inspect_upload": "uploading",
    "landmarks": "ahead",
    "issued_record": "serving",
    "link_cause": "orders",
    "link_state": "orders",
    "link_trouble": "vaults",
    "linked_certificates": "linking",
    "loadable": "loading",
    "locks_over": "access",
    "locks_under": "access",
    "managed_refusal": "managed",
    "merge_files": "pfx_helper",
    "names_bought": "purchasing",
    "not_renewable_reasons": "orders",
    "number_of": "orders",
    "order_name_problem": "purchasing",
    "order_outlook": "outlook",
    "order_template": "templates",
    "orders_in": "purchasing",
    "orders_of": "linking",
    "out_of_sync": "linking",
    "permissions_of": "vault_access",
    "plan_of": "webspaces",
    "principals": "vault_access",
    "proof_age": "orders",
    "proof_fresh": "orders",
    "proof_methods": "configuration",
    "proof_places": "configuration",
    "public_certificates": "loading",
    "purchase_refusal": "purchasing",
    "reading_refusal": "vaults",
    "recent_runs": "jobs",
    "schedules": "schedule",
    "secret_identifier": "vaults",
    "renewal_begins": "managed",
    "renewal_obstacle": "managed",
    "secrets_in": "vaults",
    "served": "serving",
    "site_of": "custom_domains",
    "sites_in": "webspaces",
    "stages": "orders",
    "status_word": "orders",
    "tile": "orders",
    "trusted_roots": "trust",
    "upcoming": "jobs",
    "upload_report": "uploading",
    "write_pfx": "pfx_helper",
    "user_name": "vault_access",
    "versions": "vaults",
    "webspace_of": "webspaces",
    "webspace_of_certificate": "webspaces",
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
    from store.journal import Journal
    from store.portal import Portal

    return Portal(Journal.open(path, begin=_empty_world if create else None))


def read_world(path: Path) -> tuple[World, tuple[str, ...]]:
    """The world in `path` as it is now, and what opening it found worth saying; nothing is kept open.

    Raises `StateError`.
    """
    from store.journal import Journal

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
    from store.journal import write_state
    from store.worlds import START, begin

    write_state(path, begin(name, era=era, now=now or START, seed=seed, keys=keys), replace=replace)


def _empty_world() -> World:
    from store.worlds import begin

    return begin("empty")
