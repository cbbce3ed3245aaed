#!/bin/sh
# Azure CLI 2.91.0 reads an empty text in a DNS zone file as the word EMPTY, in TXT records and in CAA records.
#
# "" is a valid character string (RFC 1035, 3.3 and 5.1) and a valid value of a CAA record's issue property, by which
# no authority may issue (RFC 8659, 4.2). The parser behind `az network dns zone import` marks an empty text by the
# word, for the regular expression of a NAPTR record, and takes the mark away there only; the command sends what the
# parser made. dnspython 2.9.2 keeps the text empty.
#
# Seen:
#   TXT ""              dnspython: [""]            Azure CLI: ["EMPTY"]
#   TXT "one" "" "two"  dnspython: ["onetwo"]      Azure CLI: ["oneEMPTYtwo"]
#   TXT "one" "two"     dnspython: ["onetwo"]      Azure CLI: ["onetwo"]
#   CAA 0 issue ""      dnspython: 0 issue ""      Azure CLI: 0 issue "EMPTY"
#   CAA 0 issue ";"     dnspython: 0 issue ";"     Azure CLI: 0 issue ";"
#
# (Azure CLI puts the strings of one TXT record together; the same is done here to what dnspython read.)
# The parser is called by itself, with the packages it needs: no account, no network after the installation.
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps \
    azure-cli==2.91.0 azure-cli-core==2.91.0 azure-cli-telemetry==1.1.0 \
    knack==0.14.0 argcomplete==3.7.2 portalocker==4.4.2 dnspython==2.9.2

cat > "$folder/read.py" <<'PYTHON'
import json

import dns.zone
from azure.cli.command_modules.network.zone_file.parse_zone_file import parse_zone_file

START = "$ORIGIN contoso.com.\n$TTL 3600\n@ SOA ns1 host 1 2 3 4 5\n@ NS ns1\nns1 A 203.0.113.1\n"


def in_dnspython(kind, text):
    [record] = dns.zone.from_text(text).find_rdataset("text", kind)
    if kind == "TXT":
        return json.dumps([b"".join(record.strings).decode()])
    return f'{record.flags} {record.tag.decode()} "{record.value.decode()}"'


def in_azure_cli(kind, text):
    [record] = parse_zone_file(text, "contoso.com")["text.contoso.com."][kind.lower()]
    if kind == "TXT":
        return json.dumps(record["txt"])
    return f'{record["flags"]} {record["tag"]} "{record["val"]}"'


for kind, data in (
    ("TXT", '""'),
    ("TXT", '"one" "" "two"'),
    ("TXT", '"one" "two"'),
    ("CAA", '0 issue ""'),
    ("CAA", '0 issue ";"'),
):
    text = f"{START}text {kind} {data}\n"
    print(f"{kind} {data:<14}  dnspython: {in_dnspython(kind, text):<14}  Azure CLI: {in_azure_cli(kind, text)}")
PYTHON

cat > "$folder/seen" <<'SEEN'
TXT ""              dnspython: [""]            Azure CLI: ["EMPTY"]
TXT "one" "" "two"  dnspython: ["onetwo"]      Azure CLI: ["oneEMPTYtwo"]
TXT "one" "two"     dnspython: ["onetwo"]      Azure CLI: ["onetwo"]
CAA 0 issue ""      dnspython: 0 issue ""      Azure CLI: 0 issue "EMPTY"
CAA 0 issue ";"     dnspython: 0 issue ";"     Azure CLI: 0 issue ";"
SEEN

"$folder/venv/bin/python" "$folder/read.py" | tee "$folder/output"
diff "$folder/seen" "$folder/output"
