#!/bin/sh
# jmespath.js 0.16.0 finds neither the smallest nor the greatest by a text: min_by(@, &expires) is nothing at all.
#
# JMESPath lets min_by and max_by compare numbers or strings, and ISO 8601 dates are strings. The library starts from
# an infinite number, and no string is smaller or greater than a number in JavaScript: no element is ever taken, and
# no error says so. A query for the certificate that expires first works in Azure CLI, which has jmespath.py, and
# finds no certificate in Node. min, max and sort_by take strings there as they should.
#
# Seen (query, jmespath.py 1.1.0, jmespath.js 0.16.0):
#   min_by(@, &days).name         "shop"        "shop"
#   min_by(@, &expires).name      "shop"        null
#   max_by(@, &expires).name      "www"         null
#   sort_by(@, &expires)[0].name  "shop"        "shop"
#   min([].expires)               "2027-01-31"  "2027-01-31"
#
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check jmespath==1.1.0
cd "$folder"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund --save-exact jmespath@0.16.0

cat > certificates.json <<'JSON'
[
  {"name": "www", "expires": "2027-11-30", "days": 365},
  {"name": "shop", "expires": "2027-01-31", "days": 62}
]
JSON

cat > queries <<'QUERIES'
min_by(@, &days).name
min_by(@, &expires).name
max_by(@, &expires).name
sort_by(@, &expires)[0].name
min([].expires)
QUERIES

cat > query.py <<'PYTHON'
import json

import jmespath

with open("certificates.json") as certificates, open("queries") as queries:
    found = json.load(certificates)
    for query in queries.read().splitlines():
        print(f"{query:<28}  {json.dumps(jmespath.search(query, found)):<12}")
PYTHON

cat > query.mjs <<'NODE'
import jmespath from "jmespath";
import { readFileSync } from "node:fs";

const found = JSON.parse(readFileSync("certificates.json", "utf8"));
for (const query of readFileSync("queries", "utf8").trimEnd().split("\n")) {
  console.log(`  ${JSON.stringify(jmespath.search(found, query))}`);
}
NODE

cat > seen <<'SEEN'
min_by(@, &days).name         "shop"        "shop"
min_by(@, &expires).name      "shop"        null
max_by(@, &expires).name      "www"         null
sort_by(@, &expires)[0].name  "shop"        "shop"
min([].expires)               "2027-01-31"  "2027-01-31"
SEEN

venv/bin/python query.py > left
node query.mjs > right
paste -d '\0' left right | tee output
diff seen output
