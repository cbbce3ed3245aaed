"""A monkey at the portal: random keys, clicks, pastes, resizes, changes from outside; each run repeatable."""
