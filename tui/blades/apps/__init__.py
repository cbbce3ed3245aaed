"""Pages of App Service apps: overview, custom domains, TLS/SSL settings, uploads, configuration."""
