"""Each known problem comes about by operations alone, is named by its evidence, and goes by its repair."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from store.problems import PROBLEMS, likely
from store.problems.renewal import still_earlier
from store.problems.report import support_report
from store.resources import CertificateOrder, Mail, SecretVersion, Site, Vault, WebCertificate, name_of
from tests.support.mission_worlds import linked
from tests.support.problem_case import APP, ORDER, VAULT, Bench, Case
from tests.support.problems_of_apps import CASES as OF_APPS
from tests.support.problems_of_orders import CASES as OF_ORDERS
from tests.support.worlds import walk_world

CASES = (*OF_ORDERS, *OF_APPS)
#: Causes for which an order waits, so that its secret has no value.
CAUSES = ("HttpsOnly", "TokenPageNotServed", "TxtRecordWrong", "CaaRecord", "NoMailbox", "NeverVerified")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_it_is_named_by_its_evidence_and_goes_by_its_repair(case: Case, tmp_path: Path) -> None:
    bench = Bench(case.world(), tmp_path)
    case.happens(bench)
    found = [one for one in likely(bench.world) if one.problem.code == case.code]
    assert found, [one.problem.code for one in likely(bench.world)]
    for one in found:
        assert one.finding.evidence and one.finding.way_out.text
        mine = likely(bench.world, one.finding.resource)
        distances = [one.finding.resource == first.finding.resource for first in mine]
        assert distances == sorted(distances, reverse=True) or any(
            one.finding.resource in first.finding.about for first in mine
        )
    assert _told_secrets(bench) == set()
    case.repaired(bench)
    assert case.code not in {one.problem.code for one in likely(bench.world)}


def _told_secrets(bench: Bench) -> set[str]:
    """What reports about the resources with a problem, and about the subscription, tell and must not."""
    world = bench.world
    secrets = {order.properties.domain_verification_token for order in world.all(CertificateOrder)}
    secrets |= {mail.link for mail in world.all(Mail)} | {str(bench.folder)}
    secrets |= {one.properties.value[:60] for one in world.all(SecretVersion)}
    about = dict.fromkeys(("", *(one.finding.resource for one in likely(world))))
    told = json.dumps([support_report(world, one, "") for one in about])
    return {one for one in secrets if one and one in told}


def test_every_known_problem_has_a_case() -> None:
    assert {problem.code for problem in PROBLEMS} == {case.code for case in CASES}
    codes = Counter(problem.code for problem in PROBLEMS)
    assert codes.most_common(1)[0][1] == 1


def test_each_symptom_is_whole_in_a_row_of_80_cells() -> None:
    assert max(len(problem.symptom) for problem in PROBLEMS) <= 72


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["a"], "a still has an earlier certificate."),
        (["a", "b"], "a, b still have an earlier certificate."),
        (["a", "b", "c", "d", "e"], "a, b, c and 2 more still have an earlier certificate."),
    ],
)
def test_certificates_that_were_not_synced_are_told_together(names: list[str], told: str) -> None:
    assert still_earlier(names) == told


def test_a_world_in_order_has_none() -> None:
    assert likely(walk_world()) == ()


@pytest.mark.parametrize(
    ("code", "closes", "opens"),
    [
        ("KeyVaultFirewall", {"defaultAction": "Deny", "bypass": "None"}, {"defaultAction": "Allow"}),
        ("KeyVaultUsesRbac", {"rbac": True}, {"rbac": False}),
        ("AppServiceHasNoAccess", {}, {"secrets": ["get"], "certificates": ["get"]}),
    ],
)
def test_a_vault_that_refuses_its_first_import_is_named(
    code: str, closes: dict[str, object], opens: dict[str, object], tmp_path: Path
) -> None:
    """Nothing is linked to it yet: there is the refusal alone, until the vault would let App Service in."""
    bench = Bench(walk_world(), tmp_path)
    bench.do("CreateVault", name=VAULT, resourceGroup="rg-web")
    bench.do("GenerateVaultCertificate", vault=VAULT, name="own", subject="CN=contoso.com")
    access = {"vault": VAULT, "principal": "Microsoft.Azure.WebSites"}
    does = {
        "KeyVaultFirewall": ("SetVaultNetwork", {"vault": VAULT}),
        "KeyVaultUsesRbac": ("SetPermissionModel", {"vault": VAULT}),
        "AppServiceHasNoAccess": ("SetAccessPolicy", access),
    }
    operation, asked = does[code]
    if closes:
        bench.do("SetAccessPolicy", **access, secrets=["get"], certificates=["get"])
        bench.do(operation, **asked, **closes)
    bench.tried("ImportKeyVaultCertificate", site=APP, vault=VAULT, certificate="own")
    (found,) = (one for one in likely(bench.world) if one.problem.code == code)
    assert name_of(found.finding.resource) == APP and name_of(found.finding.about[0]) == VAULT
    bench.do(operation, **asked, **opens)
    assert code not in {one.problem.code for one in likely(bench.world)}


@pytest.mark.parametrize("case", [case for case in CASES if case.code in CAUSES], ids=lambda case: case.code)
def test_a_cause_stands_before_what_follows_from_it(case: Case, tmp_path: Path) -> None:
    bench = Bench(case.world(), tmp_path)
    case.happens(bench)
    codes = [one.problem.code for one in likely(bench.world, bench.order().id)]
    assert codes[0] == case.code


def test_a_read_only_lock_is_named_by_whatever_it_forbade(tmp_path: Path) -> None:
    bench = Bench(linked(), tmp_path)
    bench.do("AddLock", scope="rg-web", name="frozen", level="Read-only")
    bench.tried("Rekey", order=ORDER)
    bench.tried("SetHttpsOnly", site=APP, enabled=True)
    for resource in (bench.order(), next(bench.world.all(Site))):
        first = likely(bench.world, resource.id)[0]
        assert first.finding.resource == resource.id
        assert first.problem.code == "CertificateLocked" and "frozen" in first.finding.way_out.text
    bench.do("DeleteLock", lock="frozen")
    assert likely(bench.world) == ()


def test_a_cause_that_lies_elsewhere_stands_before_what_others_have(tmp_path: Path) -> None:
    """Asked at the app that serves the old certificate, and at its vault; another order has trouble too."""
    bench = Bench(linked(), tmp_path)
    bench.do("CreateOrder", name="another", host="fabrikam.com", resourceGroup="rg-web")
    bench.do("Rekey", order=ORDER)
    bench.wait("20m")
    for resource in (*bench.world.all(Site), *bench.world.all(Vault), *bench.world.all(WebCertificate)):
        if resource.name in (APP, VAULT) or "certificates" in resource.id:
            codes = [one.problem.code for one in likely(bench.world, resource.id)]
            assert codes[0] == "NotSynced" and "NeverVerified" in codes
    site = next(one for one in bench.world.all(Site) if one.name == APP)
    bench.do("SetVaultNetwork", vault=VAULT, defaultAction="Deny", bypass="None")
    bench.tried("SyncOrder", order=ORDER)
    assert likely(bench.world, site.id)[0].problem.code == "KeyVaultFirewall"
    refused = support_report(bench.world, site.id, "")["Refused operations"]
    assert [one["operation"] for one in refused] == ["Sync"]
