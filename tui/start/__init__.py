"""How the program starts: its command line, and the file with the bytecode of what it loads."""
