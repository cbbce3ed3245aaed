"""The page of a class: everybody's world at a glance."""
