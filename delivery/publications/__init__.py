"""What a publication is before it runs: its draft, what it follows, to whom it goes, what it waits for."""
