"""App Service: webspaces, host names, certificates of apps, bindings, and what clients get."""
