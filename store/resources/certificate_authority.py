"""Records of the CA and of the App Service Certificate back end about an order that ARM does not show."""

from enum import StrEnum

import msgspec

from store.resources.base import Hidden, Moment, Properties
from store.resources.certificate_registration import ActionType, Method

#: The CA of App Service Certificates and the one of free managed certificates; Key Vault's two are DigiCert
#: and GlobalSign.
GODADDY = "GoDaddy"
DIGICERT = "DigiCert"
GLOBALSIGN = "GlobalSign"
#: GoDaddy's hierarchy after G2.
GODADDY_R1 = "GoDaddy R1"


class RequestKind(StrEnum):
    """Why the CA is asked for a certificate; a reissue is the next one inside the term that is paid for."""

    ISSUE = "issue"
    REKEY = "rekey"
    RENEW = "renew"
    REISSUE = "reissue"


class PendingRequest(Properties, frozen=True, kw_only=True):
    """A certificate asked of the CA and not issued yet.

    `due_at` is None while the request waits for proof of the domain or for a CAA record
    (`blocked` says which, in a sentence).
    """

    kind: RequestKind
    requested_at: Moment
    due_at: Moment | None
    key_id: str
    automatic: bool = False
    blocked: str = ""


class VerificationRequest(Properties, frozen=True, kw_only=True):
    """A pressed Verify whose check has not been made yet."""

    method: Method
    requested_at: Moment
    due_at: Moment


class VerificationCheck(Properties, frozen=True, kw_only=True):
    """The result of the last check of ownership, in a sentence with the way out."""

    method: Method
    checked_at: Moment
    passed: bool
    code: str = ""
    found: str


class IssuedRecord(Properties, frozen=True, kw_only=True):
    """One certificate the order has issued; `number` counts from 1 and never changes."""

    number: int
    thumbprint: str
    serial_number: str
    names: tuple[str, ...]
    issued_at: Moment | None
    not_before: Moment | None
    not_after: Moment | None
    public_key_hash: str
    kind: RequestKind
    revoke_at: Moment | None = None
    revoked_at: Moment | None = None


class OrderAction(Properties, frozen=True, kw_only=True):
    """One line of the Timeline."""

    action_type: ActionType
    created_at: Moment
    note: str = ""


class OrderLedger(Hidden, frozen=True, kw_only=True, tag="_orders"):
    """The state of an order at the CA and the ASC back end, hidden from ARM. `id` is the order's id."""

    created_at: Moment | None
    verified_at: Moment | None = None
    verified_method: Method | None = None
    verification: VerificationRequest | None = None
    last_check: VerificationCheck | None = None
    pending: PendingRequest | None = None
    issued: tuple[IssuedRecord, ...] = ()
    actions: tuple[OrderAction, ...] = ()
    key_id: str = ""
    #: Why the last automatic step failed ("payment failed", …), "" when it did not; "trouble" in the file.
    last_failure: str = msgspec.field(default="", name="trouble")
    #: Whether the domain was proved on a day that an export does not tell.
    proved_unstated: bool | msgspec.UnsetType = msgspec.UNSET
    #: Whether certificates before those in `issued` may be missing, so that none of them has a number.
    uncounted: bool | msgspec.UnsetType = msgspec.UNSET
    #: End of the term that is paid for; None for a certificate of an export, which does not tell it.
    paid_until: Moment | None = None
    #: When the CA flagged the order for possible fraud; None while it is not flagged.
    flagged_at: Moment | None = None


class PrivateKey(Hidden, frozen=True, kw_only=True, tag="_keys"):
    """A private key (base64 of unencrypted PKCS#8) waiting for or belonging to an order's certificate."""

    pkcs8: str
    kind: str


class Authority(Hidden, frozen=True, kw_only=True, tag="_authorities"):
    """A hierarchy of a simulated CA: `id` is its name ("GoDaddy"); certificates and keys are base64 of DER.

    Subjects and thumbprints are kept beside them, so that nothing is parsed to show a chain.
    """

    root_certificate: str
    root_subject: str
    root_thumbprint: str
    root_key: str
    intermediate_certificate: str
    intermediate_subject: str
    intermediate_thumbprint: str
    intermediate_key: str


class RevocationReason(StrEnum):
    """Why a certificate was revoked, as revocation lists write it (RFC 5280, 5.3.1)."""

    SUPERSEDED = "superseded"
    CESSATION_OF_OPERATION = "cessationOfOperation"


class Revocation(Hidden, frozen=True, kw_only=True, tag="_revocations"):
    """A revoked certificate, as the CA's revocation list has it; `id` is its thumbprint."""

    order: str
    serial_number: str
    revoked_at: Moment
    #: The hierarchy that issued it, whose list it stands on; none of this world for one of an export.
    issuer: str | msgspec.UnsetType = msgspec.UNSET
    reason: RevocationReason | msgspec.UnsetType = msgspec.UNSET
    #: Whether it follows from a rekey that an export tells, and is not told itself.
    inferred: bool | msgspec.UnsetType = msgspec.UNSET


class TrustedRoot(Hidden, frozen=True, kw_only=True, tag="_trustedRoots"):
    """A root that browsers of this world trust beside the simulated ones; `id` is its thumbprint."""

    certificate: str
    subject: str


class Mail(Hidden, frozen=True, kw_only=True, tag="_mails"):
    """A mail the CA sent. `link` opens once; it proves the domain of `order`."""

    order: str
    to: tuple[str, ...]
    sent_at: Moment
    subject: str
    body: str
    link: str = ""
    opened_at: Moment | None = None
