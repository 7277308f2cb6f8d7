"""How fast mail leaves, beside those who do less with it."""
