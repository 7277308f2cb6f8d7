"""What an address or a form says, as a value that a row can have: whatever else is typed says nothing."""

from datetime import date, datetime

YEARS = range(1900, 2201)
"""Of days and moments: beyond them a year is a slip of the keyboard, and the clock's sums come to no end."""
DIGITS = 18
"""Of a number: no row has one with more, and a database takes none much greater."""


def day_typed(typed: str) -> date | None:
    """`2027-01-31`; None: it is no day, or in no year of `YEARS`."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def moment_typed(typed: str) -> datetime | None:
    """`2027-01-31T12:00:00+00:00`, the sign also as a space; None: it is none, has no zone, or is beyond `YEARS`."""
    try:
        moment = datetime.fromisoformat(typed.replace(" ", "+"))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and moment.year in YEARS else None


def number_typed(typed: str) -> int | None:
    """None: it is no number, or has more than `DIGITS`."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= DIGITS else None
