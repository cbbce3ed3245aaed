"""A draft writes what differs, so that a line of the journal holds no document that is as it was."""

from __future__ import annotations

from msgspec.structs import replace

from store.resources import CertificateOrder, Vault
from store.world import Draft
from tests.support.order_cloud import Shop


def test_a_document_that_is_as_it_was_is_not_written() -> None:
    shop = Shop()
    shop.buy()
    draft, order = Draft(shop.world), shop.order()
    draft.put(replace(order, tags={**order.tags}))
    assert not draft.changes and draft.need(CertificateOrder, order.id) is order

    changed = replace(order, tags={**order.tags, "owner": "web"})
    draft.put(changed)
    draft.put(order)
    assert draft.finish().need(CertificateOrder, order.id) is order, (
        "what it was before, after it was changed"
    )
    draft = Draft(shop.world)
    draft.remove(order)
    draft.put(replace(order))
    assert draft.changes, "what was removed comes back"


def test_a_vault_whose_policies_are_there_already_is_not_written_again() -> None:
    shop = Shop()
    shop.buy()
    shop.do("StoreInKeyVault", order="contosocert", vault="contoso-kv")
    before = shop.world.table(Vault)
    shop.buy("another")
    shop.do("StoreInKeyVault", order="another", vault="contoso-kv")
    assert shop.world.table(Vault) is before
