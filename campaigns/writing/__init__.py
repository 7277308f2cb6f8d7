"""The staff's files changed by others than their editors: only where they change, and all else to the letter."""
