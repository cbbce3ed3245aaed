"""Training: the catalogue, the ticket beside the portal, the result."""
