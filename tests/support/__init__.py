"""What tests share: clouds to act in, worlds to begin with, a desk to press keys at, files and keys."""
