#!/bin/sh
# service-identity 26.1.0 finds no international host name under a wildcard: `*.contoso.com` covers every shop but
# the one whose name has an umlaut.
#
# `*` stands for one whole label (RFC 9525, 6.3), and xn--mnchen-3ya is a label like another: the older RFC 6125
# (6.4.3) warned of a `*` inside such a label only, as in xn--m*. Where the certificate has a `*`, the library refuses
# each label that begins with xn--: its users turn away a server that others reach. The verifier of cryptography
# 50.0.2 takes it.
#
# Seen (certificate, host name):
#   *.contoso.com               munich.contoso.com          service-identity: covered      cryptography: covered
#   *.contoso.com               xn--mnchen-3ya.contoso.com  service-identity: not covered  cryptography: covered
#   xn--mnchen-3ya.contoso.com  xn--mnchen-3ya.contoso.com  service-identity: covered      cryptography: covered
#   *.xn--mnchen-3ya.de         www.xn--mnchen-3ya.de       service-identity: covered      cryptography: covered
#
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check service-identity==26.1.0 cryptography==50.0.2

cat > "$folder/cover.py" <<'PYTHON'
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from service_identity import VerificationError as NotCovered
from service_identity.cryptography import verify_certificate_hostname

NOW = datetime.now(timezone.utc)
CA_KEY, KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in "12")
CA_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example CA")])


def signed(subject, key, *extensions):
    made = x509.CertificateBuilder(CA_NAME, subject, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=30))
    for extension, critical in extensions:
        made = made.add_extension(extension, critical)
    return made.sign(CA_KEY, hashes.SHA256())


USES = dict.fromkeys(
    ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    + ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    False,
)
CA = signed(
    CA_NAME,
    CA_KEY,
    (x509.BasicConstraints(True, None), True),
    (x509.KeyUsage(**{**USES, "key_cert_sign": True}), True),
    (x509.SubjectKeyIdentifier.from_public_key(CA_KEY.public_key()), False),
)


def in_service_identity(certificate, host):
    try:
        verify_certificate_hostname(certificate, host)
    except NotCovered:
        return "not covered"
    return "covered"


def in_cryptography(certificate, host):
    try:
        PolicyBuilder().store(Store([CA])).build_server_verifier(x509.DNSName(host)).verify(certificate, [])
    except VerificationError:
        return "not covered"
    return "covered"


for name, host in (
    ("*.contoso.com", "munich.contoso.com"),
    ("*.contoso.com", "xn--mnchen-3ya.contoso.com"),
    ("xn--mnchen-3ya.contoso.com", "xn--mnchen-3ya.contoso.com"),
    ("*.xn--mnchen-3ya.de", "www.xn--mnchen-3ya.de"),
):
    certificate = signed(
        x509.Name([]),
        KEY,
        (x509.SubjectAlternativeName([x509.DNSName(name)]), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(CA_KEY.public_key()), False),
    )
    print(f"{name:<26}  {host:<26}  service-identity: {in_service_identity(certificate, host):<11}", end="  ")
    print(f"cryptography: {in_cryptography(certificate, host)}")
PYTHON

cat > "$folder/seen" <<'SEEN'
*.contoso.com               munich.contoso.com          service-identity: covered      cryptography: covered
*.contoso.com               xn--mnchen-3ya.contoso.com  service-identity: not covered  cryptography: covered
xn--mnchen-3ya.contoso.com  xn--mnchen-3ya.contoso.com  service-identity: covered      cryptography: covered
*.xn--mnchen-3ya.de         www.xn--mnchen-3ya.de       service-identity: covered      cryptography: covered
SEEN

"$folder/venv/bin/python" "$folder/cover.py" | tee "$folder/output"
diff "$folder/seen" "$folder/output"
