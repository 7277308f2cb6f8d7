"""Accounts at work: opened, looked over, their turns, what a lane keeps in its head of them."""
