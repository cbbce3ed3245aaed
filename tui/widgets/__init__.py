"""Pieces that blades share; each draws what it is given and holds no copy of the world."""
