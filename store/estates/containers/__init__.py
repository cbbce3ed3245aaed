"""Containers: what tools wrap around objects, one reader each; `read` finds the reader of a document."""
