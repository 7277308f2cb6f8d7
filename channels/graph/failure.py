"""A call that Meta did not carry out, or of which nobody knows: what is known of it, and no secret."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import Enum, auto
from typing import Any, NamedTuple

from channels.detail import detail

APP_USAGE = "x-app-usage"
BUSINESS_USAGE = "x-business-use-case-usage"
"""How much of what the app, or the page, may ask has been used, in per cent
(https://developers.facebook.com/docs/graph-api/overview/rate-limiting)."""
_TRACE = re.compile(r"[A-Za-z0-9_-]{1,60}")


class How(Enum):
    """How far a call came."""

    REFUSED = auto()
    """Meta answered with an error of its own."""
    FLOODED = auto()
    """A 429 without one."""
    UNREACHABLE = auto()
    """No connection was made: nothing left."""
    CERTIFICATE = auto()
    """The server could not prove who it is: nothing left."""
    BUSY = auto()
    """All of the account's own connections were taken: nothing left."""
    ADDRESS = auto()
    """`servidor` is no address that can be called."""
    UNKNOWN = auto()
    """The bytes left, and no answer came that can be relied on."""


class Failure(NamedTuple):
    """What is known of a call that failed."""

    how: How
    said: str
    """One line, without secrets."""
    code: str
    """Meta's own, `190` or `190/463`; else what failed in a word."""
    number: int = 0
    """Meta's `code`."""
    subcode: int = 0
    """Its `error_subcode`; 0 where it gave none."""
    status: int = 0
    """HTTP's."""
    transient: bool = False
    """Meta says that it will pass."""
    wait: timedelta | None = None
    """How long Meta says that the limit lasts."""


class Failed(Exception):
    """Carries a `Failure` from the connection to the adapter that knows what it means."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.said)
        self.failure = failure


def refusal(status: int, document: object, wait: timedelta | None, secrets: Iterable[str]) -> Failure | None:
    """The error that an answer holds; None: it holds none that is Meta's.

    https://developers.facebook.com/docs/graph-api/guides/error-handling
    """
    error = document.get("error") if isinstance(document, dict) else None
    number = _number(error, "code") if isinstance(error, dict) else None
    if not isinstance(error, dict) or number is None:
        return None
    subcode = _number(error, "error_subcode") or 0
    code = f"{number}/{subcode}" if subcode else str(number)
    told = [detail(_words(error), secrets), f"código {code}"]
    trace = error.get("fbtrace_id")
    if isinstance(trace, str) and _TRACE.fullmatch(trace):
        told.append(f"fbtrace_id {trace}")
    said = ", ".join(filter(None, told))
    transient = error.get("is_transient") is True
    return Failure(How.REFUSED, said, code, number, subcode, status, transient, wait)


def _words(error: Mapping[str, Any]) -> str:
    """WhatsApp tells the reason in `error_data.details`; the others in `message`."""
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else None
    said = [each for each in (error.get("message"), details) if isinstance(each, str) and each.strip()]
    return ": ".join(each.strip().rstrip(".") for each in said)


def _number(error: Mapping[str, Any], name: str) -> int | None:
    value = error.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def used(headers: Mapping[str, str]) -> float | None:
    """The largest share of a limit that has been used, in per cent; None where Meta does not say."""
    return max(_figures(headers, ("call_count", "total_cputime", "total_time")), default=None)


def regained_after(headers: Mapping[str, str]) -> timedelta | None:
    """How long Meta says that a limit lasts; None where it does not say."""
    minutes = max(_figures(headers, ("estimated_time_to_regain_access",)), default=0.0)
    return timedelta(minutes=minutes) if minutes > 0 else None


def _figures(headers: Mapping[str, str], names: Iterable[str]) -> list[float]:
    counts = [_document(headers.get(APP_USAGE, ""))]
    business = _document(headers.get(BUSINESS_USAGE, ""))
    for each in business.values():
        counts += [count for count in each if isinstance(count, dict)] if isinstance(each, list) else []
    found = [count.get(name) for count in counts for name in names]
    return [float(each) for each in found if isinstance(each, int | float) and 0 <= each < 1e6]


def _document(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
