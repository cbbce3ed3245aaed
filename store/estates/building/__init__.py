"""Building: the documents of a world from the facts of an export."""
