"""What one administration leaves to the next: everything that was done, in files that need no program."""
