"""Training: scenario files, what they check, and the run of a trainee through one."""
