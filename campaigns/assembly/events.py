"""`evento` into dates: one, a list with ids, or a rule that makes them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaigns.assembly.duration import DurationError, parse_duration
from campaigns.assembly.findings import Findings
from campaigns.campaign import CampaignEntry, EventDate, EventEntry
from campaigns.reading.sentences import YEAR, YEARS
from campaigns.reading.tree import Location
from campaigns.when import AnyEvent, Context, Event, RepeatingEvent, Span, WhenError, Workdays, check, parse

DAY = timedelta(days=1)
FIRST_YEAR = 2026
"""Dates that a rule makes begin here where it says no `desde`; no municipality plans its past."""


class EventReader:
    """Reads one campaign's event; what is wrong goes to the findings of its file."""

    def __init__(self, findings: Findings, zone: ZoneInfo, workdays: Workdays) -> None:
        self._findings = findings
        self._zone = zone
        self._workdays = workdays

    def read(self, campaign: CampaignEntry) -> AnyEvent | None:
        """The event's dates; None where there is none, or where it is wrong."""
        entry = campaign.event
        if entry is None:
            return None
        ways = [key for key, given in _ways(entry).items() if given]
        if len(ways) != 1:
            said = f"el evento dice a la vez {' y '.join(ways)}" if ways else "el evento no dice cuándo es"
            hint = "deje uno solo: «inicia» (una vez), «fechas» (varias) o «repite» (una regla)"
            self._findings.add(("evento",), said, hint)
            return None
        if entry.starts is not None:
            return self._single(entry)
        return self._listed(entry) if entry.dates else self._repeating(entry, campaign)

    def _single(self, entry: EventEntry) -> Event | None:
        ends = entry.ends
        if entry.lasts is not None and ends is not None:
            self._findings.add(("evento", "dura"), "el evento dice a la vez «termina» y «dura»", "deje uno solo")
            return None
        span = self._span(("evento",), str(entry.starts), ends, "1", entry.lasts)
        return None if span is None else Event((span,))

    def _listed(self, entry: EventEntry) -> Event | None:
        spans: list[Span] = []
        seen: set[str] = set()
        for position, each in enumerate(entry.dates):
            here = ("evento", "fechas", position)
            if each.id in seen:
                self._findings.add((*here, "id"), f"el id «{each.id}» está repetido", "dé a cada fecha un id propio")
            seen.add(each.id)
            span = self._date(here, each, entry)
            if span is not None:
                spans.append(span)
        for key in ("termina",):
            if entry.ends is not None:
                self._findings.add(("evento", key), "con «fechas», cada fecha dice cuándo termina", "muévalo a ellas")
        return Event.listed(tuple(spans)) if len(spans) == len(entry.dates) else None

    def _date(self, here: Location, each: EventDate, entry: EventEntry) -> Span | None:
        return self._span(here, each.starts, each.ends, each.id, None if each.ends else entry.lasts)

    def _span(self, here: Location, starts: str, ends: str | None, name: str, lasts: str | None) -> Span | None:
        start = self._moment((*here, "inicia"), starts)
        length = self._length(lasts)
        if start is None or (lasts is not None and length is None):
            return None
        if ends is not None:
            end = self._moment((*here, "termina"), ends)
            if end is None:
                return None
            end = end if " " in ends else _later(end, DAY)
        elif length is not None:
            end = _later(start, length)
        else:
            end = start if " " in starts else _later(start, DAY)
        if end.astimezone(UTC) < start.astimezone(UTC):
            said = f"el evento termina ({ends}) antes de empezar ({starts})"
            self._findings.add((*here, "termina"), said, "corrija una de las dos fechas")
            return None
        return Span(start, end, name)

    def _moment(self, location: Location, text: str) -> datetime | None:
        day, _, hour = text.partition(" ")
        try:
            on = datetime.fromisoformat(day).date()
        except ValueError:
            self._findings.add(location, f"la fecha «{day}» no existe", "revise el mes y el día: año-mes-día")
            return None
        if on.year not in YEARS:
            self._findings.add(location, f"el año {on.year} está fuera de lo posible (2000 a 2100)", YEAR)
            return None
        try:
            at = time.fromisoformat(hour) if hour else time()
        except ValueError:
            self._findings.add(location, f"la hora «{hour}» no existe", "escriba una hora de 00:00 a 23:59")
            return None
        return datetime.combine(on, at, self._zone)

    def _length(self, text: str | None) -> timedelta | None:
        if text is None:
            return None
        try:
            return parse_duration(text)
        except DurationError as error:
            self._findings.add(("evento", "dura"), error.message, error.hint)
            return None

    def _repeating(self, entry: EventEntry, campaign: CampaignEntry) -> RepeatingEvent | None:
        location = ("evento", "repite")
        text = str(entry.repeats)
        length = self._length(entry.lasts)
        if length is None:
            if entry.lasts is None:
                self._findings.add(("evento",), "falta «dura»", "escriba cuánto dura cada vez: «dura: 2 horas»")
            return None
        try:
            rule = parse(text)
            wanting = check(rule, has_event=False)
            if wanting:
                raise wanting[0]
        except WhenError as error:
            place = self._findings.document.inside(location, 1, error.start + 1)
            self._findings.add(location, error.message, error.hint, at=place)
            return None
        if not rule.recurring:
            said = "«repite» pide una regla que se repita"
            self._findings.add(location, said, "para una sola fecha use «inicia»; para varias, «fechas»")
            return None
        first = rule.since.year if rule.since else FIRST_YEAR
        since = datetime(first, 1, 1, tzinfo=self._zone)
        until = None if campaign.ends is None else datetime.combine(campaign.ends + DAY, time(), self._zone)
        return RepeatingEvent(rule, length, Context(self._zone, self._workdays), since, until)


def _ways(entry: EventEntry) -> dict[str, bool]:
    return {"«inicia»": entry.starts is not None, "«fechas»": bool(entry.dates), "«repite»": entry.repeats is not None}


def _later(moment: datetime, length: timedelta) -> datetime:
    """The wall time that much later: an event of a day ends at midnight, whatever the clocks do."""
    return (moment.replace(tzinfo=None) + length).replace(tzinfo=moment.tzinfo)
