"""DNS zones and records, and what a resolver finds in them."""
