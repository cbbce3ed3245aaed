"""Lines to try in a shell: clients of other people that show a host's certificate."""

from __future__ import annotations

from datetime import datetime


def openssl_line(name: str, address: str, port: int, now: datetime) -> str:
    """`openssl s_client` for a name at a loopback address, judging dates as of `now` (UTC)."""
    at = int(now.timestamp())
    return f"openssl s_client -connect {address}:{port} -servername {name} -attime {at} </dev/null"


def curl_line(name: str, address: str, port: int) -> str:
    """`curl` for the page of a name at a loopback address; -k: it knows no other time than today's."""
    return f"curl -k --resolve {name}:{port}:{address} https://{name}:{port}/"
