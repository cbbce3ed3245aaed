"""What the front ends show and answer by name, without a socket."""

from __future__ import annotations

from pathlib import Path

from store.resources import CertificateOrder, WebCertificate
from store.rest.messages import Request
from store.wire.answers import answer
from store.wire.front_ends import front_ends
from tests.support.problem_case import APP, Bench
from tests.support.worlds import demo_world


def test_a_wild_card_answers_to_one_label_and_a_domain_of_its_own_before_it(tmp_path: Path) -> None:
    bench = Bench(demo_world(), tmp_path)
    target = f"{APP}.azurewebsites.net"
    bench.do("AddRecord", zone="contoso.com", type="CNAME", name="*", value=target)
    bench.do("MapHost", site=APP, host="*.contoso.com")
    held = next(one for one in bench.world.all(WebCertificate) if "rg-web" in one.name)
    bench.do("AddBinding", site=APP, host="*.contoso.com", certificate=held.id)
    shared = front_ends(bench.world)[0]
    assert shared.shown("Any.contoso.com").thumbprint == held.thumbprint
    assert shared.shown("api.contoso.com").thumbprint != held.thumbprint
    assert shared.shown("a.b.contoso.com").thumbprint == shared.shown("nobody.example").thumbprint == ""
    page = answer(bench.world, Request(method="GET", host="any.contoso.com:8443", target="/"), secure=True)
    assert page.status == 200 and b"any.contoso.com is served by app 'contoso-app'." in page.body
    bench.do("SetHttpsOnly", site=APP, enabled=True)
    there = answer(bench.world, Request(method="GET", host="any.contoso.com", target="/x?y"), secure=False)
    assert there.status == 301 and ("location", "https://any.contoso.com/x?y") in there.headers
    proxied = Request(method="GET", host="x", target="http://Any.contoso.com:8080/x?y#z")
    through = answer(bench.world, proxied, secure=False)
    assert ("location", "https://any.contoso.com/x?y") in through.headers
    star = answer(bench.world, Request(method="OPTIONS", host="any.contoso.com", target="*"), secure=False)
    assert ("location", "https://any.contoso.com/") in star.headers
    lost = answer(bench.world, Request(method="GET", host="a.b.contoso.com", target="/"), secure=True)
    assert lost.status == 404


def test_the_token_page_is_there_for_whoever_asks_as_the_ca_does(tmp_path: Path) -> None:
    bench = Bench(demo_world(), tmp_path)
    order = next(bench.world.all(CertificateOrder))
    path = bench.world.era.html_path

    def asked(method: str = "GET") -> tuple[int, bytes]:
        got = answer(bench.world, Request(method=method, host="contoso.com", target=path), secure=False)
        return got.status, got.body

    assert asked()[0] == 404
    bench.do("PlaceTokenPage", site=APP, order=order.id)
    assert asked() == (200, f"{order.properties.domain_verification_token}\n".encode())
    bench.do("SetSiteHealth", site=APP, status=500)
    assert asked()[0] == 500
    bench.do("SetHttpsOnly", site=APP, enabled=True)
    assert asked() == (301, b"")
    assert asked("CONNECT")[0] == 405
