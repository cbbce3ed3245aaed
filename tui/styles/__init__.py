"""Tokens (colours by meaning) and the layout of the frame."""
