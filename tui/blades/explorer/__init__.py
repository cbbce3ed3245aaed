"""Resource Explorer: what Azure Resource Manager has, as its own JSON."""
