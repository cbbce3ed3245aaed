"""What is known about a world that was read from exports of the real Azure, beside its resources.

An export says less than Azure knows. What it does not say is a value of its own: None for a moment, "" for a
text, and shown by the words of `NOT_IN_EXPORT`. What follows from other facts is inferred, and says so.
"""

from collections.abc import Mapping

import msgspec

from store.resources.base import Hidden, Moment, Properties

#: How every page, report and command line shows a value that the exports do not have.
NOT_IN_EXPORT = "not in the export"


class Notice(Properties, frozen=True, kw_only=True):
    """Something found about the export itself; `resource` is a file or a resource by its last name."""

    code: str
    resource: str


class Provenance(Hidden, frozen=True, kw_only=True, tag="_provenance"):
    """Where an imported resource comes from: `id` is the resource's, `files` are names of exports.

    `unknown` names the fields that no file has and whose absence would mean something else; `inferred` maps
    a field to the reason for its value.
    """

    files: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    inferred: Mapping[str, str] = msgspec.field(default_factory=dict)
    #: The one version of its secret that Terraform holds a certificate to.
    pinned: str = ""


class Estate(Hidden, frozen=True, kw_only=True, tag="_estate"):
    """The import of a world (`id` is "estate"): its day (UTC), and what was found about the exports.

    `subscriptions` counts those that the ids name, `secrets` the values of secret kinds that were met and
    passed over, by file, `unread` the objects of other kinds. `missing` has codes of what could be told if it
    were in an export, such as "locks" or "bindings:contoso-app".
    """

    as_of: Moment
    subscriptions: int
    files: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    secrets: Mapping[str, int] = msgspec.field(default_factory=dict)
    unread: int = 0
    missing: tuple[str, ...] = ()
    #: Sentences about copies that differ: a certificate's own text and the fields beside it, for one.
    differences: tuple[str, ...] = ()
