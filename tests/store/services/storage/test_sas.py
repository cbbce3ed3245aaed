"""Shared access signatures open what they were signed for, and nothing else."""

from __future__ import annotations

import pytest

from tests.support.cloud_services import Service


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("&sig=", "&sig=AAAA", "AuthenticationFailed"),
        ("&sig=", "&gis=", "AuthenticationFailed"),
        ("&sig=", "&sig=%", "AuthenticationFailed"),
        ("sp=r&", "sp=rw&", "AuthenticationFailed"),
        ("2022-08-08", "2032-08-08", "AuthenticationFailed"),
        ("packages", "other", "BlobNotFound"),
        ("Contoso.cspkg", "x", "BlobNotFound"),
        ("contosostore", "nobody", "InvalidPackageUrl"),
        ("https:", "http:", "InvalidPackageUrl"),
        ("https://", "https://[", "InvalidPackageUrl"),
    ],
)
def test_a_package_url_opens_what_it_was_signed_for_and_nothing_else(old: str, new: str, code: str) -> None:
    stage = Service()
    url = stage.do("GenerateSasUrl", container="packages", blob="Contoso.cspkg")
    assert old in url
    refused = stage.refused("UpdateCloudService", service="contoso-cs", packageUrl=url.replace(old, new))
    assert refused.code == code


def test_a_package_url_expires() -> None:
    stage = Service()
    url = stage.do("GenerateSasUrl", container="packages", blob="Contoso.cspkg", days=2)
    stage.do("AdvanceClock", by="2d")
    refused = stage.refused("UpdateCloudService", service="contoso-cs", packageUrl=url)
    assert refused.code == "AuthenticationFailed" and "expired at 2022-08-03 09:00 UTC" in refused.message
