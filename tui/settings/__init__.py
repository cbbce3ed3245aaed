"""What the user chose for the program itself: the settings file, and the keys it may change."""
