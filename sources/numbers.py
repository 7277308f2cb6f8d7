"""Numbers and days as people write them in tables. Pure."""

import re
from datetime import date, datetime, time
from math import isfinite
from typing import Literal
from zoneinfo import ZoneInfo

Decimals = Literal["punto", "coma"]

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_COLOMBIAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)? ?([zZ]|[+-]\d{2}(:?\d{2})?)", re.ASCII)
MIDNIGHT = time(0)

_PLAIN = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?([eE][+-]?\d{1,3})?", re.ASCII)


def number(text: str, decimals: Decimals = "punto") -> float | None:
    """«1,234.5» with a decimal point, «1.234,5» with a comma; None for what is no number.

    Nor is one «12,5» where the point is for decimals: it is not a hundred and twenty-five.
    """
    plain = text.strip()
    if decimals == "coma":
        plain = plain.translate({ord("."): ",", ord(","): "."})
    if not _PLAIN.fullmatch(plain):
        return None
    try:
        found = float(plain.replace(",", ""))
    except ValueError:
        return None
    return found if isfinite(found) else None


def reads_twice(text: str) -> bool:
    """Whether «1.234» or «1,234» may be a thousand and more as well as one and a bit: its mark has to be declared."""
    return _EITHER.fullmatch(text.strip()) is not None


def day(text: str, zone: ZoneInfo) -> date | None:
    """«2027-01-05», also with an hour behind it, or «5/1/2027»; None for what is no day.

    An hour with its own zone is a moment, on the day that it is in `zone`: three in the morning in Greenwich is
    yesterday in Bogotá. Midnight is what programs write behind a mere day, and stays on it.
    """
    if (moment := _moment(text.strip(), zone)) is not None:
        return moment
    if found := _ISO.match(text.strip()):
        year, month, of_month = found.groups()
    elif found := _COLOMBIAN.match(text.strip()):
        of_month, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(of_month))
    except ValueError:
        return None


def _moment(text: str, zone: ZoneInfo) -> date | None:
    """The day of an hour with its own zone; None for midnight, and for what is no such hour."""
    if not _ZONED.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text[:11] + text[11:].replace(" ", ""))
        return moment.astimezone(zone).date() if moment.time() != MIDNIGHT else None
    except (ValueError, OverflowError):
        return None
