"""Operations of Microsoft.Web: plans, apps, host names, bindings and the certificates of webspaces."""

from __future__ import annotations

from store.operations.base import Operation
from store.operations.web.app_settings import SetAppSetting
from store.operations.web.bindings import AddBinding, RemoveBinding
from store.operations.web.certificates import DeleteCertificate, SyncCertificate
from store.operations.web.hosts import MapHost, SetTrafficManager, UnmapHost
from store.operations.web.imports import ImportAppServiceCertificate, ImportKeyVaultCertificate
from store.operations.web.managed import CreateManagedCertificate
from store.operations.web.plans import CreatePlan, ScalePlan
from store.operations.web.public_certificates import DeletePublicCertificate, UploadPublicCertificate
from store.operations.web.settings import (
    SetHttpsOnly,
    SetIpRestrictions,
    SetMinTlsVersion,
    SetPublicNetworkAccess,
)
from store.operations.web.sites import CreateSite, SetSiteHealth, StartSite, StopSite
from store.operations.web.uploads import UploadCertificate

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
    SetAppSetting,
    ImportAppServiceCertificate,
    ImportKeyVaultCertificate,
    UploadCertificate,
    CreateManagedCertificate,
    UploadPublicCertificate,
    DeletePublicCertificate,
    AddBinding,
    RemoveBinding,
    SyncCertificate,
    DeleteCertificate,
    SetSiteHealth,
)

__all__ = [
    "OPERATIONS",
    "AddBinding",
    "CreateManagedCertificate",
    "CreatePlan",
    "CreateSite",
    "DeleteCertificate",
    "DeletePublicCertificate",
    "ImportAppServiceCertificate",
    "ImportKeyVaultCertificate",
    "MapHost",
    "RemoveBinding",
    "ScalePlan",
    "SetAppSetting",
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
    "UploadCertificate",
    "UploadPublicCertificate",
]
