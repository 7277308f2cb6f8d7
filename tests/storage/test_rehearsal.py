"""Which databases a daemon may take."""

import pytest

from storage import meta
from storage.database import Database
from storage.rehearsal import Rehearsed, refuse_rehearsal


def test_only_a_simulation_is_refused(database: Database) -> None:
    """A database is anybody's until a simulation marks it as its own; then it tells what to do."""
    refuse_rehearsal(database)
    with database.write() as connection:
        meta.put(connection, meta.SIMULATION, "1")
    with pytest.raises(Rehearsed, match=r"supuestas.*pregonero report.*otra base"):
        refuse_rehearsal(database)
