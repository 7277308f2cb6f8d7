"""What Pregonero remembers: tables, the ledger that moves them, and the databases that hold them."""
