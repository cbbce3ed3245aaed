#!/bin/sh
# azure-core 1.41.0 takes `Retry-After: 0` for no header at all: its poller then waits 30 seconds, not none.
#
# Zero is a valid number of seconds (RFC 9110, 10.2.3). The poller of azure-mgmt-certificateregistration 1.0.0
# tests the number for truth, and falls back to the client's polling interval. A server that means "ask again at
# once" is asked half a minute later; 1 is the smallest number of seconds that counts.
#
# Seen, for an order that succeeds at the fourth request (seconds waited before the third and the fourth; the
# second follows the first at once):
#   no Retry-After: 30, 30
#   Retry-After: 0: 30, 30
#   Retry-After: 1: 1, 1
#
# The transport answers from memory and writes down the waits in place of waiting: no network, no server.
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    azure-core==1.41.0 azure-mgmt-core==1.6.0 azure-mgmt-certificateregistration==1.0.0 requests==2.34.2

cat > "$folder/poll.py" <<'PYTHON'
import io
import json
import time

import requests
from azure.core.credentials import AccessToken
from azure.core.pipeline.transport import RequestsTransport
from azure.mgmt.certificateregistration import CertificateRegistrationMgmtClient


class Credential:
    def get_token(self, *scopes, **options):
        return AccessToken("token", int(time.time()) + 3600)


class Orders(requests.adapters.BaseAdapter):
    """An order that has succeeded at the fourth request."""

    def __init__(self, retry_after):
        super().__init__()
        self.retry_after, self.asked = retry_after, 0

    def send(self, request, **options):
        self.asked += 1
        state = "InProgress" if self.asked < 4 else "Succeeded"
        body = {"name": "order", "location": "global", "properties": {"provisioningState": state}}
        response = requests.Response()
        response.request, response.url = request, request.url
        response.status_code = 201 if self.asked == 1 else 200
        response.headers["Content-Type"] = "application/json"
        if self.retry_after is not None:
            response.headers["Retry-After"] = self.retry_after
        response.raw = io.BytesIO(json.dumps(body).encode())
        return response

    def close(self):
        pass


class Transport(RequestsTransport):
    def sleep(self, duration):
        waits.append(f"{duration:g}")


for retry_after in (None, "0", "1"):
    waits = []
    session = requests.Session()
    session.mount("https://", Orders(retry_after))
    client = CertificateRegistrationMgmtClient(
        Credential(),
        "00000000-0000-0000-0000-000000000000",
        transport=Transport(session=session, session_owner=False),
    )
    order = {"location": "global", "properties": {"productType": "StandardDomainValidatedSsl"}}
    client.app_service_certificate_orders.begin_create_or_update("group", "order", order).wait()
    print("no Retry-After" if retry_after is None else f"Retry-After: {retry_after}", ", ".join(waits), sep=": ")
PYTHON

cat > "$folder/seen" <<'SEEN'
no Retry-After: 30, 30
Retry-After: 0: 30, 30
Retry-After: 1: 1, 1
SEEN

"$folder/venv/bin/python" "$folder/poll.py" | tee "$folder/output"
diff "$folder/seen" "$folder/output"
