"""What each Azure service knows and does: rules and effects, a folder per resource provider."""
