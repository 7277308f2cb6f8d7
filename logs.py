"""Logs on standard error: readable on a terminal, JSON for collectors, and no secret in either."""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog
from structlog.typing import Processor

from channels.silence import silence_libraries

HIDDEN = "***"
_SECRETS = (
    re.compile(r"(?<=bot)\d+:[\w-]{10,}"),
    re.compile(r"\b\d{6,}:[\w-]{30,}"),
    re.compile(r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)"),
    re.compile(r"(?<=[Bb]earer )[\w.~+/=-]{10,}"),
)
"""A bot's token, in a URL and alone; user and password in a URL; a bearer token."""


class _Lossy:
    """A stream that drops what it cannot write: for the sake of a line no full disk and no closed pipe stops a send."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Writes, if there is room."""
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        """Lets what was written go out, if there is room; what stays behind goes with a later line."""
        with suppress(OSError):
            self._stream.flush()


def configure(*, level: str = "INFO") -> None:
    """Send everything of `level` and above to standard error, ours and the libraries'."""
    number = logging.getLevelNamesMapping()[level]
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, _renderer()],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(cast(TextIO, _Lossy(sys.stderr))),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(_Lossy(sys.stderr))
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(_renderer(), foreign_pre_chain=shared))
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
    silence_libraries()


def redact(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take out of every value what looks like a secret; `SecretStr` shows as asterisks by itself."""
    return {key: _clean(value) for key, value in event.items()}


def hide(text: str) -> str:
    """The text without what looks like a secret."""
    for secret in _SECRETS:
        text = secret.sub(HIDDEN, text)
    return text


def _clean(value: object) -> object:
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, int | float | bool) or value is None:
        return value
    return hide(str(value))


def _renderer() -> Processor:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False)
