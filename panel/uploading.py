"""Places for what strangers send with pictures: few at the same time, and of those few for one network."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from delivery.sending.ballots import REGION, network_of

AT_ONCE = 32
"""How many forms are read at the same time; each lies in a temporary file."""
OF_ONE = 4
"""Of one network: whoever sends slowly on purpose holds these, and the others wait for nobody."""
PATIENCE = 60.0
"""Seconds that somebody waits for a place."""


class NoPlace(Exception):
    """All are taken still."""


class Uploads:
    """Gives them."""

    def __init__(self, at_once: int = AT_ONCE, of_one: int = OF_ONE, patience: float = PATIENCE) -> None:
        """All are free. `patience` in seconds."""
        self._patience = patience
        self._room = asyncio.Semaphore(at_once)
        self._of_network = defaultdict[str, asyncio.Semaphore](lambda: asyncio.Semaphore(of_one))
        self._here: Counter[str] = Counter()

    @asynccontextmanager
    async def place(self, address: str) -> AsyncIterator[None]:
        """One is held within. `address`: where the request comes from. Raises `NoPlace`."""
        network = network_of(address, REGION)
        self._here[network] += 1
        try:
            async with AsyncExitStack() as held:
                try:
                    async with asyncio.timeout(self._patience):
                        await held.enter_async_context(self._of_network[network])
                        await held.enter_async_context(self._room)
                except TimeoutError as error:
                    raise NoPlace from error
                yield
        finally:
            self._here[network] -= 1
            if not self._here[network]:
                del self._here[network], self._of_network[network]
