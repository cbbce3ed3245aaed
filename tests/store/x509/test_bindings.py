"""What a binding and an import from a vault need."""

from __future__ import annotations

from datetime import timedelta

from store.eras import era
from store.secret import Secret
from store.x509.authority import LeafRequest, issue, new_authority
from store.x509.keys import new_key
from store.x509.pfx.build import build_pfx
from store.x509.requirements.check import Surroundings, check_pfx, check_vault_pfx
from tests.support.pfx_parts import NOW, PASSWORD, YEAR, Site, leaf


def test_what_only_a_binding_needs(site: Site) -> None:
    made = issue(
        site.authority, LeafRequest(key=site.key, common_name="contoso.com", names=(), not_before=NOW + YEAR,
        not_after=NOW + 2 * YEAR, serial=5, server_auth=False, client_auth=False))  # fmt: skip
    data = build_pfx(site.key, made.certificate, site.authority.chain, Secret(PASSWORD))
    free = site.judge(data)
    assert free.accepted and free.bindable is False and not free.code
    assert free.line("purpose").verdict == free.line("validity").verdict == "warning"
    bound = site.judge(data, host="www.contoso.com")
    assert bound.accepted and bound.bindable is False and bound.code == "CertificateNotForServers"
    assert bound.line("name").code == "HostNameNotCovered"
    assert bound.line("validity").code == "CertificateNotYetValid"


def test_each_thing_a_binding_needs_has_its_code(site: Site, good_pfx: bytes) -> None:
    roots = (site.authority.root_certificate,)

    def code(host: str, days: int = 0, trusted: tuple[bytes, ...] = roots) -> str:
        moment = NOW + timedelta(days=days)
        around = Surroundings(era=era("2022"), now=moment, trusted_roots=trusted, host=host)
        return check_pfx(good_pfx, Secret(PASSWORD), around).code

    assert code("contoso.com") == code("WWW.contoso.com") == ""
    assert code("api.contoso.com") == "HostNameNotCovered"
    assert code("contoso.com", 400) == "CertificateExpired"
    assert code("contoso.com", -9) == "CertificateNotYetValid"
    assert code("contoso.com", trusted=()) == "CertificateNotTrusted"


def test_vault_wants_the_opposite(site: Site, vault_pfx: bytes, good_pfx: bytes, rsa_key: bytes) -> None:
    def judge(data: bytes, kind: str = "application/x-pkcs12", year: str = "2022") -> str:
        roots = [site.authority.root_certificate]
        return check_vault_pfx(
            data, Surroundings(era=era(year), now=NOW, trusted_roots=roots), content_type=kind
        ).code

    assert judge(vault_pfx) == ""
    assert judge(good_pfx) == "PfxHasPassword"
    assert judge(vault_pfx, "application/x-pem-file") == judge(vault_pfx, "") == "SecretContentType"
    assert judge(b"") == judge(site.leaf.certificate) == "NotAPfx"
    assert judge(build_pfx(site.key, site.leaf.certificate, (), None)) == "PfxChainIncomplete"
    long = leaf(site.authority, rsa_key, serial=2**150)
    data = build_pfx(rsa_key, long.certificate, site.authority.chain, None)
    assert (judge(data), judge(data, year="2026")) == ("PfxSerialTooLong", "")
    assert judge(vault_pfx, year="2026") == "EcKeyFromVault"


def test_authorities_of_ours_pass_without_work(rsa_key: bytes) -> None:
    for name in ("GoDaddy", "DigiCert"):
        authority = new_authority(name, key_kind="ec", now=NOW, serials=(2**63, 2**63 + 1))
        key = new_key("ec")
        data = build_pfx(key, leaf(authority, key).certificate, authority.chain, None)
        report = check_vault_pfx(
            data,
            Surroundings(
                era=era("2022"), now=NOW, trusted_roots=[authority.root_certificate], host="contoso.com"
            ),
        )
        assert report.accepted and report.bindable
