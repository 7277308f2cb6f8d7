"""The calendar of business days: the country's holidays, what the municipality adds or takes away, and the week."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.when.feasts import feast_named
from campaigns.when.national import country as calendar_of
from campaigns.when.words import WEEKDAYS

_DAY = timedelta(days=1)
_FARTHEST = 400
"""Days after which a search for a business day gives up: a whole year off is a mistake in the configuration."""


@dataclass(frozen=True, slots=True)
class LocalHoliday:
    """A line of `festivos.yaml`: a day that is a holiday here, or with `removed` one that is worked here."""

    day: date
    name: str
    removed: bool = False


class Workdays:
    """Which days are worked. Holidays are read once for each year (`holidays` 0.108 or later, for Ley 2578 de 2026).

    Dates are local dates of the municipality. Raises NotImplementedError for a country that `holidays` lacks.
    """

    def __init__(
        self,
        extra: Iterable[LocalHoliday] = (),
        *,
        country: str = "CO",
        subdivision: str | None = None,
        workweek: frozenset[int] = frozenset(range(5)),
    ) -> None:
        if not workweek:
            raise ValueError("La semana laboral no tiene ningún día")
        self._extra = tuple(extra)
        self._country = country
        self._subdivision = subdivision
        self._workweek = workweek
        self._years: dict[int, dict[date, str]] = {}
        self.national: Workdays = (
            Workdays(country=country, subdivision=subdivision, workweek=workweek) if self._extra else self
        )
        """The same calendar without the municipality's lines: what a new line must not shift is counted on it."""
        self._holidays_of(2027)

    def is_workday(self, day: date) -> bool:
        """Says whether the offices work on a day: in the work week, and no holiday."""
        return day.weekday() in self._workweek and day not in self._holidays_of(day.year)

    def is_holiday(self, day: date) -> bool:
        """Says whether a day is a holiday; a plain Sunday is none."""
        return day in self._holidays_of(day.year)

    def name_of(self, day: date) -> str | None:
        """Returns the name of the holiday that falls on a day, or None."""
        return self._holidays_of(day.year).get(day)

    def why_off(self, day: date) -> str:
        """Says in Spanish why a day is not worked: `festivo (Navidad)` or `sábado`."""
        name = self.name_of(day)
        return f"festivo ({name})" if name else WEEKDAYS[day.weekday()]

    def holidays_between(self, first: date, last: date) -> Iterator[date]:
        """Yields the holidays from `first` to `last`, both included, in order."""
        for year in range(first.year, last.year + 1):
            yield from (day for day in self._holidays_of(year) if first <= day <= last)

    def add(self, day: date, amount: int) -> date:
        """Returns the day that is `amount` business days after `day` (before it, where negative); 0 is `day` itself."""
        for _ in range(abs(amount)):
            day = self.next(day) if amount > 0 else self.previous(day)
        return day

    def next(self, day: date) -> date:
        """Returns the first business day after `day`."""
        return self._search(day + _DAY, _DAY)

    def previous(self, day: date) -> date:
        """Returns the last business day before `day`."""
        return self._search(day - _DAY, -_DAY)

    def last_of_month(self, year: int, month: int) -> date | None:
        """Returns the last business day of a month, or None where it has none."""
        return self.nth_of_month(year, month, -1)

    def nth_of_month(self, year: int, month: int, place: int) -> date | None:
        """Returns the business day at a place of the month: 1 the first, -1 the last; None where there are fewer."""
        step = _DAY if place > 0 else -_DAY
        day = date(year, month, 1) if place > 0 else date(year + month // 12, month % 12 + 1, 1) - _DAY
        left = abs(place)
        while day.month == month:
            left -= self.is_workday(day)
            if left == 0:
                return day
            day += step
        return None

    def feast(self, name: str, year: int) -> date:
        """Returns the (first) day of a feast named in Spanish, such as `jueves santo`; KeyError where it is unknown."""
        return feast_named(name).first(year)

    def _search(self, day: date, step: timedelta) -> date:
        for _ in range(_FARTHEST):
            if self.is_workday(day):
                return day
            day += step
        raise ValueError(f"No hay un solo día hábil cerca de {day}: revise festivos.yaml")

    def _holidays_of(self, year: int) -> dict[date, str]:
        known = self._years.get(year)
        if known is None:
            known = self._years[year] = self._read(year)
        return known

    def _read(self, year: int) -> dict[date, str]:
        language = "es" if self._country == "CO" else None
        national = calendar_of(self._country)(subdiv=self._subdivision, years=year, language=language)
        named = {day: _plain(name) for day, name in national.items() if day.year == year}
        for local in (line for line in self._extra if line.day.year == year):
            if local.removed:
                named.pop(local.day, None)
            else:
                named[local.day] = local.name
        return dict(sorted(named.items()))


def _plain(name: str) -> str:
    """Returns a holiday's name as people write it: `holidays` marks those that the law moves to a Monday."""
    return name.replace(" (observado)", "").replace("; ", " y ").replace("Ascensión del señor", "Ascensión del Señor")
