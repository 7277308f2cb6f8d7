"""The escape for what Spanish does not say: `rrule:` with a recurrence of RFC 5545, section 3.3.10.

Less than the RFC: no parts of an hour (an hourly message is an alert or a list of hours), no weeks or days of the year
by number, and no combination that may never come true, for the expansion of such a rule would search all years.
"""

import re
from datetime import date, datetime, time
from itertools import product

from dateutil.rrule import rrulestr

from campaigns.when.clauses import Build, Clauses
from campaigns.when.recurrences import Recurrence
from campaigns.when.refusals import WhenError
from campaigns.when.schedules import Times

PREFIX = "rrule:"
_ORDER = ("FREQ", "INTERVAL", "COUNT", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST")
_NUMBERS = {
    "INTERVAL": range(1, 1000),
    "COUNT": range(1, 1001),
    "BYMONTH": range(1, 13),
    "BYHOUR": range(24),
    "BYMINUTE": range(60),
    "BYSECOND": range(1),
    "BYMONTHDAY": (*range(-31, 0), *range(1, 32)),
    "BYSETPOS": (*range(-5, 0), *range(1, 6)),
}
_SINGLE = ("INTERVAL", "COUNT")
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_rrule(text: str, start: int) -> Build:
    """Reads `rrule:FREQ=WEEKLY;BYDAY=MO`, which stands at an offset of the `cuando`; raises WhenError."""
    try:
        parts = _parts(text[len(PREFIX) :].upper())
        until = _until(parts.pop("UNTIL", ""))
        times = _times(parts)
        _check(parts, len(times))
        canonical = ";".join(f"{name}={parts[name]}" for name in _ORDER if name in parts)
        rrulestr(canonical, dtstart=datetime.combine(date(2027, 1, 1), time.min))
    except ValueError as problem:
        hint = "Use FREQ=DAILY, WEEKLY, MONTHLY o YEARLY con BYDAY, BYMONTHDAY, BYMONTH, INTERVAL o COUNT (RFC 5545)."
        raise WhenError(f"La regla «rrule:» no sirve: {problem}", hint, start, start + len(text)) from None

    def build(clauses: Clauses) -> Recurrence:
        if times:
            clauses.no_hour("ya está en BYHOUR")
        if until:
            clauses.until = min(until, clauses.until or until)
        return Recurrence(canonical, _anchored(parts), times or clauses.hours())

    return build


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in filter(None, text.split(";")):
        name, _, value = piece.partition("=")
        if name in parts:
            raise ValueError(f"{name} está dos veces")
        if name not in (*_ORDER, "UNTIL", "BYHOUR", "BYMINUTE", "BYSECOND"):
            raise ValueError(f"{name[:20]} no se acepta")
        if name in _NUMBERS:
            value = _numbers(name, value)
        parts[name] = value
    return parts


def _numbers(name: str, value: str) -> str:
    if not re.fullmatch(r"[+-]?[0-9]{1,4}(,[+-]?[0-9]{1,4})*", value):
        raise ValueError(f"{name} lleva números")
    numbers = sorted({int(number) for number in value.split(",")})
    if not set(numbers) <= set(_NUMBERS[name]) or (name in _SINGLE and len(numbers) > 1):
        raise ValueError(f"{name}={value[:20]} está fuera de lo posible")
    return ",".join(str(number) for number in numbers)


def _until(value: str) -> date | None:
    if not value:
        return None
    if not re.fullmatch("[0-9]{8}", value) or not 2000 <= int(value[:4]) <= 2100:
        raise ValueError("UNTIL lleva solo la fecha, como 20271231; también puede escribir «hasta 2027-12-31»")
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        raise ValueError(f"UNTIL={value} no existe") from None


def _times(parts: dict[str, str]) -> Times:
    hours, minutes = parts.pop("BYHOUR", ""), parts.pop("BYMINUTE", "")
    parts.pop("BYSECOND", None)
    if minutes and not hours:
        raise ValueError("BYMINUTE necesita BYHOUR")
    pairs = product(hours.split(","), (minutes or "0").split(",")) if hours else ()
    return tuple(sorted(time(int(hour), int(minute)) for hour, minute in pairs))


def _check(parts: dict[str, str], hours: int) -> None:
    frequency = parts.get("FREQ", "")
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        raise ValueError(f"FREQ={frequency[:20]} no se acepta")
    days = [_DAY.fullmatch(day) for day in parts.get("BYDAY", "MO").split(",")]
    ordinals = [int(day.group(1)) for day in days if day and day.group(1)]
    if not all(days) or not re.fullmatch("MO|TU|WE|TH|FR|SA|SU", parts.get("WKST", "MO")):
        raise ValueError("los días son MO, TU, WE, TH, FR, SA, SU")
    if ordinals and (frequency in ("DAILY", "WEEKLY") or not all(1 <= abs(place) <= 5 for place in ordinals)):
        raise ValueError("el lugar de un día (1MO, -1FR) va de 1 a 5, con FREQ=MONTHLY o YEARLY")
    if ordinals and ("BYMONTHDAY" in parts or (frequency == "YEARLY" and "BYMONTH" not in parts)):
        raise ValueError("el lugar de un día en el año o con BYMONTHDAY no se acepta: use BYMONTH")
    if frequency == "WEEKLY" and "BYMONTHDAY" in parts:
        raise ValueError("BYMONTHDAY no va con FREQ=WEEKLY")
    by_parts = any(name in parts for name in ("BYMONTH", "BYMONTHDAY", "BYDAY"))
    if parts.get("INTERVAL", "1") != "1" and (
        (frequency == "DAILY" and by_parts) or (frequency != "YEARLY" and "BYMONTH" in parts)
    ):
        raise ValueError("INTERVAL con esos días puede no cumplirse nunca")
    _check_month_days(parts)
    _check_positions(parts, len(days), hours)


def _check_month_days(parts: dict[str, str]) -> None:
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    days = [abs(int(day)) for day in parts.get("BYMONTHDAY", "1").split(",")]
    if not any(day <= _LONGEST[month - 1] for month in months for day in days):
        raise ValueError("ese día no existe en ese mes")
    if parts.get("INTERVAL", "1") != "1" and parts["FREQ"] == "YEARLY" and months == [2] and min(days) == 29:
        raise ValueError("el 29 de febrero con INTERVAL puede no cumplirse nunca")


def _check_positions(parts: dict[str, str], days: int, hours: int) -> None:
    if "BYSETPOS" not in parts:
        return
    if "BYDAY" not in parts or "BYMONTHDAY" in parts or parts["FREQ"] != "MONTHLY" or hours > 1:
        raise ValueError("BYSETPOS solo va con FREQ=MONTHLY y BYDAY, y una sola hora")
    if re.search("[0-9]", parts["BYDAY"]) or max(abs(int(place)) for place in parts["BYSETPOS"].split(",")) > 4 * days:
        raise ValueError("BYSETPOS pide un lugar que no todos los meses tienen")


def _anchored(parts: dict[str, str]) -> bool:
    """Says whether the rule counts from a first date, or takes its day from it."""
    if "COUNT" in parts or parts.get("INTERVAL", "1") != "1":
        return True
    if parts["FREQ"] == "WEEKLY":
        return "BYDAY" not in parts
    if parts["FREQ"] in ("MONTHLY", "YEARLY"):
        return "BYDAY" not in parts and "BYMONTHDAY" not in parts
    return False
