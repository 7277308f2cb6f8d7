"""`panel`: the window alone, beside a daemon of another process or machine."""

import signal
import threading
from contextlib import suppress
from types import FrameType

from campaigns.subscribing import is_open
from channels.capabilities import Intake
from delivery.accounts.intakes import hearers
from delivery.workplace import Workplaces
from panel.listen import Listen, more_names
from panel.public import WrongProxy, public_of
from panel.server import CannotListen, Server
from storage.database import Database
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call, WrongCall
from verbs.folder import read, remembered, url
from verbs.place import place_of, reading

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, CannotListen, WrongProxy, OSError)


def panel(call: Call, listen: Listen) -> Answer:
    """Answers until a signal. It reads, and keeps what services tell the accounts that they call."""
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    with reading(call.url or url(call, read(call))) as database:
        called, public = _called(call, database), public_of(call.environment)
        server = Server(database, listen, more_names(call.environment), called, public)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        server.start()
        print(f"El panel atiende en http://{server.listen}. Se detiene con Ctrl-C.", flush=True)
        ended.wait()
        server.stop()
    return Answer(None, ["El panel se detuvo."])


def _called(call: Call, database: Database) -> Workplaces:
    """The municipalities that services call, or people subscribe to; none where the files cannot be read here."""
    places = Workplaces()
    with suppress(WrongCall):
        for tenant in remembered(call).tenants:
            if hearers(tenant, Intake.HOOK) or is_open(tenant):
                places.put(place_of(call, tenant, database))
    return places
