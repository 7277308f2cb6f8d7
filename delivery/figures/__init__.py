"""Figures of indicators that are fetched from elsewhere: when, of which days, and what came of it."""
