"""What App Service requires of an uploaded certificate, rule by rule, and the report of it."""
