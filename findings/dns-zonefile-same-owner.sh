#!/bin/sh
# dns-zonefile 0.3.2 gives a record without an owner to the last record of its own type, and so to another host.
#
# A line that begins with a blank belongs to the last owner named, whatever the record there (RFC 1035, 5.1); zone
# files are mostly written so. An address of www and below it a token for www: the token lands at mail, where the TXT
# record before it stood, or at the zone's root, if it is the first. No error says so. dnspython 2.9.2 reads the token
# where it belongs, and dns-zonefile does if TXT follows TXT or the owner is written out.
#
# Seen (lines after one of mail with a TXT record, then the owner of the token):
#   www A, blank TXT    dnspython: www  dns-zonefile: mail
#   www TXT, blank TXT  dnspython: www  dns-zonefile: www
#   www A, www TXT      dnspython: www  dns-zonefile: www
#
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dnspython==2.9.2
cd "$folder"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund --save-exact dns-zonefile@0.3.2

cat > read.py <<'PYTHON'
import dns.zone

for owner, ttl, record in dns.zone.from_file("zone").iterate_rdatas("TXT"):
    if record.strings == (b"token",):
        print(f"dnspython: {owner}", end="  ")
PYTHON

cat > read.mjs <<'NODE'
import { readFileSync } from "node:fs";
import zonefile from "dns-zonefile";

const { txt } = zonefile.parse(readFileSync("zone", "utf8"));
console.log(`dns-zonefile: ${txt.find((record) => record.txt === '"token"').name}`);
NODE

owner_of_token() {
    cat > zone <<ZONE
\$ORIGIN contoso.com.
\$TTL 3600
@ IN SOA ns1.contoso.com. host.contoso.com. 1 3600 600 86400 300
@ IN NS ns1.contoso.com.
ns1 IN A 203.0.113.1
mail IN TXT "of mail"
$2
$3
ZONE
    printf '%-18s  ' "$1"
    venv/bin/python read.py
    node read.mjs
}

cat > seen <<'SEEN'
www A, blank TXT    dnspython: www  dns-zonefile: mail
www TXT, blank TXT  dnspython: www  dns-zonefile: www
www A, www TXT      dnspython: www  dns-zonefile: www
SEEN

{
    owner_of_token 'www A, blank TXT' 'www IN A 203.0.113.7' '    IN TXT "token"'
    owner_of_token 'www TXT, blank TXT' 'www IN TXT "of www"' '    IN TXT "token"'
    owner_of_token 'www A, www TXT' 'www IN A 203.0.113.7' 'www IN TXT "token"'
} > output
cat output
diff seen output
