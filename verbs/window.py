"""`panel`: the window alone, beside a daemon of another process or machine."""

import signal
import threading
from types import FrameType

from panel.listen import Listen, more_names
from panel.server import CannotListen, Server
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call
from verbs.folder import read, url
from verbs.place import reading

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, CannotListen, OSError)


def panel(call: Call, listen: Listen) -> Answer:
    """Answers until a signal; it only reads."""
    ended = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    with reading(call.url or url(call, read(call))) as database:
        server = Server(database, listen, more_names(call.environment))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        server.start()
        print(f"El panel atiende en http://{server.listen}. Se detiene con Ctrl-C.", flush=True)
        ended.wait()
        server.stop()
    return Answer(None, ["El panel se detuvo."])
