"""Kinds of files that people give in place of a PFX, recognized by their content."""

from __future__ import annotations

import base64
import binascii

from store.errors import AzureError
from store.x509 import pem
from store.x509.certificates import describe
from store.x509.command_lines import AS_ASCII, FROM_BASE64, FROM_PEM, KEYTOOL, openssl_export
from store.x509.pfx.ber import BerError, to_definite
from store.x509.pfx.structure import looks_like_pfx

_AS_PFX = f"Export it together with its key: {openssl_export()}"
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")

#: First bytes of files people take for a PFX.
_MAGIC = {
    b"\xfe\xed\xfe\xed": ("a Java key store (JKS)", f"Convert it: {KEYTOOL}"),
    b"\xce\xce\xce\xce": ("a Java key store (JCEKS)", f"Convert it: {KEYTOOL} -srcstoretype JCEKS"),
    b"PK\x03\x04": ("a ZIP archive", "Unpack it first."),
}
#: First bytes of UTF-16 text, with a mark of its byte order or beginning with PEM's dashes without one.
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"-\x00-\x00", b"\x00-\x00-")


def wide_text(data: bytes) -> tuple[str, str]:
    """What is said of UTF-16 text, and how to make plain text of it; both "" where it is none."""
    if not data.startswith(_UTF16):
        return "", ""
    return "The file is UTF-16 text, as > of Windows PowerShell writes it", f"Write it as ASCII: {AS_ASCII}"


def kind_of(data: bytes) -> tuple[str, str]:
    """The kind of a file, as a sentence without its full stop, and how to make a PFX of it."""
    if not data:
        return "The file is empty", "Choose another file."
    if found := _MAGIC.get(data[:4]):
        return f"The file is {found[0]}, not a PFX", found[1]
    if (wide := wide_text(data))[0]:
        return wide
    if pem.is_pem(data):
        blocks = pem.blocks(data)
        if any(block.label == "PKCS12" for block in blocks):
            return "The file is the PEM text of a PFX", f"Decode it first: {FROM_PEM}"
        labels = ", ".join(dict.fromkeys(block.label.lower() for block in blocks)) or "nothing whole"
        return f"The file is PEM text ({labels}), not a PFX", _AS_PFX
    if is_base64_pfx(data):
        return "The file is the base64 text of a PFX", f"Decode it first: {FROM_BASE64}"
    if data[:1] == b"\x30":
        return _kind_of_der(data), _AS_PFX
    return "The file is not a PFX", "Choose a file that was exported with its private key (.pfx or .p12)."


def is_base64_pfx(data: bytes) -> bool:
    """Whether this is a PFX as text, as a vault's secret shows it."""
    return looks_like_pfx(from_base64(data))


def from_base64(data: bytes) -> bytes:
    """The DER bytes of text that is base64 alone, b"" of any other."""
    text = b"".join(data.split())
    if not text.startswith(b"MI"):
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _kind_of_der(data: bytes) -> str:
    if _SIGNED_DATA in data[:32]:
        return "The file is a PKCS#7 bundle (.p7b), which has no key, not a PFX"
    if is_certificate(data):
        return "The file is a certificate (DER), which has no key, not a PFX"
    try:
        to_definite(data)
    except BerError as error:
        return f"The file is not a PFX: {error}"
    return "The file has another structure than a PFX"


def is_certificate(data: bytes) -> bool:
    """Whether these are the DER bytes of a certificate."""
    try:
        describe(data)
    except AzureError:
        return False
    return True
