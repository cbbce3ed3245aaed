"""Key vaults: secrets and their versions, permissions, links from App Service, soft delete."""
