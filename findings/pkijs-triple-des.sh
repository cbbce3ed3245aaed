#!/bin/sh
# PKI.js 4.0.0 opens no PFX file that is encrypted with triple DES; one with AES it opens.
#
# Triple DES was long the usual cipher around the key in a PFX file, and in 2022 the only one that Azure App Service
# documented for uploads. PKI.js has PKCS #12 and decrypts by the Web Cryptography API, which has no triple DES:
# a file that App Service took is a file that a page with PKI.js cannot look into. node-forge 1.4.3 wrote both
# files and opens both.
#
# Seen:
#   aes256  node-forge: opened  PKI.js: opened
#   3des    node-forge: opened  PKI.js: Unknown "contentEncryptionAlgorithm": 1.2.840.113549.1.12.1.3
#
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund --save-exact pkijs@4.0.0 asn1js@4.0.0 node-forge@1.4.3

cat > open.mjs <<'NODE'
import forge from "node-forge";
import * as pkijs from "pkijs";

const { pki, pkcs12, asn1, util } = forge;
const KEY = pki.oids.pkcs8ShroudedKeyBag;
const keys = pki.rsa.generateKeyPair(2048);
const certificate = pki.createCertificate();
certificate.publicKey = keys.publicKey;
certificate.serialNumber = "01";
certificate.validity.notAfter.setFullYear(certificate.validity.notBefore.getFullYear() + 1);
certificate.setSubject([{ name: "commonName", value: "contoso.com" }]);
certificate.setIssuer([{ name: "commonName", value: "contoso.com" }]);
certificate.sign(keys.privateKey, forge.md.sha256.create());

function inForge(file) {
  const bags = pkcs12.pkcs12FromAsn1(asn1.fromDer(file), "test-word").getBags({ bagType: KEY });
  return bags[KEY][0].key.n.equals(keys.privateKey.n) ? "opened" : "another key";
}

async function inPkijs(file) {
  const pfx = pkijs.PFX.fromBER(Buffer.from(file, "binary"));
  const password = new TextEncoder().encode("test-word").buffer;
  try {
    await pfx.parseInternalValues({ password, checkIntegrity: true });
    const safe = pfx.parsedValue.authenticatedSafe;
    const encrypted = (part) => part.contentType === pkijs.ContentInfo.ENCRYPTED_DATA;
    const safeContents = safe.safeContents.map((part) => (encrypted(part) ? { password } : {}));
    await safe.parseInternalValues({ safeContents });
    const bags = safe.parsedValue.safeContents.flatMap((part) => part.value.safeBags);
    const shrouded = bags.filter((bag) => bag.bagValue instanceof pkijs.PKCS8ShroudedKeyBag);
    await Promise.all(shrouded.map((bag) => bag.bagValue.parseInternalValues({ password })));
    return shrouded.length ? "opened" : "no key";
  } catch (error) {
    return error.message;
  }
}

for (const algorithm of ["aes256", "3des"]) {
  const made = pkcs12.toPkcs12Asn1(keys.privateKey, [certificate], "test-word", { algorithm });
  const file = asn1.toDer(made).getBytes();
  console.log(`${algorithm.padEnd(6)}  node-forge: ${inForge(file)}  PKI.js: ${await inPkijs(file)}`);
}
NODE

cat > seen <<'SEEN'
aes256  node-forge: opened  PKI.js: opened
3des    node-forge: opened  PKI.js: Unknown "contentEncryptionAlgorithm": 1.2.840.113549.1.12.1.3
SEEN

node open.mjs | tee output
diff seen output
