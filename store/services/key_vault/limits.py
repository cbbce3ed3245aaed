"""Numbers of Key Vault that are the same in every year.

Sources: "About Azure Key Vault secrets" (Azure docs, 2023), "Azure Key Vault soft-delete overview" (Azure
docs, 2022), "Vaults - Create Or Update" (Azure REST API reference, 2024).
"""

from __future__ import annotations

#: Access policies of a vault (REST API reference).
MOST_POLICIES = 1024
#: Characters of a secret's value: "25k bytes" (about secrets), read as 25 times 1,024.
LONGEST_SECRET_VALUE = 25_600
#: Fewest and most days for which soft delete keeps what is deleted (soft-delete overview).
RETENTION_DAYS = (7, 90)
#: Fewest and most months for which a vault certificate is made (the portal's form; the upper end chosen).
VALIDITY_MONTHS = (1, 120)
