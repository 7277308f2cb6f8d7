"""What hour a service says that it is, in the headers of its answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple


class Hour(NamedTuple):
    """What a clock that is not this machine's said."""

    service: str
    """Whose it is, as people know it: its host."""
    at: datetime
    """Aware, to the second."""


def hour_of(service: str, headers: Mapping[str, str]) -> Hour | None:
    """By `Date` (RFC 9110 §6.6.1), and by `Age` where a cache has kept the answer (RFC 9111 §5.1); None: it tells none.

    Names of `headers` are in small letters, or found in any.
    """
    try:
        told = parsedate_to_datetime(headers.get("date", ""))
        kept = headers.get("age", "").strip()
        age = timedelta(seconds=int(kept) if kept.isascii() and kept.isdecimal() else 0)
        return Hour(service, told + age) if told.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
