"""What a verification mail is still good for.

Source: "Add and manage TLS/SSL certificates" (Azure docs, 2022), Step 2: mail validation.
"""

from __future__ import annotations

from enum import StrEnum

from store.resources import CertificateOrder, Mail
from store.services.certificate_registration.holds import proof_hold
from store.world import View


class MailState(StrEnum):
    """Whether a mail waits for its link to be opened, or why it does not."""

    OPENED = "opened"
    WAITS = "waits"
    #: The domain was proved otherwise, or by another mail.
    PROVED = "proved"
    #: The order has ended, or is gone.
    ENDED = "ended"


def mail_state(view: View, mail: Mail) -> MailState:
    """The state of a mail: it waits only while its order needs a proof of the domain."""
    if mail.opened_at is not None:
        return MailState.OPENED
    order = view.get(CertificateOrder, mail.order)
    if order is None or order.properties.status.final:
        return MailState.ENDED
    return MailState.WAITS if proof_hold(view, order) else MailState.PROVED
