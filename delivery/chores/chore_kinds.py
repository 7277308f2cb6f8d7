"""What an account's lane does besides sending: one line for each kind of chore."""

from collections.abc import Mapping

from delivery.chores.assignment import AccountChoreKind, ChoreKind
from delivery.chores.closing import CLOSE, CLOSES
from delivery.chores.pulls import PULL, PULLS
from delivery.chores.rehearsals import REHEARSAL, REHEARSALS

KINDS: Mapping[str, ChoreKind | AccountChoreKind] = {
    PULL: PULLS,
    CLOSE: CLOSES,
    REHEARSAL: REHEARSALS,
}
"""By the word in `chore.kind`."""
