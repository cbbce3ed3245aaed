"""Work off the event loop: threads, and the messages that report back."""
