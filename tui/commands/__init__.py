"""The command line, one command a module: each has `run(arguments) -> exit status`."""
