"""What the program costs, each time beside a floor or a peer measured in the same run.

`python -m tests.bench [--quick] [--against REV]` runs all and prints one table. Each module runs alone too,
`python -m tests.bench.NAME [--quick] [--json]`, and prints our figure, the floor's and their ratio with its
goal; none is a test, and none fails by time. Each says what it does not measure.

    start        the portal's first painted frame, against a bare Textual program
    keys         a sync on the screen, from the key until it is painted, against a bare program's key
    busy         a key while keys are made, a year passes, a checkpoint is written, against the idle program
    commit       one durable operation at 10,000 orders, against append + fdatasync, sqlite3, TinyDB
    year         a simulated year of 10,000 orders with three links each, against issuing alone
    order        a whole order from purchase to binding, against issuing and one sync
    list_orders  `certblade list --json` of 1,000 orders, against Python with msgspec
    drift        drift of 100,000 links, against a plain dictionary scan
    lists        a list of 10,000 orders on the screen, against a table that only draws
    class_page   the page of a class of 200, against that of a class of one; what following costs
    wire         handshakes while certificates are swapped, against openssl s_server
    estate       100,000 orders against 10,000: start, one operation, memory
    export       an exported PFX, against its serialisation
    history      back to one of 1,000 earlier commits, against loading the file
    calls        functions called for one key, against the most it may cost

`timing` takes the medians, `checkout` makes an earlier build, `terminal` runs a program as people do.
"""

NAMES = (
    "start",
    "keys",
    "busy",
    "commit",
    "year",
    "order",
    "list_orders",
    "drift",
    "lists",
    "class_page",
    "wire",
    "export",
    "history",
    "estate",
    "calls",
)
