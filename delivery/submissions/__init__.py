"""What departments and people ask of the office: taken in, answered, published."""
