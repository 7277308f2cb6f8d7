"""To whom: people and their addresses, conditions, imports, suppression."""
