"""What the program itself tells the staff."""
