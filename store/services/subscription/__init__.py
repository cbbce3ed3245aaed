"""Resource groups and all that is in them, of whichever provider."""
