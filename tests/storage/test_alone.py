"""What only one process may do at a time."""

from storage.alone import alone
from storage.database import Database


def test_only_one_has_it_until_it_ends(database: Database) -> None:
    """A second one is told so at once, another thing may be done meanwhile, and afterwards it is free."""
    with alone(database, "importacion") as first:
        with alone(database, "importacion") as second, alone(database, "otra") as other:
            assert (first, second, other) == (True, False, True)
        with alone(database, "importacion") as third:
            assert not third
    with alone(database, "importacion") as last:
        assert last
