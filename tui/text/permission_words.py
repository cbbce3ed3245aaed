"""Permissions of an access policy as the portal's "Add access policy" calls them."""

from __future__ import annotations

from collections.abc import Collection

from store.services.key_vault.permissions import CERTIFICATE_PERMISSIONS, SECRET_PERMISSIONS

#: Labels that are not the verb itself: certificate authorities are "issuers" in the REST interface.
_AUTHORITIES = "Certificate Authorities"
_OWN = {
    "managecontacts": "Manage Contacts",
    **{f"{verb}issuers": f"{verb.capitalize()} {_AUTHORITIES}" for verb in ("manage", "get", "list", "set")},
    "deleteissuers": f"Delete {_AUTHORITIES}",
}
PERMISSION_LABELS = {
    verb: _OWN.get(verb, verb.capitalize()) for verb in (*SECRET_PERMISSIONS, *CERTIFICATE_PERMISSIONS)
}
#: So many are listed though they are all there are.
_LISTED = 8


def permission_words(verbs: Collection[str], every: Collection[str]) -> str:
    """`Get, List, Set, Delete`, or that it is each of many that there are ("" for none)."""
    if len(verbs) == len(every) > _LISTED:
        return f"all {len(every)}"
    return ", ".join(PERMISSION_LABELS.get(verb, verb) for verb in verbs)
