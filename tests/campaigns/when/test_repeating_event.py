"""An event whose dates a rule makes goes on for ever."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from campaigns.when import Context, RepeatingEvent, Workdays, expand, parse

BOGOTA = ZoneInfo("America/Bogota")
CONTEXT = Context(BOGOTA, Workdays())


def weekly(text: str = "cada martes a las 08:00", ends: datetime | None = None) -> RepeatingEvent:
    """An event of two hours, from 2026 on."""
    begins = datetime(2026, 1, 1, tzinfo=BOGOTA)
    return RepeatingEvent(parse(text), timedelta(hours=2), CONTEXT, begins, ends)


def test_its_dates_never_end() -> None:
    """A municipality that has run for a lifetime still finds the dates around its day."""
    day = datetime(2107, 6, 1, tzinfo=UTC)
    near = [span.id for span in weekly().around(day, day).spans if abs(span.start - day) < timedelta(days=7)]
    assert near == ["2107-05-31", "2107-06-07"]


def test_it_keeps_the_date_from_which_rules_count() -> None:
    """Whatever the years that are asked about, the first date is the event's first."""
    event = weekly("cada 2 semanas el martes a las 08:00 desde 2026-02-03")
    years = (2026, 2031, 2099)
    firsts = {event.around(datetime(y, 1, 1, tzinfo=UTC), datetime(y, 2, 1, tzinfo=UTC)).spans[0].id for y in years}
    assert firsts == {"2026-02-03"}


def test_stretches_agree() -> None:
    """A rule that counts from the event's first date gives the same days, asked year by year or all at once."""
    rule = parse("cada 3 semanas el lunes a las 09:00 durante el evento")
    event = weekly("cada lunes a las 08:00")

    def days(since: datetime, until: datetime) -> list[str]:
        context = Context(BOGOTA, CONTEXT.workdays, event.around(since, until))
        return [slot.occurrence for slot in expand(rule, context, since, until)]

    marks = [datetime(year, 1, 1, tzinfo=UTC) for year in range(2027, 2034)]
    pieces = [day for since, until in pairwise(marks) for day in days(since, until)]
    assert pieces == days(marks[0], marks[-1])
    assert len(pieces) > 100


def test_it_ends_with_its_campaign() -> None:
    """After the campaign's last day it has no date."""
    event = weekly(ends=datetime(2026, 2, 1, tzinfo=BOGOTA))
    spans = event.around(datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)).spans
    assert [span.id for span in spans] == ["2026-01-06", "2026-01-13", "2026-01-20", "2026-01-27"]
