#!/bin/sh
# @peculiar/x509 2.2.0 reads the hex pairs of a distinguished name as letters: "L\C3\BCbeck" becomes LC3BCbeck.
#
# A backslash and two hex digits stand for an octet of the UTF-8 text (RFC 4514, 2.4; the second name below is an
# example of its section 4). OpenSSL prints subjects so under RFC2253, and a comma may be \2C as well as "\,". The
# library drops the backslash and keeps the digits, without an error: a request or certificate made from such a text
# has another subject. cryptography 50.0.2 reads the same texts.
#
# Seen (text, then the value read):
#   L=L\C3\BCbeck        cryptography: Lübeck         @peculiar/x509: LC3BCbeck
#   CN=Lu\C4\8Di\C4\87   cryptography: Lučić          @peculiar/x509: LuC48DiC487
#   O=Contoso\2C Ltd     cryptography: Contoso, Ltd   @peculiar/x509: Contoso2C Ltd
#   O=Contoso\, Ltd      cryptography: Contoso, Ltd   @peculiar/x509: Contoso, Ltd
#   L=Lübeck             cryptography: Lübeck         @peculiar/x509: Lübeck
#
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cryptography==50.0.2
cd "$folder"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund --save-exact @peculiar/x509@2.2.0 reflect-metadata@0.2.2

cat > texts <<'TEXTS'
L=L\C3\BCbeck
CN=Lu\C4\8Di\C4\87
O=Contoso\2C Ltd
O=Contoso\, Ltd
L=Lübeck
TEXTS

cat > read.py <<'PYTHON'
from cryptography import x509

with open("texts", encoding="utf-8") as texts:
    for text in texts.read().splitlines():
        [attribute] = x509.Name.from_rfc4514_string(text)
        print(f"{text:<19}  cryptography: {attribute.value:<13}")
PYTHON

cat > read.mjs <<'NODE'
import "reflect-metadata";
import { Name } from "@peculiar/x509";
import { readFileSync } from "node:fs";

for (const text of readFileSync("texts", "utf8").trimEnd().split("\n")) {
  const encoded = new Name(text).toArrayBuffer();
  const [values] = Object.values(new Name(encoded).toJSON()[0]);
  console.log(`  @peculiar/x509: ${values[0]}`);
}
NODE

cat > seen <<'SEEN'
L=L\C3\BCbeck        cryptography: Lübeck         @peculiar/x509: LC3BCbeck
CN=Lu\C4\8Di\C4\87   cryptography: Lučić          @peculiar/x509: LuC48DiC487
O=Contoso\2C Ltd     cryptography: Contoso, Ltd   @peculiar/x509: Contoso2C Ltd
O=Contoso\, Ltd      cryptography: Contoso, Ltd   @peculiar/x509: Contoso, Ltd
L=Lübeck             cryptography: Lübeck         @peculiar/x509: Lübeck
SEEN

PYTHONIOENCODING=utf-8 venv/bin/python read.py > left
node read.mjs > right
paste -d '\0' left right | tee output
diff seen output
