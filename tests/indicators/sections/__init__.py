"""Tests of what each section of a report says."""
