"""Pages that every resource has: Activity log, Access control (IAM), Locks."""
