"""Numbers of DNS that are the same in every year.

Sources: RFC 1035 (sizes), RFC 2181 (TTL), "Overview of DNS zones and records" (Azure docs, 2023).
"""

from __future__ import annotations

#: Names on the way of an answer, the one asked for and its aliases: more CNAME records are not followed
#: (chosen; resolvers give up between 8 and 16).
LONGEST_ALIAS_PATH = 9
#: Characters of a CAA record's value (`DnsRecordBase.CaaRecordMaxLength`, Azure PowerShell reference).
LONGEST_CAA_VALUE = 1024
#: Characters of one string of a TXT record (RFC 1035).
LONGEST_TEXT = 255
#: Seconds of the longest time to live (RFC 2181; Azure docs, 2023).
LONGEST_TTL = 2**31 - 1
