"""What is pulled in from services: when, and how much of it."""
