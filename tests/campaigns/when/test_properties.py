"""What holds for every rule and every text."""

import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.when import Context, LocalHoliday, Moves, Rule, WhenError, Workdays, expand, parse
from campaigns.when.feasts import FEASTS
from campaigns.when.recurrences import Daily, DayKind, EveryWorkday, Holidays, MonthDay, Monthly, Weekly, Yearly
from campaigns.when.rules import Dates, DayOfWeek, Exceptions, Season
from campaigns.when.schedules import (
    AfterApproval,
    AfterPublication,
    ByOrder,
    EventDays,
    EventOffset,
    FeastOffset,
    Once,
    Unit,
    UntilLifted,
)
from tests.campaigns.when.calendar import BOGOTA, COLOMBIA, ENROLMENT, WORKDAYS

HOURS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
TIMES = st.sets(HOURS, min_size=1, max_size=3).map(lambda hours: tuple(sorted(hours)))
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
EVERY = st.integers(1, 1000)
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
YEAR_DAYS = DAYS.filter(lambda day: (day.month, day.day) != (2, 29)).map(lambda day: (day.month, day.day))
MONTH_DAYS = st.one_of(
    st.builds(MonthDay, st.just(DayKind.DAY), st.sampled_from([*range(1, 29), -1, -2, -3])),
    st.builds(MonthDay, st.just(DayKind.WORKDAY), st.sampled_from([*range(1, 11), -1, -2, -3])),
    st.builds(MonthDay, st.just(DayKind.WEEKDAY), st.sampled_from((1, 2, 3, 4, -1, -2, -3)), st.integers(0, 6)),
)
FEAST_NAMES = st.sampled_from(sorted({feast.name for feast in FEASTS.values()}))
CALENDAR_UNITS = st.sampled_from([Unit.DAY, Unit.WORKDAY, Unit.WEEK])
EXACT_UNITS = st.sampled_from([Unit.HOUR, Unit.MINUTE])
SLUGS = st.from_regex(r"\A[a-zñ][a-z0-9-]{0,12}[a-zñ](/[a-zñ]{1,9})?\Z")

REPEATING = st.one_of(
    st.builds(Daily, st.integers(1, 7) | st.integers(31, 1000), TIMES),
    st.builds(EveryWorkday, TIMES),
    st.builds(Weekly, EVERY, WEEKDAYS, TIMES),
    st.builds(Monthly, EVERY, st.lists(MONTH_DAYS, min_size=1, max_size=3, unique=True).map(tuple), TIMES),
    st.builds(Yearly, EVERY, st.sets(YEAR_DAYS, min_size=1, max_size=3).map(lambda days: tuple(sorted(days))), TIMES),
    st.builds(Holidays, st.booleans(), TIMES),
    st.builds(EventDays, TIMES),
    st.builds(FeastOffset, FEAST_NAMES, EVERY, CALENDAR_UNITS, st.booleans(), TIMES),
    st.builds(
        FeastOffset, FEAST_NAMES.filter("semana santa".__ne__), st.just(0), st.just(Unit.DAY), st.just(True), TIMES
    ),
)
SINGLE = st.one_of(
    st.builds(Once, DAYS, HOURS),
    st.builds(AfterPublication, SLUGS, EVERY, CALENDAR_UNITS, HOURS),
    st.builds(AfterPublication, SLUGS, EVERY, EXACT_UNITS),
    st.builds(AfterPublication, SLUGS, st.just(0), st.just(Unit.HOUR)),
    st.builds(AfterPublication, SLUGS, EVERY, CALENDAR_UNITS, HOURS, st.just(True)),
    st.builds(AfterPublication, SLUGS, st.just(0), st.just(Unit.HOUR), st.none(), st.just(True)),
    st.builds(UntilLifted, st.integers(5, 1000), st.just(Unit.MINUTE)),
    st.builds(UntilLifted, st.integers(1, 168), st.just(Unit.HOUR)),
    st.just(AfterApproval()),
    st.just(ByOrder()),
    st.builds(EventOffset, EVERY, CALENDAR_UNITS, st.booleans(), st.sampled_from(["start", "end"]), HOURS),
    st.builds(EventOffset, EVERY, EXACT_UNITS, st.booleans(), st.sampled_from(["start", "end"])),
    st.builds(EventOffset, st.just(0), st.just(Unit.DAY), st.just(True), st.just("start"), HOURS),
    st.builds(EventOffset, st.just(0), st.just(Unit.HOUR), st.just(False), st.just("end")),
)
PAIRS = st.tuples(DAYS, DAYS).map(sorted)
EXCEPTIONS = st.builds(
    Exceptions,
    st.booleans(),
    st.sets(st.integers(0, 6), max_size=2).map(lambda days: tuple(DayOfWeek(day) for day in sorted(days))),
    st.sets(st.integers(1, 12), max_size=3).map(lambda months: tuple(sorted(months))),
    st.lists(st.builds(Season, YEAR_DAYS, YEAR_DAYS), max_size=2, unique=True).map(
        lambda seasons: tuple(sorted(seasons, key=lambda season: season.first + season.last))
    ),
    st.lists(PAIRS.map(lambda pair: Dates(*pair)), max_size=2, unique=True).map(
        lambda found: tuple(sorted(found, key=lambda dates: (dates.first, dates.last)))
    ),
)
LIMITED = st.builds(
    lambda schedule, limits, exceptions, during: Rule(
        schedule, limits[0], limits[1], during and not isinstance(schedule, EventDays), exceptions
    ),
    REPEATING,
    PAIRS | st.tuples(DAYS, st.none()) | st.tuples(st.none(), DAYS) | st.just((None, None)),
    EXCEPTIONS,
    st.booleans(),
)
RULES = LIMITED | SINGLE.map(Rule)

