"""Pages of App Service Certificate orders."""
