"""Drift that is kept change by change equals drift that is looked for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.drift import drift_all, out_of_sync
from store.drift.links import LinkDrift
from store.resources import (
    CertificateDetails,
    CertificateOrder,
    KeyVaultSecretStatus,
    OrderCertificate,
    OrderProperties,
    ProductType,
    WebCertificate,
    WebCertificateProperties,
)
from store.world import Draft, World
from tests.support.app_cloud import NOW

#: What is done to which of a few documents: its secret (0: none) and its certificate (0: none).
_STEP = st.tuples(st.booleans(), st.booleans(), st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))


def an_order(number: int, secret: int, certificate: int) -> CertificateOrder:
    link = OrderCertificate(
        key_vault_id="/v",
        key_vault_secret_name=f"S{secret}",
        provisioning_state=KeyVaultSecretStatus.SUCCEEDED,
    )
    signed = CertificateDetails(
        serial_number="01",
        thumbprint=f"{certificate:040d}",
        subject="CN=x",
        not_before=NOW,
        not_after=NOW,
        signature_algorithm="",
        issuer="",
        raw_data="",
    )
    return CertificateOrder(
        id=f"/o/{number}",
        name=f"o{number}",
        properties=OrderProperties(
            certificates={f"o{number}": link} if secret else {},
            distinguished_name="CN=x",
            domain_verification_token="",
            product_type=ProductType.STANDARD,
            signed_certificate=signed if certificate else None,
        ),
    )


def a_certificate(number: int, secret: int, certificate: int) -> WebCertificate:
    return WebCertificate(
        id=f"/c/{number}",
        name=f"c{number}",
        location="x",
        properties=WebCertificateProperties(
            subject_name="x",
            host_names=(),
            issuer="",
            issue_date=NOW,
            expiration_date=NOW,
            thumbprint=f"{certificate:040d}",
            key_vault_id="/V" if secret else None,
            key_vault_secret_name=f"s{secret}" if secret else None,
            server_farm_id="",
            web_space="",
        ),
    )


def looked_for(world: World) -> set[str]:
    return {one.key for each in world.all(CertificateOrder) for one in out_of_sync(world, each)}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(_STEP, max_size=4), max_size=8))
def test_kept_drift_equals_a_scan(worlds: list[list[tuple[bool, bool, int, int, int]]]) -> None:
    links, world = LinkDrift(), World({})
    for steps in worlds:
        draft = Draft(world)
        for is_order, put, number, secret, certificate in steps:
            made = (
                an_order(number, secret, certificate)
                if is_order
                else a_certificate(number, secret, certificate)
            )
            if put:
                draft.put(made)
            elif draft.table(type(made)).get(made.key) is not None:
                draft.remove(made)
        world = draft.finish()
        links.follow(world)
        assert links.behind == links.scan() == looked_for(world) == drift_all(world)


def test_one_change_is_taken_in_by_itself() -> None:
    draft = Draft(World({}))
    draft.put(an_order(1, 1, 1))
    draft.put(a_certificate(1, 1, 1))
    draft.put(a_certificate(2, 1, 2))
    links = LinkDrift()
    links.follow(draft.finish())
    assert links.behind == {"/c/2"}
    renewed = an_order(1, 1, 2)
    links.order_changed("/o/1", an_order(1, 1, 1), renewed)
    assert links.behind == {"/c/1"}
    links.certificate_changed("/c/1", a_certificate(1, 1, 2))
    assert links.behind == set()
