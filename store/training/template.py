"""The scenario file that an author begins with: it passes `check` as it is."""

from __future__ import annotations

TEMPLATE = '''\
# A scenario of certblade: `certblade scenario check FILE` plays it, `certblade scenario schema` describes it.
format = 1
title = "The job has not run yet"        # at most 60 characters
level = "easy"                           # easy, medium, hard
topic = "Sync"                           # groups the catalogue
minutes = 5                              # of an exam
sender = "Ines, Contoso web team"
ticket = """
We rekeyed contosocert, and www.contoso.com still shows the old certificate. What the customer says, in the
customer's words: the symptom, not the cause.
"""
causes = ["The sync job has not run since the rekey."]
# The shortest way to solve it, as operations; `certblade operations` lists them.
# `certblade scenario record FILE --as solution` writes what you did in the portal.
solution = [
  { operation = "SyncOrder", order = "contosocert" },
]

[world]
begins = "ready"                         # ready, walk, demo, cloud, empty
era = "2022"                             # 2018, 2019, 2022, 2026
seed = 1                                 # the same thumbprints for everybody
# What breaks it. A value may be asked of the world: { ask = "[0].id", type = "certificateOrders" }
steps = [
  { operation = "Rekey", order = "contosocert" },
  { operation = "AdvanceClock", by = "1h" },
]

# What has to be reached, checked in the world; half of it counts.
[[objectives]]
text = "Both hosts serve the new certificate"
check = { is = "hosts_serve", order = "contosocert", hosts = ["contoso.com", "www.contoso.com"] }
points = 10

[[hints]]
text = "Compare the thumbprints on Rekey and Sync."
price = 2

# What must not happen, not even for a while.
[[forbidden]]
text = "A host was down"
check = { is = "hosts_down", hosts = ["contoso.com", "www.contoso.com"] }
cost = 5

# The tempting repair that does not help; `check` makes sure that it does not.
[wrong]
text = "Rekey again"
why = "The next certificate waits for a sync just as well."
steps = [
  { operation = "Rekey", order = "contosocert" },
  { operation = "AdvanceClock", by = "10m" },
]

[debrief]
text = "A rekey changes order and vault; the webspace follows by sync."
sources = ["Add and manage TLS/SSL certificates (Azure docs, 2022)"]
'''
