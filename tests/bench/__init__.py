"""What the program costs, each time beside a floor or a peer measured in the same run.

Each module runs alone, `python -m tests.bench.NAME [--quick] [--json]`, and prints our figure, the floor's
and their ratio with its goal; none is a test, and none fails by time.

    start        the portal's first painted frame, against a bare Textual program
    commit       one durable operation at 10,000 orders, against append + fdatasync, sqlite3, TinyDB
    year         a simulated year of 10,000 orders with three links each, against issuing alone
    order        a whole order from purchase to binding, against issuing and one sync
    list_orders  `certblade list --json` of 1,000 orders, against Python with msgspec
    drift        drift of 100,000 links, against a plain dictionary scan
    export       an exported PFX, against its serialisation
    history      back to one of 1,000 earlier commits, against loading the file
    wire         handshakes while certificates are swapped, against openssl s_server
    calls        functions called for one key, against the most it may cost

`worlds` makes worlds of many orders, `timing` takes the medians.
"""
