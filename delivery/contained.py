"""The one place where an exception that nobody foresaw is held back: it is logged whole, and the rest goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from logs import Log

log = Log(__name__)


@dataclass(slots=True)
class Contained:
    """What became of a block."""

    error: Exception | None = None
    """What it raised; None: it went well, or is under way."""


@contextmanager
def contained(event: str, *foreseen: type[Exception], **about: str) -> Iterator[Contained]:
    """Hold back what the block raises and log it as `event` with its traceback; `about` goes into the log too.

    Errors of the `foreseen` classes are the caller's and pass through; so does what ends a task or the process
    (`CancelledError`, `KeyboardInterrupt`, `SystemExit`).
    """
    found = Contained()
    try:
        yield found
    except foreseen:
        raise
    except Exception as error:
        log.exception(event, **about)
        found.error = error
