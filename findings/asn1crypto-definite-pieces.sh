#!/bin/sh
# asn1crypto 1.5.1 reads an OCTET STRING in pieces when its length is indefinite, and refuses the same pieces
# under a definite length.
#
# Both are BER (ITU-T X.690, 8.7.3), and pyasn1 0.6.5 writes either, by one argument. A reader of PKCS #12 or CMS
# files that leaves BER to asn1crypto therefore takes one writer's file and calls another's broken.
#
# Seen:
#   definite    24 82 09 d0  pyasn1 reads it: True  asn1crypto: ValueError, method should have been primitive
#   indefinite  24 80 04 82  pyasn1 reads it: True  asn1crypto reads it: True
#
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check asn1crypto==1.5.1 pyasn1==0.6.5

cat > "$folder/pieces.py" <<'PYTHON'
from asn1crypto import core
from pyasn1.codec.ber import decoder, encoder
from pyasn1.type import univ

CONTENT = bytes(2500)


def in_asn1crypto(encoded: bytes) -> str:
    try:
        return f" reads it: {core.OctetString.load(encoded, strict=True).native == CONTENT}"
    except ValueError as error:
        reason = "method should have been primitive"
        return f": ValueError, {reason if reason in str(error) else error}"


for name, definite in (("definite", True), ("indefinite", False)):
    encoded = encoder.encode(univ.OctetString(CONTENT), defMode=definite, maxChunkSize=1000)
    reads = bytes(decoder.decode(encoded)[0]) == CONTENT
    print(f"{name:<10}  {encoded[:4].hex(' ')}  pyasn1 reads it: {reads}  asn1crypto{in_asn1crypto(encoded)}")
PYTHON

cat > "$folder/seen" <<'SEEN'
definite    24 82 09 d0  pyasn1 reads it: True  asn1crypto: ValueError, method should have been primitive
indefinite  24 80 04 82  pyasn1 reads it: True  asn1crypto reads it: True
SEEN

"$folder/venv/bin/python" "$folder/pieces.py" | tee "$folder/output"
diff "$folder/seen" "$folder/output"
