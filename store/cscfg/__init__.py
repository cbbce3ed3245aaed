"""Service configurations (.cscfg) and definitions (.csdef) of cloud services: read, judged, kept as written.

The only room that parses XML. Nothing here knows a world: text goes in, roles and faults come out.
"""
