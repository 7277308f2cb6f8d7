"""Daemons take turns at one municipality, and do not wait for each other at another's."""

import threading

from storage.database import Database
from storage.turns import take_turn


def test_a_turn_lasts_as_long_as_its_transaction(postgresql_database: Database) -> None:
    """The second waits for the first's end, and meanwhile somebody else has a turn elsewhere."""
    said: list[str] = []

    def another() -> None:
        with postgresql_database.write() as connection:
            take_turn(connection, 2)
            said.append("elsewhere")
            take_turn(connection, 1)
            said.append("second")

    with postgresql_database.write() as connection:
        take_turn(connection, 1)
        thread = threading.Thread(target=another)
        thread.start()
        while not said:
            thread.join(0.01)
        thread.join(0.2)
        said.append("first")
    thread.join()
    assert said == ["elsewhere", "first", "second"]
