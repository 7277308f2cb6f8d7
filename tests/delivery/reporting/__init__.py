"""Reports as messages."""
