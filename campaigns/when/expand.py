"""From a rule and its context to slots: pure, so that daemon, plan, simulation and site see the same calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from campaigns.when.dates import Stretch, days_of
from campaigns.when.durations import shift
from campaigns.when.event import Event, Span
from campaigns.when.grammar import check
from campaigns.when.moves import Moves, existing, move
from campaigns.when.rules import Repeating, Rule
from campaigns.when.schedules import AfterPublication, EventOffset, Once, Unit, UntilLifted
from campaigns.when.slots import APPROVAL, ORDER, Context, Slot
from campaigns.when.workdays import Workdays

_DAY = timedelta(days=1)
_STAY = Moves()
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class _Candidate(NamedTuple):
    """A slot before moves; `span` is the date of the event that it counts from, if any."""

    occurrence: str
    nominal: datetime
    span: Span | None = None
    waits_for: str | None = None


def expand(rule: Rule, context: Context, since: datetime, until: datetime, moves: Moves = _STAY) -> tuple[Slot, ...]:
    """Returns the slots whose time after moves (or nominal time, while they wait) lies in [since, until), in order.

    `since` and `until` are aware. Raises WhenError where the rule lacks its event or the date it counts from.
    What waits for its approval or an order has no time: its one slot is always returned. No plan lies before 1900 or
    after 2199.
    """
    if since.tzinfo is None or until.tzinfo is None:
        raise ValueError("expand needs aware datetimes")
    for problem in check(rule, context.event is not None):
        raise problem
    if rule.after_approval and context.approved is None:
        return (Slot("1", None, None, (), APPROVAL),)
    if rule.by_order:
        return (Slot("1", None, None, (), ORDER),)
    if rule.until_lifted:
        moves = _STAY  # an alert keeps its step on any day
    first, last = max(since.astimezone(UTC), _EARLIEST), min(until.astimezone(UTC), _LATEST)
    place = _unmoved if moves == _STAY else _slot
    found = (place(candidate, context, moves) for candidate in _candidates(rule, context, first, last, moves))
    within = [(at, slot, span) for at, slot, span in found if first <= at < last]
    within.sort(key=lambda entry: (entry[0], entry[1].occurrence))
    # A clock that skips an hour moves too.
    stay = moves == _STAY and not any(slot.moved_by for _, slot, _ in within)
    return tuple(slot for _, slot, _ in within) if stay else _once_each(within)


def expand_event(rule: Rule, duration: timedelta, context: Context, since: datetime, until: datetime) -> Event:
    """Returns the dates that a rule gives to an event and that touch [since, until), each as long as `duration`.

    The duration is wall time (an event from 08:00 to 16:00 ends at 16:00 on any day). The id of each date is its key.
    Raises WhenError where the rule itself needs an event, or counts from a date that it does not say.
    """
    slots = expand(rule, context, since - duration - _DAY, until)
    spans = []
    for slot in slots:
        if slot.local is not None:
            end = existing((slot.local.replace(tzinfo=None) + duration).replace(tzinfo=slot.local.tzinfo), [])
            spans.append(Span(slot.local, max(end, slot.local), slot.occurrence))
    touching = (span for span in spans if span.end.astimezone(UTC) >= since.astimezone(UTC))
    return Event(tuple(touching), recurring=True)


def _slot(candidate: _Candidate, context: Context, moves: Moves) -> tuple[datetime, Slot, Span | None]:
    """Returns the instant (UTC) by which a slot is placed, the slot, and its date of the event."""
    if candidate.waits_for is not None:
        waiting = Slot(candidate.occurrence, candidate.nominal, None, (), candidate.waits_for)
        return candidate.nominal.astimezone(UTC), waiting, candidate.span
    local, reasons = move(candidate.nominal, candidate.span, context, moves)
    slot = Slot(candidate.occurrence, candidate.nominal, local, reasons)
    return local.astimezone(UTC), slot, candidate.span


def _unmoved(candidate: _Candidate, context: Context, moves: Moves) -> tuple[datetime, Slot, Span | None]:
    """Returns the same where nothing moves a slot but a clock that skips its hour; most slots are such."""
    nominal = candidate.nominal
    instant = nominal.astimezone(UTC)
    if candidate.waits_for is not None or instant.astimezone(nominal.tzinfo) != nominal:
        return _slot(candidate, context, moves)
    return instant, Slot(candidate.occurrence, nominal, nominal), candidate.span


def _once_each(entries: list[tuple[datetime, Slot, Span | None]]) -> tuple[Slot, ...]:
    """Leaves one slot of those that moves brought to the same moment: the one that was there, else the first."""
    groups: dict[tuple[datetime, str | None], list[Slot]] = {}
    for at, slot, span in entries:
        groups.setdefault((at, span.id if span else None), []).append(slot)
    return tuple(_one_of(group) for group in groups.values())


def _one_of(group: list[Slot]) -> Slot:
    stays = next((slot for slot in group if not slot.moved_by), group[0])
    notes = tuple(f"coincide con la de {slot.occurrence}: sale una sola vez" for slot in group if slot is not stays)
    return stays._replace(moved_by=stays.moved_by + notes) if notes else stays


def _candidates(rule: Rule, context: Context, since: datetime, until: datetime, moves: Moves) -> Iterator[_Candidate]:
    schedule = rule.schedule
    if isinstance(schedule, Repeating):
        return _repeating(rule, schedule, context, since - moves.reach, until + moves.reach)
    if isinstance(schedule, EventOffset):
        return _from_event(rule, schedule, context, since - moves.reach, until + moves.reach)
    if isinstance(schedule, AfterPublication):
        return _after_publication(schedule, context)
    if isinstance(schedule, UntilLifted):
        return _alerts(schedule, context, since, until)
    if isinstance(schedule, Once):
        return iter([_Candidate("1", datetime.combine(schedule.day, schedule.at, context.zone))])
    approved = context.approved
    return iter([] if approved is None else [_Candidate("1", approved.astimezone(context.zone))])


def _repeating(
    rule: Rule, schedule: Repeating, context: Context, since: datetime, until: datetime
) -> Iterator[_Candidate]:
    several = len(schedule.times) > 1
    seen: set[date] = set()
    for stretch in _stretches(rule, context, since, until):
        for day, key in days_of(schedule, stretch):
            if day in seen or (rule.exceptions and rule.exceptions.cover(day, context.workdays)):
                continue
            seen.add(day)
            occurrence = key or day.isoformat()
            for at in schedule.times:
                full = f"{occurrence}T{at:%H:%M}" if several else occurrence
                yield _Candidate(full, datetime.combine(day, at, context.zone))


def _stretches(rule: Rule, context: Context, since: datetime, until: datetime) -> Iterator[Stretch]:
    """Yields the days in which to look: the window, cut by `desde`, `hasta` and, if it says so, the event's days."""
    first = (since.astimezone(context.zone) - _DAY).date()
    last = (until.astimezone(context.zone) + _DAY).date()
    first = max(first, rule.since or first)
    last = min(last, rule.until or last)
    spans = context.event.spans if context.event else ()
    anchor = rule.since or (spans[0].first_day if spans else None)
    if rule.needs_anchor and anchor is None:
        return
    only_event = rule.needs_event and context.event is not None
    pieces = context.event.days() if only_event and context.event else iter([(first, last)])
    for begin, end in pieces:
        if max(begin, first) <= min(end, last):
            yield Stretch(max(begin, first), min(end, last), anchor, context.workdays)


