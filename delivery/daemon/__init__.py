"""What a daemon does again and again, and what brings calendar, sweep and lanes together."""
