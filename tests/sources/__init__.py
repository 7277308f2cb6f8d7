"""What is pulled in from services."""
