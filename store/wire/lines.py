"""Lines to try in a shell: clients of other people that show a host's certificate."""

from __future__ import annotations

from datetime import datetime

_ROOTS_FILE = "roots.pem"


def openssl_line(name: str, address: str, port: int, now: datetime) -> str:
    """`openssl s_client` for a name at a loopback address, judging dates as of `now` (UTC)."""
    return f"{_connect(name, address, port, now)} </dev/null"


def _connect(name: str, address: str, port: int, now: datetime) -> str:
    at = int(now.timestamp())
    return f"openssl s_client -connect {address}:{port} -servername {name} -attime {at}"


def curl_line(name: str, address: str, port: int) -> str:
    """`curl` for the page of a name at a loopback address; -k: it knows no other time than today's."""
    return f"curl -k --resolve {name}:{port}:{address} https://{name}:{port}/"


def plain_line(name: str, url: str) -> str:
    """`curl` that asks a plain HTTP front end for a name, with the headers of the answer; "" for no name."""
    host = f" -H 'Host: {name}'" if name else ""
    return f"curl -i {url}/{host}"


def roots_line(url: str) -> str:
    """`curl` that fetches the roots which clients of the world trust, for `revocation_line`."""
    return f"curl -s {url} -o {_ROOTS_FILE}"


def revocation_line(name: str, address: str, port: int, now: datetime, url: str) -> str:
    """`openssl s_client` that looks its certificate up in the revocation list at a URL."""
    connect = _connect(name, address, port, now)
    return f"{connect} -CAfile {_ROOTS_FILE} -crl_check -CRL {url} </dev/null"
