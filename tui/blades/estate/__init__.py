"""Pages of a world that was read from exports of the real Azure."""
