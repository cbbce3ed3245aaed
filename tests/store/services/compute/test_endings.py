"""What to do about certificates of role instances that end: one and several are told in their grammar."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from store.resources.compute import InstalledCertificate
from store.services.compute.endings import Ending, way_on

_AT = datetime(2023, 1, 1, tzinfo=UTC)
_VAULT = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/contoso-kv"


def _ending(role: str, source: str) -> Ending:
    held = InstalledCertificate(name="C", thumbprint="AA", subject="CN=c", not_after=_AT, source=source)
    return Ending(_AT, role, held)


@pytest.mark.parametrize(
    ("sources", "imported", "newer"),
    [
        (["a"], "its successor", "a newer version; the certificate URL names the old one and follows"),
        (["a", "a"], "their successor", "a newer version; the certificate URL names the old one and follows"),
        (["a", "b"], "their successors", "newer versions; the certificate URLs name the old ones and follow"),
    ],
)
def test_the_way_on_is_told_of_one_and_of_several(sources: list[str], imported: str, newer: str) -> None:
    group = [_ending(f"Role{place}", source) for place, source in enumerate(sources)]
    assert way_on("", group) == f"Import {imported} into the key vault, then update the configuration."
    assert way_on(_VAULT, group) == f"The key vault contoso-kv has {newer} nothing: update the configuration."
