"""Stories of the start."""
