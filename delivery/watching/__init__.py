"""How it goes, read from the rows."""
