"""The parts of a `cuando` that go with any form: hours, limits, exceptions. They may stand in any order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time

from campaigns.when.day_names import full_date
from campaigns.when.exclusions import read_exceptions
from campaigns.when.hours import read_hours
from campaigns.when.reader import Reader
from campaigns.when.refusals import WhenError
from campaigns.when.rules import Exceptions, Schedule
from campaigns.when.schedules import Times

_DURING = ("durante el evento", "durante todo el evento", "mientras dure el evento")


@dataclass(slots=True)
class Clauses:
    """What has been read so far beside the form itself; `text` is the whole `cuando`, for errors about all of it."""

    text: str
    times: Times = ()
    since: date | None = None
    until: date | None = None
    during_event: bool = False
    exceptions: Exceptions = field(default_factory=Exceptions)

    def read(self, reader: Reader) -> bool:
        """Reads one clause at the cursor and says whether there was one; refuses a clause said twice."""
        start = reader.position
        if reader.accept(*_DURING):
            self.during_event = True
        elif reader.accept("durante", "mientras"):
            hint = "Escriba «durante el evento», o las fechas: «desde 2027-01-04 hasta 2027-12-31»."
            raise reader.error("No se sabe de cuándo a cuándo", hint, start)
        elif reader.accept("desde"):
            self._only_once(reader, "desde", self.since is None, start)
            self.since = full_date(reader, "desde 2027-01-04")
        elif reader.accept("hasta"):
            self._only_once(reader, "hasta", self.until is None, start)
            self.until = full_date(reader, "hasta 2027-12-31")
        elif times := read_hours(reader):
            self._only_once(reader, "la hora", not self.times, start)
            self.times = times
        elif exceptions := read_exceptions(reader):
            self._only_once(reader, "excepto", not self.exceptions, start)
            self.exceptions = exceptions
        else:
            return False
        return True

    def hours(self) -> Times:
        """Returns the hours; refuses a rule that names none."""
        if not self.times:
            hint = f"Agregue la hora al final, por ejemplo «{self.text.strip()} a las 08:00»."
            raise self.refusal("Falta la hora", hint)
        return self.times

    def hour(self) -> time:
        """Returns the one hour of what happens once; refuses none and several."""
        times = self.hours()
        if len(times) > 1:
            raise self.refusal("Este mensaje sale una vez y tiene varias horas", "Escriba un mensaje para cada hora.")
        return times[0]

    def no_hour(self, why: str) -> None:
        """Refuses an hour where the form itself decides it."""
        if self.times:
            raise self.refusal(f"Sobra la hora: {why}", "Quite «a las …».")

    def refusal(self, message: str, hint: str = "", readings: tuple[str, ...] = ()) -> WhenError:
        """Makes an error about the whole text."""
        return WhenError(message, hint, 0, len(self.text), readings)

    def _only_once(self, reader: Reader, what: str, first: bool, start: int) -> None:
        if not first:
            hint = "Escriba todas las horas juntas: «a las 07:30 y a las 18:00»." if what == "la hora" else ""
            raise reader.error(f"«{what}» está dos veces", hint or "Deje una sola.", start)


Build = Callable[[Clauses], Schedule]
"""Makes a form once all clauses are known: the head of the phrase comes before its hours."""
