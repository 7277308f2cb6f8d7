"""What an account's lane does besides sending: one line for each kind of chore."""

from collections.abc import Mapping

from delivery.assignment import ChoreKind

KINDS: Mapping[str, ChoreKind] = {}
"""By the word in `chore.kind`."""
