"""Which time of a repeated message a publication is, for people: its key tells the day, and the hour of several."""

import re
from datetime import datetime

from campaigns.moment import Moment

_DAY = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?(?!\d)")


def slot_words(occurrence: str) -> str:
    """`2027-01-05T08:00`, the end of a key: «5 de enero de 2027, 8:00 a. m.»; empty where it tells no day."""
    found = _DAY.search(occurrence)
    if found is None:
        return ""
    day, hour = found.groups()
    try:
        return str(Moment(datetime.fromisoformat(f"{day} {hour or '00:00'}"), timed=hour is not None))
    except ValueError:
        return ""
