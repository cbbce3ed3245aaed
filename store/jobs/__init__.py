"""Time's work: the background jobs and everything else that becomes due as the clock moves.

`events` says what an event is and what a source of events; `orders`, `sync` and `managed` are the sources;
`agenda` lists what lies ahead; `run` makes it happen; operations and pages ask `advance` and `upcoming`.
"""
