"""Pages of the simulator's own: first screen, time, background jobs, subscription."""
