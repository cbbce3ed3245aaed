"""Operations of Microsoft.Web: plans, apps, host names, bindings and the certificates of webspaces."""

from __future__ import annotations

from store.operations.base import Operation
from store.operations.web.bindings import AddBinding, RemoveBinding
from store.operations.web.certificates import DeleteCertificate, SyncCertificate
from store.operations.web.hosts import MapHost, SetTrafficManager, UnmapHost
from store.operations.web.imports import ImportAppServiceCertificate
from store.operations.web.plans import CreatePlan, ScalePlan
from store.operations.web.settings import (
    SetHttpsOnly,
    SetIpRestrictions,
    SetMinTlsVersion,
    SetPublicNetworkAccess,
)
from store.operations.web.sites import CreateSite, SetSiteHealth, StartSite, StopSite

OPERATIONS: tuple[type[Operation], ...] = (
    CreatePlan,
    ScalePlan,
    CreateSite,
    StopSite,
    StartSite,
    MapHost,
    UnmapHost,
    SetTrafficManager,
    SetHttpsOnly,
    SetMinTlsVersion,
    SetPublicNetworkAccess,
    SetIpRestrictions,
    ImportAppServiceCertificate,
    AddBinding,
    RemoveBinding,
    SyncCertificate,
    DeleteCertificate,
    SetSiteHealth,
)

__all__ = [
    "OPERATIONS",
    "AddBinding",
    "CreatePlan",
    "CreateSite",
    "DeleteCertificate",
    "ImportAppServiceCertificate",
    "MapHost",
    "RemoveBinding",
    "ScalePlan",
    "SetHttpsOnly",
    "SetIpRestrictions",
    "SetMinTlsVersion",
    "SetPublicNetworkAccess",
    "SetSiteHealth",
    "SetTrafficManager",
    "StartSite",
    "StopSite",
    "SyncCertificate",
    "UnmapHost",
]
