"""What the grammar refuses: the error with its place in the text, and the Spanish that can be read in two ways."""

from campaigns.when.words import list_of

FORTNIGHT = (
    "cada 2 semanas el lunes a las 08:00 desde 2027-01-04",
    "cada mes el día 15 y el último día a las 08:00",
    "rrule:FREQ=DAILY;INTERVAL=15 a las 08:00 desde 2027-01-04",
)
EIGHT_DAYS = ("cada lunes a las 08:00", "rrule:FREQ=DAILY;INTERVAL=8 a las 08:00 desde 2027-01-04")
THIRTY_DAYS = ("cada mes el día 5 a las 08:00", "rrule:FREQ=DAILY;INTERVAL=30 a las 08:00 desde 2027-01-04")
MANY_DAYS = {8: EIGHT_DAYS, 15: FORTNIGHT, 30: THIRTY_DAYS}
"""Counts of days that Spanish uses for a week, a fortnight or a month: the readings of `cada N días`."""

_TWO_MONTHS = "cada 2 meses el día 5 a las 08:00 desde 2027-01-05"
_TWICE_A_WEEK = ("cada lunes y jueves a las 08:00", "cada 2 semanas el lunes a las 08:00 desde 2027-01-04")
_TWICE_A_MONTH = ("cada mes el día 1 y el día 15 a las 08:00", _TWO_MONTHS)
_HALF_YEAR = ("cada 6 meses el día 5 a las 08:00 desde 2027-01-05",)
_QUARTER = ("cada 3 meses el día 5 a las 08:00 desde 2027-01-05",)
_TWICE_A_YEAR = (
    "cada año el 24 de junio y el 24 de diciembre a las 08:00",
    "cada 2 años el 24 de junio a las 08:00 desde 2027-01-01",
)
_ONE_OFF = ("2027-01-12 a las 08:00",)
_OFTEN = ("cada lunes a las 08:00", "el primer lunes de cada mes a las 08:00")

AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "quincenal": FORTNIGHT,
    "quincenalmente": FORTNIGHT,
    "quincena": FORTNIGHT,
    "quincenas": FORTNIGHT,
    "bisemanal": _TWICE_A_WEEK,
    "bisemanalmente": _TWICE_A_WEEK,
    "bimensual": _TWICE_A_MONTH,
    "bimensualmente": _TWICE_A_MONTH,
    "bianual": _TWICE_A_YEAR,
    "bienal": _TWICE_A_YEAR[1:],
    "bimestral": (_TWO_MONTHS,),
    "bimestralmente": (_TWO_MONTHS,),
    "bimestre": (_TWO_MONTHS,),
    "trimestral": _QUARTER,
    "trimestralmente": _QUARTER,
    "trimestre": _QUARTER,
    "semestral": _HALF_YEAR,
    "semestralmente": _HALF_YEAR,
    "semestre": _HALF_YEAR,
    "mensual": ("cada mes el día 5 a las 08:00", "el primer lunes de cada mes a las 08:00"),
    "mensualmente": ("cada mes el día 5 a las 08:00", "el primer lunes de cada mes a las 08:00"),
    "semanal": ("cada lunes a las 08:00",),
    "semanalmente": ("cada lunes a las 08:00",),
    "diario": ("cada día a las 08:00", "cada día hábil a las 08:00"),
    "diariamente": ("cada día a las 08:00", "cada día hábil a las 08:00"),
    "anual": ("cada año el 24 de junio a las 08:00",),
    "anualmente": ("cada año el 24 de junio a las 08:00",),
    "hoy": _ONE_OFF,
    "manana": _ONE_OFF,
    "proximo": _ONE_OFF,
    "proxima": _ONE_OFF,
    "periodicamente": _OFTEN,
    "constantemente": _OFTEN,
    "regularmente": _OFTEN,
}
"""Folded words that name no single calendar, with whole rules that say each of their readings."""


class WhenError(ValueError):
    """A `cuando` that cannot be read, in Spanish for the staff.

    `start` and `end` are offsets into the text as given (end not included); `readings` are whole rules that the
    grammar accepts, offered in the hint where the text can be understood in more than one way.
    """

    def __init__(
        self, message: str, hint: str = "", start: int = 0, end: int = 0, readings: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.readings = readings
        self.hint = " ".join(part for part in (hint, offer(readings)) if part)
        self.start = start
        self.end = end


def offer(readings: tuple[str, ...]) -> str:
    """Writes the readings as a sentence that a person can choose from; empty where there are none."""
    if not readings:
        return ""
    quoted = [f"«{reading}»" for reading in readings]
    if len(quoted) == 1:
        return f"Escriba, por ejemplo: {quoted[0]}."
    return f"Escriba lo que quiere decir, por ejemplo: {list_of(quoted).replace(' y «', ' o «')}."
