"""Budgets and stocks: what is gone, what is promised, what a plan may still take."""
