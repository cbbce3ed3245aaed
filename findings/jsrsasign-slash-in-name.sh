#!/bin/sh
# jsrsasign 11.1.5 puts a backslash into the name of a company with a slash: Contoso A/S becomes Contoso A\/S.
#
# A slash is an ordinary character in a distinguished name (RFC 4514, 2.4). The library has a form of its own with
# slashes between the parts, escapes the slash there, and keeps the backslash when it reads the form back. Each name
# given as ldapstr goes through it. So does an issuer given by the text of the authority's own subject, as hex2dn and
# getSubjectString write it: it is no longer that subject, and the chain ends there. A name given part by part stays as
# it is. PKI.js 4.0.0 reads the names.
#
# Seen (how the name was given, the organization that is encoded):
#   array                       Contoso A/S
#   ldapstr                     Contoso A\/S
#   str                         Contoso A/S
#   str from hex2dn of "array"  Contoso A\/S
#
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund --save-exact jsrsasign@11.1.5 pkijs@4.0.0 asn1js@4.0.0

cat > names.mjs <<'NODE'
import jsrsasign from "jsrsasign";
import { RelativeDistinguishedNames } from "pkijs";

const { KJUR, X509 } = jsrsasign;
const ORGANIZATION = "2.5.4.10";
const encoded = (name) => new KJUR.asn1.x509.X500Name(name).tohex();
const parts = [
  [{ type: "C", value: "DK", ds: "prn" }],
  [{ type: "O", value: "Contoso A/S", ds: "utf8" }],
];

for (const [how, name] of [
  ["array", { array: parts }],
  ["ldapstr", { ldapstr: "O=Contoso A/S,C=DK" }],
  ["str", { str: "/C=DK/O=Contoso A/S" }],
  ['str from hex2dn of "array"', { str: X509.hex2dn(encoded({ array: parts })) }],
]) {
  const read = RelativeDistinguishedNames.fromBER(Buffer.from(encoded(name), "hex"));
  const { value } = read.typesAndValues.find(({ type }) => type === ORGANIZATION);
  console.log(`${how.padEnd(26)}  ${value.valueBlock.value}`);
}
NODE

cat > seen <<'SEEN'
array                       Contoso A/S
ldapstr                     Contoso A\/S
str                         Contoso A/S
str from hex2dn of "array"  Contoso A\/S
SEEN

node names.mjs | tee output
diff seen output
