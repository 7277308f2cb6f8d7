"""`run`: the daemon. Apart from all that draws tables, which it would carry for as long as it runs."""

from panel.listen import Listen
from scheduler import start
from storage.errors import StorageError
from verbs.answer import Answer
from verbs.call import Call

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = (StorageError, OSError)


def run(call: Call, no_panel: bool, listen: Listen) -> Answer:
    """The daemon, until a signal."""
    return Answer(None, code=start(call.config, call.url, call.environment, None if no_panel else listen))
