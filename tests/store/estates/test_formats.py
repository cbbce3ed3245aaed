"""One estate in every container tells the same; what a container loses becomes unknown, not wrong."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.arm import arm
from store.drift import drift_all
from store.estates.exports import Export
from store.estates.report import Report, as_json, report
from store.estates.world import estate_world
from store.resources import CertificateOrder, ServerFarm, Site, Vault, WebCertificate
from store.world import World
from tests.support.estate_documents import NEW, OLD, SPACE, certificate, host, link, order, plan, site, vault
from tests.support.estate_formats import FORMATS, Objects
from tests.support.estates import DAY
from tests.support.mission_worlds import linked

#: What every container tells alike; notices and what is missing are the container's own.
_SAME = (
    *("orders", "order_status", "linked", "drifted", "drifted_orders", "behind_after", "hosts_bound"),
    *("hosts_behind", "certificates", "next_renewals", "needs_you", "problems"),
)


def read(container: str, objects: Objects) -> Report:
    return report(estate_world([Export("export.json", FORMATS[container](objects), None)], DAY))


def facts(made: Report) -> dict[str, Any]:
    plain = json.loads(json.dumps(as_json(made)))
    return {
        name: sorted(plain[name], key=json.dumps) if isinstance(plain[name], list) else plain[name]
        for name in _SAME
    }


thumbprints = st.sampled_from([NEW, OLD])
ends = st.integers(1, 200).map(lambda days: (DAY + timedelta(days=days)).isoformat())


@st.composite
def estates(draw: st.DrawFn) -> Objects:
    """Orders in any state, their certificates current or behind, an app that binds them or not."""
    objects: Objects = [plan(), vault()]
    hosts = []
    for number in range(draw(st.integers(1, 3))):
        name, end = f"order-{number}", draw(ends)
        status = draw(st.sampled_from(["Issued", "Issued", "Denied", "Expired", "Pendingissuance"]))
        stored = draw(st.booleans())
        secret = f"order{number}11111111-2222-4333-8444-555555555555"
        current, held = f"{number}{NEW[1:]}", f"{number}{draw(thumbprints)[1:]}"
        made = order(
            name,
            certificates={name: link(secret=secret)} if stored else None,
            status=status,
            autoRenew=draw(st.booleans()),
            expirationTime=end,
            signedCertificate={
                "thumbprint": current,
                "notBefore": "2026-06-01T00:00:00+00:00",
                "notAfter": end,
            },
        )
        objects.append({**made, "type": "Microsoft.CertificateRegistration/certificateOrders"})
        if draw(st.booleans()):
            names = [f"h{number}.contoso.com"]
            objects.append(
                certificate(
                    f"{name}-{SPACE}",
                    held,
                    keyVaultSecretName=secret,
                    hostNames=names,
                    subjectName=names[0],
                    expirationDate=draw(st.sampled_from([end, "2026-12-20T00:00:00+00:00"])),
                )
            )
            state = draw(st.sampled_from(["SniEnabled", "Disabled"]))
            hosts.append(host(names[0], held if state == "SniEnabled" else None, sslState=state))
    return [*objects, site("contoso-app", *hosts)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(estates())
def test_every_container_tells_the_same(objects: Objects) -> None:
    wanted = facts(read("arm", objects))
    for container in FORMATS:
        assert facts(read(container, objects)) == wanted, container


def exported(world: World) -> Objects:
    """A world of ours as ARM shows it."""
    kinds = (CertificateOrder, WebCertificate, Site, ServerFarm, Vault)
    return [json.loads(json.dumps(arm(world, one), default=str)) for kind in kinds for one in world.all(kind)]


def test_a_world_of_ours_comes_back_as_it_was() -> None:
    world = linked()
    objects = exported(world)
    for container in ("arm", "graph", "portal", "powershell"):
        made = estate_world([Export("export.json", FORMATS[container](objects), None)], world.now)
        found = report(made)
        assert found.drifted == len(drift_all(world))
        for kind in (CertificateOrder, WebCertificate, Site):
            assert set(made.table(kind)) == set(world.table(kind))
        bound = {
            (site.key, state.name, state.thumbprint)
            for site in world.all(Site)
            for state in site.custom_hosts
            if state.thumbprint
        }
        assert bound == {
            (site.key, state.name, state.thumbprint)
            for site in made.all(Site)
            for state in site.custom_hosts
            if state.thumbprint
        }
        for order_made in made.all(CertificateOrder):
            ours = world.need(CertificateOrder, order_made.id)
            assert (order_made.thumbprint, order_made.expires) == (ours.thumbprint, ours.expires)
            assert order_made.link and ours.link
            assert order_made.link.key_vault_secret_name == ours.link.key_vault_secret_name
