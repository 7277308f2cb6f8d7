"""What an administration leaves."""
