#!/bin/sh
# dnslib 0.9.26 takes the three digits of \DDD in a TXT record for octal, and in a domain name for decimal; DNS has
# decimal digits in both.
#
# RFC 1035 (5.1) means the octet of that decimal number. What dnspython 2.9.2 writes, dnslib reads as other letters,
# or not at all where a digit is 8 or 9; what dnslib writes, dnspython reads as other octets. A zone file on its way
# from one to the other changes its texts and keeps its names.
#
# Seen (zone text and its octets; a label begins with its length):
#   TXT "a\064b"      dnspython: 61 40 62       dnslib: 61 34 62
#   TXT "a\097b"      dnspython: 61 61 62       dnslib: ValueError
#   \064.contoso.com  dnspython: 01 40          dnslib: 01 40
#   octets 61 09 62   dnspython: TXT "a\009b"   dnslib: TXT "a\011b"
#
# Exits with 1 when the output is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dnslib==0.9.26 dnspython==2.9.2

cat > "$folder/octets.py" <<'PYTHON'
import dns.name
import dns.rdata
import dns.rdatatype
import dnslib


def in_dnspython(text):
    return dns.rdata.from_text("IN", "TXT", text).strings[0].hex(" ")


def in_dnslib(text):
    try:
        [record] = dnslib.RR.fromZone(f"contoso.com. 300 IN TXT {text}")
    except ValueError as error:
        return type(error).__name__
    return record.rdata.data[0].hex(" ")


def label_in_dnslib(name):
    [record] = dnslib.RR.fromZone(f"{name} 300 IN A 203.0.113.1")
    buffer = dnslib.DNSBuffer()
    buffer.encode_name(record.rname)
    return bytes(buffer.data[:2]).hex(" ")


def show(subject, dnspython, dnslib_):
    print(f"{subject:<16}  dnspython: {dnspython:<13}  dnslib: {dnslib_}")


for text in (r'"a\064b"', r'"a\097b"'):
    show(f"TXT {text}", in_dnspython(text), in_dnslib(text))
name = r"\064.contoso.com."
show(name[:-1], dns.name.from_text(name).to_wire()[:2].hex(" "), label_in_dnslib(name))
record = b"\x03a\x09b"
written = dns.rdata.from_wire("IN", "TXT", record, 0, len(record)).to_text()
show("octets 61 09 62", f"TXT {written}", f"TXT {dnslib.TXT(record[1:]).toZone()}")
PYTHON

cat > "$folder/seen" <<'SEEN'
TXT "a\064b"      dnspython: 61 40 62       dnslib: 61 34 62
TXT "a\097b"      dnspython: 61 61 62       dnslib: ValueError
\064.contoso.com  dnspython: 01 40          dnslib: 01 40
octets 61 09 62   dnspython: TXT "a\009b"   dnslib: TXT "a\011b"
SEEN

"$folder/venv/bin/python" "$folder/octets.py" | tee "$folder/output"
diff "$folder/seen" "$folder/output"
