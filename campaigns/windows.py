"""`ventanas` of `municipio.yaml`: when messages to persons go out, for all classes or for each its own."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from campaigns.entry import Entry, Text
from campaigns.when.open_hours import WHOLE_DAY, Stretch, Week
from campaigns.when.words import WEEKDAY_NUMBERS, fold

LAW = "ley-2300"
"""The hours of Ley 2300 de 2023, article 3: Monday to Friday 7 to 19, Saturday 8 to 15, no Sunday and no holiday."""
NO_HOURS = "no"
"""At any hour: the municipality answers for it."""
OWN = "ventanas"
"""What reasons call hours that the municipality wrote itself."""
HOLIDAYS = 7
"""The place of holidays after the seven weekdays."""
_HINT = "escriba, por ejemplo, «8:00 a 12:00 y 14:00 a 17:00», o «no»"
_DAYS_HINT = "escriba, por ejemplo, «lunes a viernes», «sábado» o «festivos»"
_STRETCH = re.compile(r"(?:de )?(\d{1,2}):(\d{2}) a (\d{1,2}):(\d{2})")
_BETWEEN = re.compile(r"\s*,\s*|\s+y\s+")

Preset = Literal["ley-2300", "no"]
WindowedClass = Literal["servicio", "gestion", "interna"]
"""The classes that wait for hours: an emergency waits for none."""


def places_of(written: str) -> tuple[int, ...]:
    """The days that a key names, Monday 0 to Sunday 6 and holidays 7. Raises ValueError, in Spanish."""
    places: list[int] = []
    for part in _BETWEEN.split(fold(written).strip()):
        first, parted, last = part.partition(" a ")
        ends = [_place(each.strip(), written) for each in ((first, last) if parted else (first,))]
        if (HOLIDAYS in ends and parted) or ends[0] > ends[-1]:
            raise ValueError(f"«{written}» no dice qué días; {_DAYS_HINT}")
        places += range(ends[0], ends[-1] + 1)
    return tuple(places)


def _place(word: str, written: str) -> int:
    if word in ("festivo", "festivos"):
        return HOLIDAYS
    if word not in WEEKDAY_NUMBERS:
        raise ValueError(f"«{written}» no dice qué días; {_DAYS_HINT}")
    return WEEKDAY_NUMBERS[word]


def stretches_of(written: str) -> tuple[Stretch, ...]:
    """The hours that a value names, joined where they touch; none for «no». Raises ValueError, in Spanish."""
    if fold(written).strip() in ("no", "false", "falso"):
        return ()
    found: list[Stretch] = []
    for part in _BETWEEN.split(written.strip()):
        match = _STRETCH.fullmatch(fold(part))
        if match is None:
            raise ValueError(f"«{written}» no dice de qué hora a qué hora; {_HINT}")
        opens, closes = (_minutes(match[place], match[place + 1], written) for place in (1, 3))
        if opens >= closes:
            raise ValueError(f"«{part.strip()}» termina antes de empezar; {_HINT}")
        if found and opens < found[-1].closes:
            raise ValueError(f"las horas de «{written}» no van en orden, o se pisan; {_HINT}")
        begins = found.pop().opens if found and opens == found[-1].closes else opens
        found.append(Stretch(begins, closes))
    return tuple(found)


def _minutes(hour: str, minute: str, written: str) -> int:
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > WHOLE_DAY:
        raise ValueError(f"«{written}» tiene una hora que no existe; {_HINT}")
    return minutes


def _right_days(written: str) -> str:
    places_of(written)
    return written


def _right_hours(written: str) -> str:
    stretches_of(written)
    return written


def _short(value: object) -> object:
    """`ventanas: ley-2300` and `ventanas: no` say all in one word."""
    return {"preajuste": value} if isinstance(value, str) else value


DayNames = Annotated[Text, AfterValidator(_right_days)]
DayHours = Annotated[Text, AfterValidator(_right_hours)]


class ClassWindows(Entry):
    """The hours of one class of messages."""

    preset: Preset | None = Field(default=None, alias="preajuste")
    days: dict[DayNames, DayHours] = Field(default_factory=dict, alias="dias")
    """By day or days: «lunes a viernes: 8:00 a 12:00 y 14:00 a 17:00». A day that is left out is closed."""


class Windows(ClassWindows):
    """The hours of all messages to persons; left out, those of Ley 2300 de 2023."""

    classes: dict[WindowedClass, Annotated[ClassWindows, BeforeValidator(_short)]] = Field(
        default_factory=dict, alias="clases"
    )
    """Of a class that has its own."""

    def week(self, class_: str) -> Week | None:
        """The hours of a class; None: at any hour, as an emergency always."""
        if class_ == "emergencia":
            return None
        own = next((each for name, each in self.classes.items() if name == class_), self)
        return _week(own.preset, tuple(own.days.items()))


AnyWindows = Annotated[Windows, BeforeValidator(_short)]
"""`ley-2300`, `no`, or hours by day and class."""


@lru_cache(maxsize=64)
def _week(preset: Preset | None, days: tuple[tuple[str, str], ...]) -> Week | None:
    if preset == NO_HOURS:
        return None
    if not days:
        weekday, saturday = (Stretch(7 * 60, 19 * 60),), (Stretch(8 * 60, 15 * 60),)
        return Week(LAW, (weekday,) * 5 + (saturday, ()))
    hours = by_place(dict(days))
    return Week(OWN, tuple(hours.get(place, ()) for place in range(7)), hours.get(HOLIDAYS, ()))


def by_place(days: Mapping[str, str]) -> dict[int, tuple[Stretch, ...]]:
    """The hours of each day that is named: the last word on it counts."""
    return {place: stretches_of(hours) for names, hours in days.items() for place in places_of(names)}
