"""Files with cross-signed, expired and renewed authorities: the report is the same in every order."""

from __future__ import annotations

from itertools import permutations

import pytest

from store.eras import era
from store.secret import Secret
from store.x509.certificates import describe
from store.x509.merge import merge
from store.x509.pem import encode
from store.x509.pfx.build import build_pfx
from store.x509.requirements.check import Surroundings, check_pfx, check_vault_pfx
from store.x509.requirements.report import Report
from tests.support.path_cases import CASES, HOST, NOW, Case, key_der

PASSWORD = Secret("correct horse")
CROSSED = {
    # case: verdict of the chain, a part of its line, verdict of the trust, a part of its line
    "old way only, new root trusted": ("warning", "X3 expired on 2022-07-02", "passed", "X1"),
    "both ways, new root trusted": ("warning", "X3 expired on 2022-07-02", "passed", "X1"),
    "both ways, expired root trusted": ("warning", "X3 expired", "failed", "X3 expired on 2022-07-02"),
    "self-signed instead of the cross": ("passed", "3 certificates", "failed", "X1 is not a trusted root"),
}


def report(case: Case, pool: tuple[bytes, ...], host: str | None = HOST) -> Report:
    data = build_pfx(key_der(HOST), case.leaf, pool, PASSWORD)
    return check_pfx(
        data, PASSWORD, Surroundings(era=era("2022"), now=NOW, trusted_roots=case.roots, host=host)
    )


@pytest.mark.parametrize("name", CROSSED)
def test_one_verdict_for_all_orders_of_the_file(name: str) -> None:
    case, (chain, chain_part, trust, trust_part) = CASES[name], CROSSED[name]
    found = {report(case, pool).lines[3:] for pool in permutations(case.pool)}
    assert len({tuple((line.id, line.verdict, line.found) for line in lines) for lines in found}) == 1
    made = report(case, tuple(case.pool))
    assert made.line("chain").verdict == chain and chain_part in made.line("chain").found
    assert made.line("trust").verdict == trust and trust_part in made.line("trust").found
    assert made.accepted and made.bindable is (trust == "passed")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("expired intermediate", "CertificateChainInvalid"),
        ("CA for mail", "CertificateChainInvalid"),
        ("path length 0 and a CA below", "CertificateChainInvalid"),
        ("unknown critical in the CA", "CertificateChainInvalid"),
        ("not permitted", "CertificateChainInvalid"),
        ("nobody trusted", "CertificateNotTrusted"),
        ("plain", ""),
    ],
)
def test_an_upload_takes_what_a_binding_refuses(name: str, code: str) -> None:
    case = CASES[name]
    pool = (*case.pool, *case.roots)
    bound, uploaded = report(case, pool), report(case, pool, host=None)
    assert uploaded.accepted and not uploaded.code
    assert uploaded.line("trust").verdict == ("warning" if code else "passed")
    if code:
        assert bound.code in (code, "CertificateNotForServers") and bound.line("trust").code == code
    vault = check_vault_pfx(
        build_pfx(key_der(HOST), case.leaf, pool, None),
        Surroundings(era=era("2022"), now=NOW, trusted_roots=case.roots),
    )
    assert vault.accepted and vault.line("trust").code == code


def test_an_expired_authority_that_belongs_to_no_way_up_is_named_too() -> None:
    """A key store takes in any certificate as trusted."""
    case, crossed = CASES["plain"], CASES["old way only, new root trusted"]
    (old,) = (der for der in crossed.pool if describe(der).subject == "CN=X3")
    pools = [*permutations((*case.pool, *case.roots, old))]
    (line,) = {report(case, pool).line("chain") for pool in pools}
    assert line.verdict == "warning" and "X3 expired on 2022-07-02" in line.found
    made = report(case, pools[0])
    assert made.accepted and made.bindable
    assert made.parts is not None and set(made.parts.chain) == {*case.pool, *case.roots}


def test_a_kept_file_keeps_the_certificates_of_every_way_up() -> None:
    case = CASES["both ways, new root trusted"]
    parts = report(case, tuple(case.pool)).parts
    assert parts is not None and set(parts.chain) == set(case.pool)


def test_a_merged_file_takes_the_way_that_lasts_longest() -> None:
    case = CASES["both ways, new root trusted"]
    for pool in permutations(case.pool):
        merged = merge([encode("CERTIFICATE", der).encode() for der in (case.leaf, *pool)])
        assert merged.complete
        assert [facts.common_name for facts in merged.facts] == [HOST, "CA", "X1"]
