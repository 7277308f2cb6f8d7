"""Copies that the daemon makes by itself."""
