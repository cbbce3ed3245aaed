"""Kinds of resource: the allow-list of fields of each, and what they become."""
