"""Logs on standard error: readable on a terminal, JSON for collectors, and no secret in either."""

import json
import logging
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import TextIO

from channels.silence import silence_libraries

OURS = "pregonero"
"""The logger above all of ours: it may tell more than the libraries' root."""
HIDDEN = "***"
_SECRETS = (
    re.compile(r"(?<=bot)\d+:[\w-]{10,}"),
    re.compile(r"\b\d{6,}:[\w-]{30,}"),
    re.compile(r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)"),
    re.compile(r"(?<=[Bb]earer )[\w.~+/=-]{10,}"),
)
"""A bot's token, in a URL and alone; user and password in a URL; a bearer token."""


class Log:
    """What a module tells: an event in a few words that never change, and its values by name."""

    def __init__(self, module: str) -> None:
        self._logger = logging.getLogger(f"{OURS}.{module}")

    def info(self, event: str, **values: object) -> None:
        """All goes as it should."""
        self._logger.info(event, extra={"values": values})

    def warning(self, event: str, **values: object) -> None:
        """It goes on, but somebody should know."""
        self._logger.warning(event, extra={"values": values})

    def error(self, event: str, **values: object) -> None:
        """Something could not be done."""
        self._logger.error(event, extra={"values": values})

    def critical(self, event: str, error: BaseException, **values: object) -> None:
        """The process ends for an error, which is told whole."""
        self._logger.critical(event, extra={"values": values}, exc_info=error)

    def exception(self, event: str, **values: object) -> None:
        """Something could not be done for the error that is being handled, which is told whole."""
        self._logger.error(event, extra={"values": values}, exc_info=True)


class _Lossy:
    """A stream that drops what it cannot write: for the sake of a line no full disk and no closed pipe stops a send."""

    def write(self, text: str) -> None:
        """Writes to standard error, if there is room."""
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        """Lets what was written go out, if there is room; what stays behind goes with a later line."""
        with suppress(OSError):
            sys.stderr.flush()


class _Lines(logging.Formatter):
    """One line for each record: `time level event key=value …`, and under it the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as people read it."""
        told = " ".join(f"{name}={value}" for name, value in values_of(record).items())
        line = f"{_time(record)} {record.levelname.lower():8} {hide(record.getMessage())} {told}".rstrip()
        trace = self._trace(record)
        return f"{line}\n{trace}" if trace else line

    def _trace(self, record: logging.LogRecord) -> str:
        return hide(self.formatException(record.exc_info)) if record.exc_info else ""


class _Json(_Lines):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as collectors take it."""
        told: dict[str, object] = {
            **values_of(record),
            "event": hide(record.getMessage()),
            "level": record.levelname.lower(),
            "timestamp": _time(record),
        }
        if trace := self._trace(record):
            told["exception"] = trace
        return json.dumps(told, ensure_ascii=False)


def configure(*, level: str = "INFO") -> None:
    """Send ours of `level` and above to standard error, and the libraries' warnings."""
    number = logging.getLevelNamesMapping()[level]
    handler = logging.StreamHandler[TextIO | _Lossy](_Lossy())
    handler.setFormatter(_Lines() if sys.stderr.isatty() else _Json())
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(number)
    silence_libraries()


def values_of(record: logging.LogRecord) -> dict[str, object]:
    """What a line of ours says besides its event, without what looks like a secret; nothing of a library's."""
    return {name: _clean(value) for name, value in getattr(record, "values", {}).items()}


def hide(text: str) -> str:
    """The text without what looks like a secret."""
    for secret in _SECRETS:
        text = secret.sub(HIDDEN, text)
    return text


def _clean(value: object) -> object:
    """`SecretStr` shows as asterisks by itself."""
    if isinstance(value, int | float | bool) or value is None:
        return value
    return hide(str(value))


def _time(record: logging.LogRecord) -> str:
    """`2027-01-04T13:00:00.123456Z`."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
