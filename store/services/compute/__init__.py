"""Cloud services (extended support): certificates from key vaults, updates, and what clients get."""
