"""Pages of cloud services (extended support): list, overview, configuration, drift, and the ways of tools."""
