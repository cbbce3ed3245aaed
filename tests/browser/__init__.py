"""The portal in a real browser: `python -m tests.browser`."""
