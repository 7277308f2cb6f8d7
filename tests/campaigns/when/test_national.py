"""One country's holidays without those of all others."""

import subprocess
import sys

import pytest

from campaigns.when.national import country

ALONE = """
import sys
from campaigns.when.national import country
found = country("CO")
assert "holidays.countries.germany" not in sys.modules
import holidays.countries
assert holidays.countries.Colombia is found
assert holidays.country_holidays("DE", years=2027)
"""


def test_one_country_is_loaded_alone() -> None:
    """Asking for Colombia loads no other country, and whoever wants the whole package still gets it."""
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_country_is_refused() -> None:
    """A code without a calendar is refused, as `holidays` itself does."""
    with pytest.raises(NotImplementedError):
        country("XX")


CALENDARS = """
import sys
from campaigns.when.national import country
assert len(country("CO")(years=2027)) == 19
assert "holidays.calendars.islamic" not in sys.modules
assert country("TH")(years=2027)
import holidays
assert holidays.country_holidays("CO", years=2027) == country("CO")(years=2027)
from holidays.groups import IslamicHolidays
"""


def test_calendars_of_other_religions_are_not_loaded() -> None:
    """Those that a country needs are, and the library is whole for whoever imports it."""
    done = subprocess.run([sys.executable, "-c", CALENDARS], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
