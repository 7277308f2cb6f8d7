"""What an account's lane does besides sending."""
