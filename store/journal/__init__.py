"""The durable world: its line file, checkpoints, lock and history."""
