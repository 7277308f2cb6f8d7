"""What an account's lane does besides sending: one line for each kind of chore."""

from collections.abc import Mapping

from delivery.assignment import ChoreKind
from delivery.closing import CLOSE, CLOSES
from delivery.pulls import PULL, PULLS

KINDS: Mapping[str, ChoreKind] = {
    PULL: PULLS,
    CLOSE: CLOSES,
}
"""By the word in `chore.kind`."""
