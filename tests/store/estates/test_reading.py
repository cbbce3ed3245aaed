"""Files as people bring them, and files nobody should bring: each gets its facts or a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.errors import AzureError
from store.estates import exports as reading
from store.estates.containers.expressions import Scope, Unresolved, resolved
from store.estates.documents import NotJson, NotText, documents_in, text_of
from store.estates.exports import Export, read_exports
from store.estates.limits import DEEPEST, DEEPEST_EXPRESSION, LONGEST_NUMBER
from store.estates.values import moment, thumbprint
from store.estates.world import estate_world
from store.journal.reread import reread
from store.resources import CertificateOrder, Estate, Site, WebCertificate
from tests.support.estate_documents import GROUP, NEW, certificate, host, link, order, plan, site, vault
from tests.support.estates import DAY, codes, notices, report_on, world_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_encoding_that_tools_write(encoding: str) -> None:
    text = json.dumps(order(), ensure_ascii=False)
    assert documents_in(text_of(text.encode(encoding))) == [order()]


def test_bytes_that_are_no_text_are_refused_by_name_and_the_rest_goes_on() -> None:
    files = [Export("picture.png", b"\x89PNG\r\n\x1a\n\xff\xfe\xfd", None), *_files(order())]
    world = estate_world(files, DAY)
    assert [(one.code, one.resource) for one in world.need(Estate, "estate").notices][:1] == [
        ("not-text", "picture.png")
    ]
    assert len(list(world.all(CertificateOrder))) == 1
    with pytest.raises(NotText):
        text_of(b"\xff\xff\xff\xff\x80")


def _files(*documents: object) -> list[Export]:
    return [Export(f"{n}.json", json.dumps(one).encode(), None) for n, one in enumerate(documents)]


def test_a_fault_in_json_is_told_by_its_line_and_never_quoted() -> None:
    with pytest.raises(NotJson) as told:
        documents_in('{"a": 1}\n{"password": "CANARY-1" "b": 2}')
    assert "line 2" in str(told.value)
    assert "CANARY" not in str(told.value)


def test_an_id_that_a_console_broke_over_lines_is_whole() -> None:
    broken = json.dumps(order()).replace("certificateOrders/contosocert", "certificateOrders\n/contosocert")
    (found,) = world_of(broken).all(CertificateOrder)
    assert found.id == f"{GROUP}/providers/Microsoft.CertificateRegistration/certificateOrders/contosocert"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "nested"),
        ("[" * 5_000 + "]" * 5_000, "nested"),
        ('{"a": ' * 200 + "1" + "}" * 200, "nested"),
        ("1" * (LONGEST_NUMBER + 1) + " 2", "digits"),
    ],
    ids=["just too deep", "far too deep", "objects", "a huge number"],
)
def test_what_is_too_deep_or_too_long_gets_a_sentence(text: str, said: str) -> None:
    world = world_of(text, order())
    estate = world.need(Estate, "estate")
    assert [(one.code, one.resource) for one in estate.notices] == [("not-json", "1.json")]
    assert any(said in told for told in estate.differences)
    assert len(list(world.all(CertificateOrder))) == 1


def test_names_with_control_characters_and_lone_surrogates_can_be_kept(tmp_path: Path) -> None:
    bad = order("evil\x1b[31m\ud800name")
    world = world_of(bad, certificate("a\u202eb"), site("contoso-app", host("x\x00y.contoso.com")), plan())
    reread(tmp_path / "state.json", world)
    (found,) = world.all(CertificateOrder)
    assert "\ud800" not in found.name


def test_more_than_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    (tmp_path / "a.json").write_text("[1234567890]")
    with pytest.raises(AzureError) as refused:
        read_exports([str(tmp_path)])
    assert refused.value.code == "EstateTooLarge"
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)
    monkeypatch.setattr(reading, "MOST_FILES", 1)
    (tmp_path / "b.json").write_text("[]")
    with pytest.raises(AzureError) as many:
        read_exports([str(tmp_path)])
    assert many.value.code == "EstateTooManyFiles"


def test_expressions_inside_one_another_end_in_a_sentence() -> None:
    scope = Scope({"a": "contoso"}, {}, f"{GROUP}")
    assert resolved("[concat(parameters('a'), '/', toLower('WWW'))]", scope) == "contoso/www"
    deep = "[" + "concat(" * (DEEPEST_EXPRESSION + 2) + "'a'" + ")" * (DEEPEST_EXPRESSION + 2) + "]"
    with pytest.raises(Unresolved):
        resolved(deep, scope)
    with pytest.raises(Unresolved):
        resolved("[reference('x').outputs.y]", scope)
    name = f"[{'concat(' * 1000}'a'{')' * 1000}]"
    template = {
        "contentVersion": "1.0.0.0",
        "parameters": {},
        "resources": [{"type": "Microsoft.Web/sites", "name": name, "properties": {}}],
    }
    assert notices(report_on(template)) == {("template-expression", "1.json")}


def test_moments_are_read_in_every_spelling_and_ambiguous_ones_are_not() -> None:
    same = moment("2027-02-03T10:15:00Z")
    assert same is not None
    for text in (
        *("2027-02-03T10:15:00", "2027-02-03T10:15:00.1234567", "2027-02-03T15:45:00+05:30"),
        *(f"/Date({int(same.timestamp()) * 1000})/", int(same.timestamp())),
    ):
        assert moment(text) == same
    ambiguous: tuple[object, ...] = ("02/03/2027 10:15:00", "", "0001-01-01T00:00:00", "9" * 80, 10**30, None)
    assert [moment(one) for one in ambiguous] == [None] * len(ambiguous)
    assert thumbprint("aa:" * 19 + "aa") == "AA" * 20


# Pages


def _page(name: str, link_to_next: str | None) -> dict[str, object]:
    return {"value": [order(name)], "nextLink": link_to_next}


_NEXT = f"https://management.azure.com{GROUP}/providers/Microsoft.CertificateRegistration/certificateOrders?$skiptoken=1"


def test_a_page_whose_next_one_is_there_is_complete() -> None:
    assert notices(report_on(_page("order-1", _NEXT), _page("order-2", None))) == set()
    assert notices(report_on(_page("order-1", _NEXT), {"value": [], "nextLink": None})) == set()


def test_a_page_whose_next_one_is_missing_is_told() -> None:
    assert notices(report_on(_page("order-1", _NEXT))) == {("incomplete-page", "1.json")}
    both = report_on(_page("order-1", _NEXT), _page("order-2", _NEXT))
    assert notices(both) == {("incomplete-page", "2.json")}
    sites = {"value": [site("contoso-app")], "nextLink": None}
    assert notices(report_on(_page("order-1", _NEXT), sites, plan())) == {("incomplete-page", "1.json")}


def test_rows_of_a_query_are_counted_over_its_pages() -> None:
    rows = [{**order(f"order-{n}"), "tags": None} for n in range(3)]
    pages = [
        {"data": rows[:2], "total_records": 3, "skip_token": "x"},
        {"data": rows[2:], "total_records": 3},
    ]
    assert notices(report_on(*pages)) == set()
    assert notices(report_on(pages[0])) == {("incomplete-page", "1.json")}


# Two tellings of one thing


def test_the_newer_of_two_copies_of_an_app_is_believed() -> None:
    old = site("contoso-app", host("www.contoso.com", "B" * 40), lastModifiedTimeUtc="2026-11-01T00:00:00")
    new = site("contoso-app", host("www.contoso.com"), lastModifiedTimeUtc="2026-11-02T00:00:00.1234567")
    for documents in ((old, new), (new, old)):
        world = world_of(*documents, plan())
        (found,) = world.all(Site)
        assert found.custom_hosts[0].thumbprint == NEW
        told = {(one.code, one.resource) for one in world.need(Estate, "estate").notices}
        assert told == {("duplicate-conflict", "contoso-app")}


def test_ids_in_any_case_name_one_resource() -> None:
    other = order()
    other["id"] = other["id"].lower().replace("/providers/", "/providers/").rstrip("/") + "/"
    assert report_on(order(), other).orders == 1


def test_a_certificate_of_the_vault_without_order_follows_its_secret() -> None:
    old = certificate("vaulted", "B" * 40, keyVaultSecretName="partner", hostNames=["partner.contoso.com"])
    told = {
        "id": "https://contoso-kv.vault.azure.net/secrets/partner/" + "1" * 32,
        "attributes": {"enabled": True, "created": "2026-10-01T00:00:00Z"},
        "tags": {"Thumbprint": NEW},
    }
    app = site("contoso-app", host("partner.contoso.com", "B" * 40))
    made = report_on(old, app, plan(), vault(), told)
    assert {("linked-behind-secret", "vaulted"), ("binding-behind-secret", "partner.contoso.com")} <= codes(
        made
    )
    assert made.certificates["from_key_vault"] == 1


def test_a_slot_is_an_app_of_its_own(tmp_path: Path) -> None:
    slot = site("contoso-app", host("staging.contoso.com"))
    slot["id"] += "/slots/staging"
    slot["type"] += "/slots"
    world = world_of(site("contoso-app", host("www.contoso.com")), slot, plan(), certificate())
    assert sorted(one.name for one in world.all(Site)) == ["contoso-app", "contoso-app/staging"]
    reread(tmp_path / "state.json", world)


def test_statuses_of_links_and_locks_are_problems() -> None:
    locked = {
        "id": f"{GROUP}/providers/Microsoft.Authorization/locks/frozen",
        "type": "Microsoft.Authorization/locks",
        "level": "ReadOnly",
    }
    gone = order("order-1", certificates={"order-1": link("KeyVaultSecretDoesNotExist", "s1")})
    shut = order("order-2", certificates={"order-2": link("AzureServiceUnauthorizedToAccessKeyVault", "s2")})
    made = report_on(gone, shut, locked, vault())
    assert {
        ("secret-missing", "order-1"),
        ("vault-refuses", "order-2"),
        ("readonly-lock", "frozen"),
    } <= codes(made)
    assert {one.code for one in made.needs_you} >= {"secret-missing", "vault-refuses", "readonly-lock"}


def test_a_managed_certificate_beside_a_linked_one_is_not_behind_it() -> None:
    blog = certificate("blog", "", canonicalName="blog.contoso.com", keyVaultId="", keyVaultSecretName="")
    app = site("contoso-app", host("blog.contoso.com", None))
    assert report_on(order(), certificate(), blog, app, plan()).hosts_behind == ()
    assert [one.name for one in world_of(blog).all(WebCertificate)] == ["blog"]
