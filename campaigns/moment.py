"""A moment as texts see it: a day, or a day with its hour, on a municipality's wall clock.

Days and hours are written from the names that `cuando` reads, as CLDR has them for es_CO; a test holds them to Babel,
whose locale would take 4 MB of a daemon that only ever writes dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypedDict
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name

from campaigns.when.words import MONTHS, WEEKDAYS

LOCALE = "es_CO"
NOON = (12, 0)
"""«12:00 m.», meridiem: neither a. m. nor p. m.."""
_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " "})


class FrozenMoment(TypedDict):
    """A moment in JSON."""

    momento: str
    """ISO 8601 with its offset."""
    zona: str
    """IANA name."""
    con_hora: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A local moment. Printed as it is, it reads «12 de enero de 2027, 7:00 a. m.», or without the hour."""

    at: datetime
    """Aware, in the municipality's zone (a `ZoneInfo`)."""
    timed: bool = True
    """False: the whole day; its hour says nothing."""

    def __str__(self) -> str:
        return f"{self.date}, {self.time}" if self.timed else self.date

    @property
    def date(self) -> str:
        """«12 de enero de 2027»."""
        return f"{self.day_and_month} de {self.at.year}"

    @property
    def short_date(self) -> str:
        """«12/01/2027»."""
        return f"{self.at:%d/%m}/{self.at.year}"

    @property
    def day(self) -> str:
        """«martes 12 de enero»."""
        return f"{self.weekday} {self.day_and_month}"

    @property
    def weekday(self) -> str:
        """«martes»."""
        return WEEKDAYS[self.at.weekday()]

    @property
    def day_and_month(self) -> str:
        """«12 de enero»."""
        return f"{self.at.day} de {MONTHS[self.at.month - 1]}"

    @property
    def time(self) -> str:
        """«7:00 a. m.»; noon is «12:00 m.», as Colombia writes it."""
        if (self.at.hour, self.at.minute) == NOON:
            return "12:00 m."
        return f"{self.at.hour % 12 or 12}:{self.at.minute:02d} {'a. m.' if self.at.hour < 12 else 'p. m.'}"

    @property
    def at_time(self) -> str:
        """«a las 7:00 a. m.», «a la 1:00 p. m.»."""
        return f"a {'la' if self.at.hour % 12 == 1 else 'las'} {self.time}"

    @property
    def zone(self) -> str:
        """«hora de Colombia»."""
        return _zone(self.at)

    def to_json(self) -> FrozenMoment:
        """The moment as JSON keeps it."""
        return {"momento": self.at.isoformat(), "zona": str(self.at.tzinfo), "con_hora": self.timed}

    @classmethod
    def from_json(cls, frozen: Mapping[str, object]) -> Moment:
        """The same moment again; the offset tells apart the two hours of one name when clocks go back."""
        zone = ZoneInfo(str(frozen["zona"]))
        return cls(datetime.fromisoformat(str(frozen["momento"])).astimezone(zone), bool(frozen["con_hora"]))


@lru_cache(maxsize=64)
def _zone(at: datetime) -> str:
    generic = get_timezone_name(at, width="long", zone_variant="generic", locale=LOCALE)
    named = get_timezone_name(at, width="long", locale=LOCALE) if generic.startswith("GMT") else generic
    return named.translate(_SPACES)
