"""A campaign's dates moved to another year: which there are, what each becomes, and the text with them in it. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from campaigns.reading.tree import Keys
from campaigns.when.words import MONTHS, WEEKDAYS
from campaigns.writing.edits import put
from campaigns.writing.spots import leaves, spot_at, spots_of

_MONTH = "|".join(MONTHS)
_DAY = "|".join(WEEKDAYS)
_WRITTEN = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    r"|(?:\bUNTIL=(?P<until>\d{8}))"
    r"|(?P<short>\b\d{1,2}/\d{1,2}/\d{4}\b)"
    rf"|(?:\b(?P<first>\d{{1,2}})(?P<joint> al? | y ))?(?:\b(?P<weekday>{_DAY}),? )?"
    rf"\b(?P<day>\d{{1,2}}) de (?P<month>{_MONTH}) (?P<of>del?) (?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
_BARE = re.compile(rf"\b\d{{1,2}} de (?:{_MONTH})\b(?! del? \d{{4}})", re.IGNORECASE)
"""A day that does not say of which year."""
NOT_TEXTS = frozenset({"enlace", "archivo", "plantilla", "id", "campaña"})
"""Keys of addresses and names, in which a year is no mention of it."""
AROUND = 30
"""Characters shown on both sides of a mention."""


class Way(StrEnum):
    """How a day of one year becomes one of another."""

    WEEKDAY = "semana"
    """All by as many weeks, so that the first keeps its weekday and its place in the month: the second Tuesday."""
    DATE = "fecha"
    """The same day of the same month."""


@dataclass(frozen=True, slots=True)
class Found:
    """One or two days in a text."""

    location: Keys
    start: int
    """In the value."""
    end: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """What may have to be changed by hand."""

    location: Keys
    said: str
    """The words around it."""


def dates_in(text: str) -> list[Found]:
    """All days that a file names with their year, in its order. Raises `NotEditable`."""
    return [found for location, leaf in leaves(spots_of(text)) for found in _dates(location, leaf.text)]


def days_of(found: Iterable[Found]) -> list[date]:
    """Each day once, the first first."""
    return sorted({day for each in found for day in each.days})


def moved(day: date, years: int, way: Way) -> date:
    """A day some years later."""
    if way is Way.WEEKDAY:
        return _in_its_week(day, years)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def proposed(days: list[date], years: int, way: Way) -> dict[date, date]:
    """What each day becomes, by the day. With `WEEKDAY` what lies between two of them stays as it is."""
    if way is Way.DATE or not days:
        return {day: moved(day, years, way) for day in days}
    shift = _in_its_week(days[0], years) - days[0]
    return {day: day + shift for day in days}


def with_dates(text: str, becomes: Mapping[date, date]) -> str:
    """The text with each day in the place of the one that it was. Raises `NotEditable`."""
    for location, leaf in [*leaves(spots_of(text))]:
        value = leaf.text
        for found in reversed(_dates(location, value)):
            new = _rewritten(value[found.start : found.end], found.days, becomes)
            value = value[: found.start] + new + value[found.end :]
        if value != leaf.text:
            text = put(text, location, value)
    return text


def with_year(text: str, before: int, after: int) -> str:
    """The text with a year in the place of another wherever words say it. Raises `NotEditable`."""
    for location, leaf in [*leaves(spots_of(text))]:
        if location[-1] not in NOT_TEXTS and "://" not in leaf.text:
            text = put(text, location, re.sub(rf"\b{before}\b", str(after), leaf.text))
    return text


def with_name(text: str, before: str, after: str, title: str) -> str:
    """The text of a campaign under another id, which its own references name too. Raises `NotEditable`."""
    text = put(put(text, ("campaña",), after), ("titulo",), title)
    for location, leaf in [*leaves(spots_of(text))]:
        if location[-1] in ("cuando", "requiere") and f"{before}/" in leaf.text:
            text = put(text, location, re.sub(rf"(?<![\w-]){re.escape(before)}/", f"{after}/", leaf.text))
    return text


def renamed(told: str, before: int, after: int, joint: str) -> str:
    """A title or an id of another year: `matriculas-2027` is `matriculas-2028`; one without a year gets it."""
    if str(before) in told:
        return told.replace(str(before), str(after))
    return f"{told}{joint}{after}"


def mentions(text: str, year: int) -> list[Mention]:
    """Where words say a year without a day, or a day without a year. Raises `NotEditable`."""
    found: list[Mention] = []
    for location, leaf in leaves(spots_of(text)):
        value, dated = leaf.text, _dates(location, leaf.text)
        if location[-1] in NOT_TEXTS:
            continue
        for each in re.finditer(rf"\b{year}\b|{_BARE.pattern}", value, re.IGNORECASE):
            if not any(one.start <= each.start() < one.end for one in dated):
                before, after = value[max(0, each.start() - AROUND) : each.start()], value[each.end() :][:AROUND]
                found.append(Mention(location, " ".join(f"{before}{each.group()}{after}".split())))
    return found


def value_of(text: str, location: Keys) -> str:
    """What a text says at a place; empty for nothing, or for a group. Raises `NotEditable`."""
    found = spot_at(spots_of(text), location)
    return str(getattr(found, "text", "")).strip()


def _in_its_week(day: date, years: int) -> date:
    """The same weekday at the same place of the same month; the last one where there are fewer."""
    first = date(day.year + years, day.month, 1)
    found = first + timedelta((day.weekday() - first.weekday()) % 7 + 7 * ((day.day - 1) // 7))
    return found if found.month == day.month else found - timedelta(7)


def _dates(location: Keys, text: str) -> list[Found]:
    return [found for each in _WRITTEN.finditer(text) if (found := _found(location, each)) is not None]


def _found(location: Keys, each: re.Match[str]) -> Found | None:
    try:
        return Found(location, each.start(), each.end(), tuple(_days(each)))
    except ValueError:
        # Figures in the form of a day that no calendar has.
        return None


def _days(each: re.Match[str]) -> Iterator[date]:
    if told := each["iso"] or each["until"]:
        yield date.fromisoformat(told)
    elif told := each["short"]:
        day, month, year = map(int, told.split("/"))
        yield date(year, month, day)
    else:
        month, year = MONTHS.index(each["month"].lower()) + 1, int(each["year"])
        if each["first"]:
            yield date(year, month, int(each["first"]))
        yield date(year, month, int(each["day"]))


def _rewritten(said: str, days: tuple[date, ...], becomes: Mapping[date, date]) -> str:
    each = _WRITTEN.fullmatch(said)
    assert each is not None, said
    new = tuple(becomes.get(day, day) for day in days)
    if new == days:
        return said
    last = new[-1]
    if each["iso"]:
        return last.isoformat()
    if each["until"]:
        return f"UNTIL={last:%Y%m%d}"
    if each["short"]:
        wide = len(said.split("/")[0]) == 2
        return f"{last:%d/%m/%Y}" if wide else f"{last.day}/{last.month}/{last.year}"
    weekday = f"{_as_written(WEEKDAYS[last.weekday()], each['weekday'])} " if each["weekday"] else ""
    written = f"{weekday}{last.day} de {MONTHS[last.month - 1]} {each['of']} {last.year}"
    if len(new) == 1:
        return written
    first = new[0]
    year = f" {each['of']} {first.year}" if first.year != last.year else ""
    month = f" de {MONTHS[first.month - 1]}{year}" if (first.year, first.month) != (last.year, last.month) else ""
    return f"{first.day}{month}{each['joint']}{written}"


def _as_written(word: str, before: str) -> str:
    return word.capitalize() if before[:1].isupper() else word
