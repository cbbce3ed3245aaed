"""Where the user is and can go: routes, the journey through blades, verbs."""
