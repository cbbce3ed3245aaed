"""Pages of key vaults: secrets, versions, certificates, access policies, networking."""