VOCABULARY = """
    cada lunes a las 08:00 07:30 8 p. m. el primer último día hábil de mes 15 días antes después y , desde hasta evento
    2027-01-12 2027-02-30 excepto festivos enero durante semana santa víspera jueves santo al empezar publicar anuncio
    levantar tras aprobar por orden todos los segundo 2 semanas año 31 24 junio del mediodía noche 25:00 0 hora
    rrule:FREQ=DAILY
"""
PARTS = "FREQ INTERVAL COUNT UNTIL BYMONTH BYMONTHDAY BYDAY BYSETPOS BYHOUR BYMINUTE WKST BYWEEKNO"
VALUES = "DAILY WEEKLY MONTHLY YEARLY HOURLY MO TU,FR 1MO -1FR 5SU 6MO 1 2 4 12 -1 29 30 31 20280101 x"


@given(RULES)
def test_a_rule_reads_back_from_its_own_words(rule: Rule) -> None:
    """Whatever a rule says, the grammar reads it back as the same rule."""
    assert parse(rule.describe()) == rule


def outcome_of(text: str) -> Rule | WhenError:
    """Returns what a text gives: a rule, or the reason why not."""
    try:
        return parse(text)
    except WhenError as error:
        return error


@settings(max_examples=300)
@given(st.text(max_size=600) | st.lists(st.sampled_from(VOCABULARY.split()), max_size=14).map(" ".join))
def test_no_text_breaks_the_grammar(text: str) -> None:
    """Any text gives a rule or a WhenError with a message, a hint and a place inside the text, in a moment."""
    started = stopwatch.process_time()
    outcome = outcome_of(text)
    assert stopwatch.process_time() - started < 1
    if isinstance(outcome, Rule):
        assert parse(outcome.describe()) == outcome
        return
    assert outcome.message
    assert outcome.hint
    assert 0 <= outcome.start <= outcome.end <= len(text)
    for reading in outcome.readings:
        assert isinstance(outcome_of(reading), Rule)


@settings(max_examples=300)
@given(
    st.dictionaries(st.sampled_from(PARTS.split()), st.sampled_from(VALUES.split()), max_size=5),
    st.sampled_from(["", " a las 08:00", " a las 08:00 desde 2027-01-05"]),
)
def test_no_recurrence_of_the_rfc_runs_for_ever(parts: dict[str, str], tail: str) -> None:
    """A `rrule:` is refused, or expands over a year in less than two seconds, however rarely it comes true."""
    text = "rrule:" + ";".join(f"{name}={value}" for name, value in parts.items()) + tail
    rule = outcome_of(text)
    if isinstance(rule, Rule):
        started = stopwatch.process_time()
        expand(rule, COLOMBIA, datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
        assert stopwatch.process_time() - started < 2


def named_by_themselves(schedule: object) -> bool:
    """Says whether no holiday adds a slot: eves do, and a second place that leaves the day of the first."""
    return not isinstance(schedule, Holidays) and not (isinstance(schedule, Monthly) and len(schedule.days) > 1)


@settings(max_examples=60)
@given(
    REPEATING.filter(named_by_themselves).map(Rule), st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=6)
)
def test_a_new_holiday_makes_no_new_key(rule: Rule, closed: set[date]) -> None:
    """New holidays may move slots or take some away: whatever still goes out has the key that it had."""
    local = Context(BOGOTA, Workdays(LocalHoliday(day, "Cierre") for day in closed), ENROLMENT)
    since, until = datetime(2026, 7, 1, tzinfo=BOGOTA), datetime(2028, 7, 1, tzinfo=BOGOTA)
    before = {slot.occurrence for slot in expand(rule, COLOMBIA, since - timedelta(90), until + timedelta(90))}
    after = {slot.occurrence for slot in expand(rule, local, since, until)}
    assert after <= before


@settings(max_examples=60)
@given(LIMITED, st.sampled_from([Moves("siguiente"), Moves("anterior")]))
def test_moves_change_no_key(rule: Rule, moves: Moves) -> None:
    """Whatever moves a slot, its key is one that the unmoved rule has, and no key comes twice."""
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2028, 1, 1, tzinfo=BOGOTA)
    still = {slot.occurrence for slot in expand(rule, COLOMBIA, since - timedelta(60), until + timedelta(60))}
    moved = expand(rule, COLOMBIA, since, until, moves)
    keys = [slot.occurrence for slot in moved]
    assert len(keys) == len(set(keys))
    assert set(keys) <= still
    assert all(slot.local is not None and WORKDAYS.is_workday(slot.local.date()) for slot in moved)


@settings(max_examples=60)
@given(LIMITED, st.integers(1, 364))
def test_two_windows_give_what_one_gives(rule: Rule, cut: int) -> None:
    """Expansion is a function of the rule: where a window is cut changes nothing."""
    since, until = datetime(2027, 1, 1, tzinfo=BOGOTA), datetime(2028, 1, 1, tzinfo=BOGOTA)
    middle = since + timedelta(days=cut, hours=5)
    moves = Moves("siguiente")
    parts = expand(rule, COLOMBIA, since, middle, moves) + expand(rule, COLOMBIA, middle, until, moves)
    assert parts == expand(rule, COLOMBIA, since, until, moves)
