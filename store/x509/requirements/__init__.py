"""App Service's requirements of an uploaded certificate, rule by rule, and the report on them."""
