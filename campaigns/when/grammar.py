"""From the text of a `cuando` to its rule, and what is still missing for the rule to mean something."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from campaigns.when.clauses import Build, Clauses
from campaigns.when.day_names import read_date
from campaigns.when.every import read_every
from campaigns.when.month_days import read_monthly
from campaigns.when.offsets import read_offset
from campaigns.when.reader import Reader
from campaigns.when.refusals import WhenError
from campaigns.when.rfc5545 import PREFIX, read_rrule
from campaigns.when.rules import Repeating, Rule
from campaigns.when.schedules import EventDays, EventOffset, Once
from campaigns.when.words import MONTHS, WEEKDAYS

_LONGEST = 500
_FIRST_MONDAY = date(2027, 1, 4)
_SMALL_WORDS = ("el", "la", "los", "las", "un", "una", "de", "en")


def parse(text: str) -> Rule:
    """Reads a `cuando` in Spanish. Raises WhenError, with offsets into `text` and what to write instead."""
    return _parsed(text)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Rule:
    if len(text) > _LONGEST:
        raise WhenError(f"El texto pasa de {_LONGEST} letras", "Escríbalo más corto.", 0, len(text))
    reader, build = _opened(text)
    clauses = Clauses(text)
    while not reader.done:
        if reader.accept(",") or clauses.read(reader):
            continue
        if build is not None:
            raise reader.not_understood()
        build = _head(reader)
    if build is None:
        readings = ("2027-01-12 a las 08:00", "cada lunes a las 08:00", "15 días antes a las 08:00")
        raise WhenError("Falta decir qué días", "", 0, len(text), readings)
    return _rule(build, clauses)


def check(rule: Rule, has_event: bool) -> list[WhenError]:
    """Returns what a rule still lacks, given whether its campaign has an event; empty where it can be expanded."""
    problems = []
    if rule.needs_event and not has_event:
        hint = "Agregue «evento:» a la campaña, o escriba una fecha."
        problems.append(WhenError("Cuenta desde el evento, y la campaña no tiene", hint, 0, len(rule.text)))
    if rule.needs_anchor and rule.since is None and not has_event:
        reading = replace(rule, since=_FIRST_MONDAY, during_event=False).describe()
        message = "Falta decir desde qué fecha se cuenta"
        problems.append(WhenError(message, "", 0, len(rule.text), (reading,)))
    return problems


def repeats_alone(rule: Rule) -> bool:
    """Whether a rule gives times without end, and needs no event, no other message and no word for it."""
    return isinstance(rule.schedule, Repeating) and not rule.needs_event and not check(rule, has_event=False)


def _opened(text: str) -> tuple[Reader, Build | None]:
    """Takes a leading `rrule:` out of the text, blanking it so that offsets stay; its commas are not ours."""
    stripped = text.lstrip()
    start = len(text) - len(stripped)
    if not stripped.casefold().startswith(PREFIX):
        return Reader(text), None
    recurrence = stripped.split(maxsplit=1)[0]
    end = start + len(recurrence)
    return Reader(" " * end + text[end:]), read_rrule(recurrence, start)


def _head(reader: Reader) -> Build:
    """Reads the phrase that names the days. Order matters: what is longer or more special is tried first."""
    build = read_offset(reader) or read_every(reader) or _once(reader) or read_monthly(reader)
    if build is None:
        _refuse_weekday_alone(reader)
        while reader.accept(*_SMALL_WORDS) or reader.number() is not None or reader.unit() is not None:
            pass
        raise reader.not_understood()
    return build


def _once(reader: Reader) -> Build | None:
    named = read_date(reader)
    if named is None:
        return None
    if named.year is None:
        said = f"{named.day} de {MONTHS[named.month - 1]}"
        every_year = said != "29 de febrero"
        hint = f"Agregue el año: «el {said} de AAAA a las 08:00»{', o repítalo cada año' if every_year else ''}."
        readings = (f"cada año el {said} a las 08:00",) if every_year else ()
        raise reader.error(f"«{said}» no dice el año", hint, named.start, readings)
    day = date(named.year, named.month, named.day)
    return lambda clauses: Once(day, clauses.hour())


def _refuse_weekday_alone(reader: Reader) -> None:
    start = reader.position
    reader.accept("el", "la")
    weekday = reader.weekday()
    if weekday is not None:
        name = WEEKDAYS[weekday]
        readings = (f"cada {name} a las 08:00", f"el primer {name} de cada mes a las 08:00", "2027-01-12 a las 08:00")
        raise reader.error(f"No se sabe si es cada {name} o uno solo", "", start, readings)


def _rule(build: Build, clauses: Clauses) -> Rule:
    schedule = build(clauses)
    bounded = clauses.since is not None or clauses.until is not None or clauses.during_event
    if not isinstance(schedule, Repeating | EventOffset) and (bounded or clauses.exceptions):
        message = "Los límites («desde», «hasta», «durante», «excepto») solo van con lo que se repite"
        raise clauses.refusal(message, "Quite el límite.")
    if isinstance(schedule, EventOffset) and clauses.during_event:
        raise clauses.refusal("Cuenta desde el evento: sobra «durante el evento»", "Quite «durante el evento».")
    if clauses.since and clauses.until and clauses.since > clauses.until:
        raise clauses.refusal("«hasta» es anterior a «desde»", "Revise las dos fechas.")
    during_event = clauses.during_event and not isinstance(schedule, EventDays)
    return Rule(schedule, clauses.since, clauses.until, during_event, clauses.exceptions, clauses.text)
