"""What is to come: the plan, and what can be said of it before its hour."""
