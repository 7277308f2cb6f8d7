"""Transactions that do nothing on PostgreSQL: a process that is frozen in the midst of one keeps rows from the others.

The server ends them by a setting of the session. Daemons look besides: seen once, a session of a frozen process was
left alone by the server for as long as one looked.
"""

from sqlalchemy import Connection

WRITES, THINKS = "pregonero", "pregonero, pensando"
"""What sessions call themselves: those that may not be idle in a transaction, and those that for a time may."""
IDLE_SECONDS = 8.0
"""How long one may."""
END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename = current_user AND state LIKE 'idle in transaction%%'"
    " AND application_name = %(name)s AND state_change < clock_timestamp() - make_interval(secs => %(seconds)s)"
)
"""Ends those of all machines, as psycopg takes it. A process learns of it when it goes on: nothing of it was kept."""


def options() -> str:
    """Settings of a session that writes."""
    return f"-c idle_in_transaction_session_timeout={IDLE_SECONDS * 1000:.0f} -c application_name={WRITES}"


def think_long(connection: Connection) -> None:
    """Let this transaction do nothing for as long as it likes; on SQLite each may."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT set_config('idle_in_transaction_session_timeout', '0', true),"
            f" set_config('application_name', '{THINKS}', true)"
        )
