"""Days that a sentence writes as files do, said as people say them: «2 de noviembre de 2026»."""

import re
from datetime import datetime

from campaigns.content.stops import one_stop
from campaigns.moment import Moment

_DAY = re.compile(
    r"«[^»]*»|`[^`]*`|: pregonero [a-z].*"
    r"|\b(?:como|ejemplo),? \d{4}-\d\d-\d\d(?:(?: a las)? \d\d:\d\d)?|\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d"
    r"|(?<![\w/@.+=-])(\d{4}-\d\d-\d\d)(?:( a las)? (\d\d:\d\d)(?!:\d)(?: -05\b)?)?(?![\w-]|\.\w)"
)
"""A day, with its hour where that follows and its zone where that is named. What is quoted is a name or a command,
and stays, as does a command that ends a text; so does what shows how a day, or a stretch of days, is to be written."""


def days_in_words(text: str) -> str:
    """A sentence with its days in words; what is no day, or no sentence's, stays."""
    return one_stop(_DAY.sub(_day, text)) if "-" in text else text


def _day(found: re.Match[str]) -> str:
    """«12 de enero de 2027», «12 de enero de 2027, 8:00 a. m.», «12 de enero de 2027 a las 8:00 a. m.»."""
    day, spoken, hour = found.groups()
    if day is None:
        return found[0]
    try:
        moment = Moment(datetime.fromisoformat(f"{day} {hour or '00:00'}"), timed=hour is not None)
    except ValueError:
        return found[0]
    return f"{moment.date} {moment.at_time}" if spoken else str(moment)
