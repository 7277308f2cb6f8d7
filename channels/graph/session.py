"""The connection of one account to Meta, from its first call until it is closed."""

from typing import TYPE_CHECKING

from channels.graph.options import GraphOptions
from channels.hour import Hour

if TYPE_CHECKING:
    from channels.graph.connection import Connection


class Session:
    """Opens the connection when it is first asked for, and again after it was closed."""

    def __init__(self, options: GraphOptions, concurrency: int) -> None:
        """Opens nothing. `concurrency`: calls at a time."""
        self._options = options
        self._concurrency = concurrency
        self._connection: Connection | None = None

    def connection(self) -> "Connection":
        """The one that is open."""
        from channels.graph.connection import Connection  # noqa: PLC0415 - loads only when used

        if self._connection is None:
            self._connection = Connection(self._options, self._concurrency)
        return self._connection

    def hour(self) -> Hour | None:
        """As Meta's last answer has it; None before the first."""
        return self._connection.hour() if self._connection is not None else None

    async def close(self) -> None:
        """Closes it, if any was opened."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
