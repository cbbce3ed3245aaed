"""Services of Azure: their rules and effects, a folder per resource provider."""
