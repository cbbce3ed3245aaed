"""One authority and one leaf for all tests: elliptic curves, for RSA keys take their time."""

from __future__ import annotations

import pytest

from store.secret import Secret
from store.x509.authority import AuthorityKeys, new_authority
from store.x509.keys import new_key
from store.x509.pfx.build import build_pfx
from tests.support.pfx_parts import NOW, PASSWORD, Site, leaf


@pytest.fixture(scope="session")
def authority() -> AuthorityKeys:
    return new_authority("GoDaddy", key_kind="ec", now=NOW, serials=(11, 22))


@pytest.fixture(scope="session")
def stranger() -> AuthorityKeys:
    """An authority with the same names and other keys."""
    return new_authority("GoDaddy", key_kind="ec", now=NOW, serials=(11, 22))


@pytest.fixture(scope="session")
def site(authority: AuthorityKeys) -> Site:
    key = new_key("ec")
    return Site(authority, key, leaf(authority, key))


@pytest.fixture(scope="session")
def good_pfx(site: Site) -> bytes:
    """A file that App Service takes."""
    return build_pfx(site.key, site.leaf.certificate, site.authority.chain, Secret(PASSWORD))


@pytest.fixture(scope="session")
def vault_pfx(site: Site) -> bytes:
    """The file that Key Vault hands out."""
    return build_pfx(site.key, site.leaf.certificate, site.authority.chain, None)


@pytest.fixture(scope="session")
def rsa_key() -> bytes:
    return new_key("rsa2048")
