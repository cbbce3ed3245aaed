"""App Service Certificate orders: purchase, proof of the domain, issue, storage in a vault, renewal."""
