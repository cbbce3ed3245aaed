"""The program around the pages: the app, its frame, palette, help, notifications, settings."""
