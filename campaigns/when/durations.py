"""Lengths of time as staff write them (`5 días hábiles`, `48 horas`), and days at a distance from others."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from campaigns.when.reader import Reader
from campaigns.when.schedules import Unit
from campaigns.when.workdays import Workdays

_HINT = "Escriba, por ejemplo, «5 días hábiles», «2 semanas» o «48 horas»."
LONGEST_DAYS = {Unit.MINUTE: 1, Unit.HOUR: 1, Unit.DAY: 1, Unit.WORKDAY: 3, Unit.WEEK: 7, Unit.MONTH: 31}
"""Days that are surely enough for one of a unit, business days with the days off around them."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A distance in time without a direction, such as five business days."""

    amount: int
    unit: Unit

    def describe(self) -> str:
        """Writes the lead in Spanish: `5 días hábiles`."""
        return self.unit.count(self.amount)

    def before(self, moment: datetime, workdays: Workdays) -> datetime:
        """Returns the moment this long before another: exact hours, or the same hour of an earlier day."""
        return self._from(moment, -self.amount, workdays)

    def after(self, moment: datetime, workdays: Workdays) -> datetime:
        """Returns the moment this long after another: exact hours, or the same hour of a later day."""
        return self._from(moment, self.amount, workdays)

    def _from(self, moment: datetime, amount: int, workdays: Workdays) -> datetime:
        if self.unit.exact:
            distance = timedelta(minutes=amount) if self.unit is Unit.MINUTE else timedelta(hours=amount)
            return (moment.astimezone(UTC) + distance).astimezone(moment.tzinfo)
        return datetime.combine(shift(moment.date(), amount, self.unit, workdays), moment.timetz())


def parse_lead(text: str) -> Lead:
    """Reads `5 días hábiles`, `2 semanas` or `48 horas`. Raises WhenError."""
    reader = Reader(text)
    amount = reader.amount()
    unit = reader.unit()
    reader.accept("antes")
    if amount is None or unit is None or not reader.done:
        raise reader.error(f"«{text.strip()[:40]}» no es un tiempo", _HINT, 0)
    return Lead(amount, unit)


def shift(day: date, amount: int, unit: Unit, workdays: Workdays) -> date:
    """Returns the day at an amount of days, business days, weeks or months; months end on their last day."""
    if unit is Unit.WORKDAY:
        return workdays.add(day, amount)
    if unit is Unit.MONTH:
        months = day.year * 12 + day.month - 1 + amount
        year, month = divmod(months, 12)
        last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        return date(year, month + 1, min(day.day, last))
    return day + timedelta(days=amount * (7 if unit is Unit.WEEK else 1))
