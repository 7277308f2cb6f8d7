"""When something that was opened closes, as staff write it: `7 días después`, `2027-01-12 a las 18:00`."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from campaigns.when.day_names import read_date
from campaigns.when.durations import Lead
from campaigns.when.hours import read_hours
from campaigns.when.reader import Reader
from campaigns.when.refusals import WhenError
from campaigns.when.workdays import Workdays

HINT = (
    "Escriba cuánto después de salir, «7 días después» o «7 días después a las 18:00», o una fecha con su hora, "
    "«2027-01-12 a las 18:00»."
)
_OPENED = ("de publicar", "de publicarla", "de publicarlo", "de salir", "de abrir", "de que salga")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that is written, or a distance from the opening; `at` is None where the distance keeps its hour."""

    counted: date | Lead
    at: time | None

    def on(self, zone: tzinfo | None) -> datetime | None:
        """The day that is written; None for a distance."""
        if isinstance(self.counted, Lead):
            return None
        return datetime.combine(self.counted, self.at or time(), zone)

    def after(self, opened: datetime, workdays: Workdays) -> datetime:
        """The close of what was opened at a local, aware moment, in its zone."""
        if not isinstance(self.counted, Lead):
            return datetime.combine(self.counted, self.at or time(), opened.tzinfo)
        end = self.counted.after(opened, workdays)
        return end if self.at is None else datetime.combine(end.date(), self.at, end.tzinfo)


def parse_deadline(text: str) -> Deadline:
    """Reads a date with its hour, or a distance with or without one. Raises WhenError."""
    reader = Reader(text)
    counted = _day(reader) or _distance(reader, text)
    times = read_hours(reader) or ()
    if not reader.done:
        raise reader.not_understood()
    whole = (0, len(text))
    if len(times) > 1:
        raise WhenError("Cierra una vez y tiene varias horas", "Deje una sola.", *whole)
    if isinstance(counted, Lead) and counted.unit.exact and times:
        raise WhenError("Sobra la hora: ya la dicen las horas o los minutos que se cuentan", "Quítela.", *whole)
    if not isinstance(counted, Lead) and not times:
        hint = f"Agregue la hora al final, por ejemplo «{text.strip()} a las 18:00»."
        raise WhenError("Falta la hora a la que cierra", hint, *whole)
    return Deadline(counted, times[0] if times else None)


def _day(reader: Reader) -> date | None:
    named = read_date(reader)
    if named is None:
        return None
    if named.year is None:
        raise reader.error("A la fecha le falta el año", "Escriba, por ejemplo, «2027-01-12 a las 18:00».", named.start)
    return date(named.year, named.month, named.day)


def _distance(reader: Reader, text: str) -> Lead:
    amount = reader.amount()
    unit = reader.unit() if amount is not None else None
    if amount is None or unit is None or reader.peek().word == "antes":
        raise WhenError(f"«{text.strip()[:40]}» no dice cuándo cierra", HINT, 0, len(text))
    if reader.accept("despues"):
        reader.accept(*_OPENED)
    return Lead(amount, unit)
