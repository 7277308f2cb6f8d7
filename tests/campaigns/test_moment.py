"""Dates and hours as Colombia writes them."""

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_time

from campaigns.moment import LOCALE, Moment
from tests.campaigns.examples import MUNICIPALITY

LEAP_YEAR = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]
MINUTES = [datetime(2028, 1, 1, tzinfo=MUNICIPALITY.zone) + timedelta(minutes=number) for number in range(24 * 60)]
NARROW = str.maketrans("\u202f\u00a0\u2009", "   ")


def test_every_day_is_written_as_babel_writes_it() -> None:
    """All days of a leap year, in each of the four forms."""
    for day in LEAP_YEAR:
        moment = Moment(datetime(day.year, day.month, day.day, tzinfo=MUNICIPALITY.zone), timed=False)
        assert moment.date == str(moment) == format_date(day, "d 'de' MMMM 'de' y", locale=LOCALE)
        assert moment.short_date == format_date(day, "dd/MM/y", locale=LOCALE)
        assert moment.day == format_date(day, "EEEE d 'de' MMMM", locale=LOCALE)
        assert moment.day_and_month == format_date(day, "d 'de' MMMM", locale=LOCALE)


def test_every_minute_is_written_as_babel_writes_it() -> None:
    """All of a day but noon, which is neither a. m. nor p. m. here."""
    for at in MINUTES:
        babel = format_time(at.replace(tzinfo=None).time(), "short", locale=LOCALE).translate(NARROW)
        assert Moment(at).time == ("12:00 m." if (at.hour, at.minute) == (12, 0) else babel)
