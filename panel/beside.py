"""The panel in the daemon's own process."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TextIO

from delivery.workplace import Workplaces
from logs import Log
from panel.listen import Listen
from storage.database import Database

log = Log(__name__)


@contextmanager
def beside(
    database: Database,
    listen: Listen | None,
    names: tuple[str, ...] = (),
    places: Workplaces | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Listen | None]:
    """Serve the panel for as long as the block lasts: where it answers. None: there is none. `places`: the daemon's.

    `environment`: where keys and trusted proxies are found; without it nobody can vote here.

    Where it cannot listen the block goes on without it, and the operator is told: messages matter more.
    """
    if listen is None:
        yield None
        return
    from panel.public import WrongProxy, public_of  # noqa: PLC0415 - the same
    from panel.server import CannotListen, Server  # noqa: PLC0415 - a daemon without a panel does not carry its weight

    try:
        server = Server(database, listen, names, places, None if environment is None else public_of(environment))
    except (CannotListen, WrongProxy) as error:
        log.error("no panel", listen=str(listen), reason=str(error))
        _tell(f"{error} El pregonero sigue sin panel.", sys.stderr)
        yield None
        return
    server.start()
    _tell(f"El panel atiende en http://{server.listen}", sys.stdout)
    try:
        yield server.listen
    finally:
        server.stop()


def _tell(words: str, stream: TextIO) -> None:
    # Nobody may read it any more, on a full disk or in a closed pipe: that is no reason to end.
    with suppress(OSError):
        print(words, file=stream, flush=True)
