"""What services and people tell an account, taken into the rows."""
