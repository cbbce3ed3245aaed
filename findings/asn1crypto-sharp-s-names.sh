#!/bin/sh
# asn1crypto 1.5.1 cannot tell the names of a certificate with a German ß in one of them; asked again, it tells the
# names before that one, as if they were all.
#
# straße.de is xn--strae-oqa.de under IDNA 2008 (RFC 5891), which RFC 9549 set for the names in certificates.
# asn1crypto turns each name into Unicode by the rules of 2003, which write ß as ss and know no xn--strae-oqa. The
# error ends the list that the object keeps, and the next reader gets that list without an error. Names that mean the
# same under both rules are read well. cryptography 50.0.2, which leaves names as they are, made the certificates.
#
# Seen (second name, the names by valid_domains, the names by valid_domains again):
#   xn--mnchen-3ya.de  www.contoso.com, münchen.de, shop.contoso.com  www.contoso.com, münchen.de, shop.contoso.com
#   xn--strae-oqa.de   UnicodeError                                   www.contoso.com
#   xn--nxasmm1c.gr    UnicodeError                                   www.contoso.com
#
# (The last is βόλος.gr, with the other letter that changed between 2003 and 2008.)
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check asn1crypto==1.5.1 cryptography==50.0.2

cat > "$folder/names.py" <<'PYTHON'
from datetime import datetime, timedelta, timezone

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

NOW = datetime.now(timezone.utc)
KEY = ec.generate_private_key(ec.SECP256R1())
NOBODY = x509.Name([])


def certificate(*names):
    made = x509.CertificateBuilder(NOBODY, NOBODY, KEY.public_key(), x509.random_serial_number())
    made = made.not_valid_before(NOW).not_valid_after(NOW + timedelta(days=30))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), True)
    return made.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER)


def names_of(read):
    try:
        return ", ".join(read.valid_domains)
    except UnicodeError as error:
        return type(error).__name__


for second in ("xn--mnchen-3ya.de", "xn--strae-oqa.de", "xn--nxasmm1c.gr"):
    read = Certificate.load(certificate("www.contoso.com", second, "shop.contoso.com"))
    print(f"{second:<17}  {names_of(read):<45}  {names_of(read)}")
PYTHON

cat > "$folder/seen" <<'SEEN'
xn--mnchen-3ya.de  www.contoso.com, münchen.de, shop.contoso.com  www.contoso.com, münchen.de, shop.contoso.com
xn--strae-oqa.de   UnicodeError                                   www.contoso.com
xn--nxasmm1c.gr    UnicodeError                                   www.contoso.com
SEEN

PYTHONIOENCODING=utf-8 "$folder/venv/bin/python" "$folder/names.py" | tee "$folder/output"
diff "$folder/seen" "$folder/output"
