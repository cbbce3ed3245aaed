"""Numbers of service configurations and definitions.

Sources: "Azure Cloud Services (extended support) config schema (cscfg File)" and "Azure Cloud Services
(extended support) definition schema (csdef file)" (Azure docs, 2022), "Azure subscription and service
limits" (Azure docs, 2024). Where no document says a number, the comment says that the simulation chose it.
"""

from __future__ import annotations

#: Characters of a configuration or definition that is read (chosen; real ones have some thousands).
LONGEST_TEXT = 256 * 1024
#: How deep elements may stand in one another (chosen; a configuration needs four).
DEEPEST = 32
#: Roles of a cloud service (service limits).
MOST_ROLES = 25
#: Role instances of a cloud service (chosen).
MOST_INSTANCES = 100
#: Update domains where the definition does not say, and at most (definition schema, upgradeDomainCount).
UPDATE_DOMAINS, MOST_UPDATE_DOMAINS = 5, 20
#: Faults that are listed; the rest is counted (chosen).
MOST_FAULTS = 50
#: Hexadecimal digits of a SHA-1 thumbprint (FIPS 180-4: 160 bits).
THUMBPRINT_DIGITS = 40
