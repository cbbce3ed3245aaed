"""Stories on the screen, one for each row of `rows.ROWS` (ids like S1-65 are explained there)."""
