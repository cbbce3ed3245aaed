"""How much of a stranger's certificates is looked at: the search for ways up ends, whatever they are."""

from __future__ import annotations

#: Certificates in one file; more are refused unread.
MOST_CERTIFICATES = 50
#: Signatures verified in one search: the costliest a library verifies takes a few milliseconds.
MOST_SIGNATURES = 200
#: Steps from a certificate to a possible issuer in one search.
MOST_STEPS = 2_000
#: Characters of a certificate's name in a sentence.
LONGEST_SHOWN = 80
#: Ways up that are judged.
MOST_WAYS = 100
