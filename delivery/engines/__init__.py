"""What carries wake-ups and lends lanes: one process's own engine, or the one that several daemons share."""
