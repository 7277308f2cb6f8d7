"""On PostgreSQL: whoever has written tells every daemon, which need not look all the time."""

from sqlalchemy import URL, Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

CHANNEL = "pregonero_rows"


def tell(connection: Connection) -> None:
    """Once this transaction is committed, and only then, the daemons know that there is something new."""
    connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


class Notices:
    """What was told so far, as one thread hears it over a connection of its own."""

    def __init__(self, url: URL) -> None:
        """Nothing is connected yet."""
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None
        self._heard = 0

    def heard(self) -> int:
        """A number that grows with each notice; also with each new connection, for what was told before it is unheard.

        It does not wait. Raises SQLAlchemy's DBAPIError where the server is away.
        """
        if self._connection is None:
            self._connection = self._engine.connect()
            self._connection.exec_driver_sql(f"LISTEN {CHANNEL}")
            self._heard += 1
        try:
            # What has come meanwhile is read along with an answer: it is asked for one.
            self._connection.exec_driver_sql("SELECT 1")
            driver = self._connection.connection.driver_connection
            self._heard += len(list(driver.notifies(timeout=0)))  # type: ignore[union-attr]  # psycopg's
        except DBAPIError:
            self.close()
            raise
        return self._heard

    def close(self) -> None:
        """Hear no more."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
