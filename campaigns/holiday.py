"""`festivos.yaml`: days that are holidays here only, and holidays of the country that are worked here."""

import datetime as dt

from pydantic import Field

from campaigns.entry import Entry, Text


class HolidayEntry(Entry):
    """One day."""

    day: dt.date = Field(alias="fecha")
    name: Text = Field(alias="nombre")
    removed: bool = Field(default=False, alias="laborable")
    """True: the country's calendar has it as a holiday, and here it is a working day."""


class Holidays(Entry):
    """The whole file."""

    days: tuple[HolidayEntry, ...] = Field(default=(), alias="festivos")
