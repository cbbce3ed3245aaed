"""A cloud in which orders are bought, proved, stored and linked, in few words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from store.operations.naming import find_id
from store.resources import (
    CertificateOrder,
    Charge,
    JobRun,
    OrderLedger,
    OrderStatus,
    Outcome,
    Revocation,
    SecretVersion,
    Site,
    WebCertificate,
)
from store.services.certificate_registration.ledger import ledger_of
from store.services.certificate_registration.state import OrderState, order_state
from store.services.key_vault.secrets import current_version
from store.world import View
from tests.support.cloud import Cloud
from tui.text.state_words import WORDS


class Shop(Cloud):
    """The walk world with a key vault; by default everything is about the order `contosocert`."""

    def __init__(self, era: str = "2022") -> None:
        super().__init__("walk", era)
        self.do("CreateVault", name="contoso-kv", resourceGroup="rg-web")

    def buy(self, name: str = "contosocert", host: str = "contoso.com", **more: Any) -> None:
        """An order, neither stored nor verified."""
        self.do("CreateOrder", name=name, host=host, resourceGroup="rg-web", **more)

    def prove(self, name: str = "contosocert") -> None:
        """The domain verified by a TXT record, three minutes later."""
        token = self.order(name).properties.domain_verification_token
        zone = self.order(name).domain
        if not self._has_token(zone, token):
            self.do("AddRecord", zone=zone, type="TXT", name="@", value=token)
        self.do("VerifyDomain", order=name, method="Manual TXT")
        self.wait("3m")

    def _has_token(self, zone: str, token: str) -> bool:
        from store.resources import DnsZone

        found = self.world.need(DnsZone, find_id(self.world, DnsZone, zone))
        return any(record.value == token for record in found.properties.records)

    def issue(self, name: str = "contosocert", host: str = "contoso.com", **more: Any) -> None:
        """An order that is bought, stored in the vault, verified and issued ten minutes later."""
        self.buy(name, host, **more)
        self.do("StoreInKeyVault", order=name, vault="contoso-kv")
        self.prove(name)
        self.wait("7m")
        assert self.order(name).properties.status is OrderStatus.ISSUED

    def link(self, name: str = "contosocert", site: str = "contoso-app", host: str = "contoso.com") -> None:
        """The certificate imported into an app and bound to a host name."""
        self.do("ImportAppServiceCertificate", site=site, order=name)
        self.do("AddBinding", site=site, host=host, certificate=self.linked(name).id, type="SNI")

    def wait(self, by: str) -> str:
        return self.do("AdvanceClock", by=by)

    def wait_until(self, moment: datetime) -> str:
        return self.do("AdvanceClock", to=moment.isoformat())

    def order(self, name: str = "contosocert") -> CertificateOrder:
        return self.world.need(CertificateOrder, find_id(self.world, CertificateOrder, name))

    def ledger(self, name: str = "contosocert") -> OrderLedger:
        return ledger_of(self.world, self.order(name))

    def status(self, name: str = "contosocert") -> OrderStatus:
        return self.order(name).properties.status

    def state(self, name: str = "contosocert") -> OrderState:
        """The order's state."""
        return order_state(self.world, self.order(name))

    def word(self, name: str = "contosocert") -> str:
        """The state's word, as every page shows it."""
        return WORDS[self.state(name).kind]

    def expires(self, name: str = "contosocert") -> datetime:
        expires = self.order(name).expires
        assert expires is not None
        return expires

    def secret(self, name: str = "contosocert") -> SecretVersion:
        """The current version of the order's secret."""
        link = self.order(name).link
        assert link is not None
        found = current_version(self.world, link.key_vault_id, link.key_vault_secret_name)
        assert found is not None
        return found

    def linked(self, name: str = "contosocert") -> WebCertificate:
        return next(one for one in self.world.all(WebCertificate) if one.name.startswith(name))

    def binding(self, host: str = "contoso.com", site: str = "contoso-app") -> str:
        """The thumbprint a host name is bound to."""
        found = self.world.need(Site, find_id(self.world, Site, site)).host(host)
        assert found is not None
        return found.thumbprint or ""

    def actions(self, name: str = "contosocert") -> list[str]:
        """The Timeline."""
        return [action.action_type.value for action in self.ledger(name).actions]

    def charges(self) -> list[int]:
        return [charge.cents for charge in self.world.all(Charge)]

    def outcomes(self, job: str) -> list[tuple[datetime, Outcome]]:
        """What the runs of a job did, oldest first."""
        runs = (run for run in self.world.all(JobRun) if run.job == job)
        return [(run.ran_at, outcome) for run in runs for outcome in run.outcomes]


def is_revoked(view: View, thumbprint: str) -> bool:
    """Whether the CA has revoked this certificate."""
    return view.get(Revocation, thumbprint) is not None
