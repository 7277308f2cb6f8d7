"""What is kept no longer than it must be."""