def _from_event(
    rule: Rule, schedule: EventOffset, context: Context, since: datetime, until: datetime
) -> Iterator[_Candidate]:
    assert context.event is not None
    for span in context.event.spans:
        if not since - rule.reach <= (span.start if schedule.edge == "start" else span.end) <= until + rule.reach:
            continue
        nominal = _from_span(schedule, span, context.workdays, context)
        day = nominal.date()
        inside = (rule.since is None or day >= rule.since) and (rule.until is None or day <= rule.until)
        if inside and not rule.exceptions.cover(day, context.workdays):
            yield _Candidate(span.id if context.event.recurring else "1", nominal, span)


def _from_span(schedule: EventOffset, span: Span, workdays: Workdays, context: Context) -> datetime:
    amount = -schedule.amount if schedule.before else schedule.amount
    if schedule.at is None:
        edge = span.start if schedule.edge == "start" else span.end
        return _exactly(edge, amount, schedule.unit, context)
    day = span.first_day if schedule.edge == "start" else span.last_day
    return datetime.combine(shift(day, amount, schedule.unit, workdays), schedule.at, context.zone)


def _exactly(moment: datetime, amount: int, unit: Unit, context: Context) -> datetime:
    """Returns the local time at an amount of hours or minutes on the clock, whatever clocks change in between."""
    distance = timedelta(minutes=amount) if unit is Unit.MINUTE else timedelta(hours=amount)
    return (moment.astimezone(UTC) + distance).astimezone(context.zone)


def _after_publication(schedule: AfterPublication, context: Context) -> Iterator[_Candidate]:
    for occurrence, instant, out in context.published.get(schedule.reference, ()):
        if schedule.at is None:
            nominal = _exactly(instant, schedule.amount, schedule.unit, context)
        else:
            day = shift(instant.astimezone(context.zone).date(), schedule.amount, schedule.unit, context.workdays)
            nominal = datetime.combine(day, schedule.at, context.zone)
        yield _Candidate(occurrence, nominal, None, None if out else schedule.reference)


def _alerts(schedule: UntilLifted, context: Context, since: datetime, until: datetime) -> Iterator[_Candidate]:
    """Yields the times of each open order: at once, and then at every step on the clock until it is lifted."""
    step = timedelta(minutes=schedule.amount) if schedule.unit is Unit.MINUTE else timedelta(hours=schedule.amount)
    for order in context.orders:
        begin, end = order.since.astimezone(UTC), until.astimezone(UTC)
        end = min(end, order.until.astimezone(UTC)) if order.until else end
        steps = max(0, -((begin - since.astimezone(UTC)) // step) - 1)
        while (at := begin + steps * step) < end:
            local = at.astimezone(context.zone)
            yield _Candidate(f"o{order.number}.{local.isoformat(timespec='minutes')}", local)
            steps += 1
