"""Estates: worlds read from what a person can export from the real Azure.

    exports.py    files and standard input, up to a limit
    documents.py  bytes → any number of JSON documents
    containers/   one reader per container: documents → rows, each an object with its ARM id
    rows.py, values.py, identity.py   the normaliser: one spelling of names, moments, thumbprints and ids
    facts.py, kinds/   the mapping: rows → facts, by an allow-list of fields
    building/     facts → the documents of a world
    report.py     what needs somebody, what renews by itself, what has drifted, what is not in the exports

Nothing that is not on the allow-list is kept, quoted or logged. Sources are named where a format is read.
"""
