"""Files of this machine: durable writes, private files, files that people bring."""
