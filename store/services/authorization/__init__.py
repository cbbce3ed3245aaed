"""Who may do what: callers, roles, locks, and the refusal of the control plane."""
