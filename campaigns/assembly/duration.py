"""Lengths of time as staff write them: «30 minutos», «2 horas», «3 días», «1 semana»."""

import re
from datetime import timedelta

UNITS = {
    "minuto": timedelta(minutes=1),
    "hora": timedelta(hours=1),
    "dia": timedelta(days=1),
    "semana": timedelta(weeks=1),
}
WRITTEN = re.compile(r"(?P<amount>[0-9]{1,4}|una?) +(?P<unit>minuto|hora|d[ií]a|semana)s?(?P<business> +h[aá]biles?)?")
LONGEST = timedelta(days=366)


class DurationError(ValueError):
    """What is written is no length of time; says why in Spanish."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def parse_duration(text: str) -> timedelta:
    """The length, more than zero and at most 366 days. Raises `DurationError`."""
    found = WRITTEN.fullmatch(text.strip().lower())
    if found is None:
        raise DurationError(f"«{text}» no es una duración", "escriba, por ejemplo, «30 minutos», «2 horas» o «3 días»")
    if found["business"]:
        raise DurationError("aquí no sirven los días hábiles", "escriba días corrientes u horas: «3 días», «72 horas»")
    amount = 1 if found["amount"].startswith("u") else int(found["amount"])
    length = amount * UNITS[found["unit"].replace("í", "i")]
    if not timedelta(0) < length <= LONGEST:
        raise DurationError(f"«{text}» no sirve aquí", "escriba una duración de más de cero y de un año como máximo")
    return length
