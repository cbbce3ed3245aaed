"""Certification paths: the ways from a certificate to a trusted root, and what clients have against them."""
