"""Words and signs on the screen: pure functions from resources to text."""
