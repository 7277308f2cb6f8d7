"""What came of it: figures counted from rows, against the plan's own baselines and targets."""
