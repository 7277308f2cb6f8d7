"""`panel`: the window alone, beside a daemon of another process or machine."""

import signal
import threading
from contextlib import suppress
from types import FrameType

from campaigns.stamp import stamp
from delivery.clock import SystemClock
from delivery.workplace import Workplaces
from panel.entrance.greeting import first_links
from panel.listen import Listen, more_names
from panel.public import WrongProxy, public_of
from panel.server import CannotListen, Server
from storage.database import Database
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.folder import read, remembered, url
from verbs.place import place_of, reading

LOOK = 3.0
"""Seconds between two looks at whether a file has changed."""
WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, CannotListen, WrongProxy, OSError)


def panel(call: Call, listen: Listen) -> Answer:
    """Answers until a signal. It reads, and keeps what services tell the accounts that they call."""
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    with reading(call, call.url or url(call, read(call))) as database:
        places, public = Workplaces(), public_of(call.environment)
        stood = stamp(call.config)
        _take(call, database, places)
        server = Server(database, listen, more_names(call.environment), places, public)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        server.start()
        print(f"El panel atiende en http://{server.listen}. Se detiene con Ctrl-C.", flush=True)
        for line in first_links(places, server.listen, SystemClock().now()):
            print(line, flush=True)
        while not ended.wait(LOOK):
            # What is approved on a page is what the files say: they are read again when they change.
            if (stands := stamp(call.config)) != stood:
                with suppress(StorageError, OSError):
                    _take(call, database, places)
                    stood = stands
        server.stop()
    return Answer(None, ["El panel se detuvo."])


def _take(call: Call, database: Database, places: Workplaces) -> None:
    """The municipalities as they are now.

    Where the files cannot be read here, those stay that there were.
    """
    with suppress(WrongCall):
        numbers = set()
        for tenant in remembered(call).tenants:
            place = place_of(call, tenant, database)
            places.put(place)
            numbers.add(place.tenant_id)
        places.keep(numbers)
