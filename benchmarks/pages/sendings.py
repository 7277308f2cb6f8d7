"""What went out in six years: one publication to a million, and thousands of others as the plan has them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert

from audience.addresses import normalise, recipient_key
from benchmarks.pages.rows import Columns, Row, mail, put
from campaigns.account import Account
from campaigns.calendar import Occurrence, occurrences
from channels.adapter import Kind
from delivery.publications.draft import draft
from delivery.publishing.freeze import frozen
from delivery.workplace import Workplace
from storage.states import BOUNCED, DeliveryState, Outcome, PublicationState, WorkOrderState
from storage.tables import attempt, counter, delivery, publication, work_order

WINDOW = timedelta(days=800)
"""In which each message of the plan has its hour at least once."""
IDLE = "television"
"""An account of the plan through which nothing has gone."""
OPEN = 60
"""Of the tasks: the last ones are still to be done."""
AHEAD, HELD = 20, 15
"""Publications that are to go out in the next days, and those that wait for somebody's word."""
ERRORS = 40
"""One publication in so many has deliveries that failed."""
BOUNCES, TROUBLED = 97, 200
"""One recipient in so many."""
_COUNTER = ("publication", "audience", "state", "count")
_COLUMNS = (
    *("tenant", "campaign", "message", "account", "kind", "channel", "medium", "publishes", "class_", "actions"),
    *("responsible", "audience", "sender", "priority", "quiet_hours", "digest"),
)
_MOVING = ("id", "mode", "occurrence", "state", "planned_at", "created_at", "started_at", "finished_at")


class _Pattern(NamedTuple):
    """One message of the plan by one account."""

    occurrence: Occurrence
    account: Account
    columns: dict[str, Any]


def sendings(place: Workplace, people: int, others: int, now: datetime, past: timedelta) -> tuple[int, int]:
    """Write them all; the numbers of the largest, and of the task that was made last."""
    patterns = _patterns(place, now)
    made = [(number, patterns[number % len(patterns)]) for number in range(1, others + 1)]
    put(place.database, publication, (*_COLUMNS, *_MOVING), _published(made, now, past))
    begun = made[: others - AHEAD - HELD]
    columns = ("id", "publication", "recipient_key", "audience", "state", "attempts", "sent_at")
    put(place.database, delivery, columns, _posts(begun, now - past, past / others))
    counts = ((number, each.columns["audience"], "sent", 1) for number, each in begun)
    put(place.database, counter, _COUNTER, counts)
    tasks = [(number, each) for number, each in begun if each.columns["kind"] == Kind.MANUAL.value]
    put(place.database, work_order, *_tasks(place, tasks, now, past / len(tasks)))
    largest = _largest(place, next(each for each in patterns if each.columns["kind"] == Kind.DIRECT.value), others, now)
    put(place.database, delivery, *_deliveries(place, largest, people, others, now))
    put(place.database, attempt, *_attempts(people, others, now))
    put(place.database, counter, _COUNTER, _counts(largest, people))
    return largest, len(tasks)


def _patterns(place: Workplace, now: datetime) -> list[_Pattern]:
    found: dict[tuple[str, str], _Pattern] = {}
    for campaign in place.tenant.campaigns.values():
        for each in occurrences(place.tenant, campaign, now, now + WINDOW):
            for name in each.message.entry.accounts or ():
                account = place.tenant.accounts.get(name)
                key = (each.message.reference, name)
                if account is not None and key not in found and name != IDLE:
                    found[key] = _Pattern(each, account, draft(place, each, account, now))
    return list(found.values())


def _published(made: Sequence[tuple[int, _Pattern]], now: datetime, past: timedelta) -> Iterator[Row]:
    """One after the other until today; the last are to come, or wait for a word."""
    count = len(made)
    for number, each in made:
        moment = now - past * (count - AHEAD - HELD - number) / count
        state = PublicationState.DONE_WITH_ERRORS if number % ERRORS == 0 else PublicationState.DONE
        begun: datetime | None = moment
        if number > count - HELD:
            state, begun = PublicationState.AWAITING_APPROVAL, None
        elif number > count - HELD - AHEAD:
            state, begun = PublicationState.PLANNED, None
        name = f"{moment:%Y-%m-%dT%H:%M}.{number}"
        yield (
            *(each.columns[column] for column in _COLUMNS),
            *(number, "real", name, state.value, moment, moment, begun, begun),
        )


def _posts(begun: Sequence[tuple[int, _Pattern]], first: datetime, between: timedelta) -> Iterator[Row]:
    for number, each in begun:
        key, at = f"canal:{each.account.name}", first + number * between
        yield number, number, key, each.columns["audience"], DeliveryState.SENT.value, 1, at


def _tasks(
    place: Workplace, tasks: Sequence[tuple[int, _Pattern]], now: datetime, between: timedelta
) -> tuple[Columns, Iterator[Row]]:
    columns = ("tenant", "publication", "delivery", "kind", "title", "sheet", "responsible", "due_at", "done", "state")
    people = tuple(place.tenant.municipality.people)

    def made() -> Iterator[Row]:
        for order, (number, each) in enumerate(tasks):
            last = order >= len(tasks) - OPEN
            state, done = (WorkOrderState.TO_DO, None) if last else (WorkOrderState.DONE, 1)
            due = now - between * (len(tasks) - order)
            yield (
                *(place.tenant_id, number, number, each.account.name, f"Tarea {order}", "Como dice el plan."),
                *(people[order % len(people)], due, done, state.value, [], now),
            )

    return (*columns, "evidence", "confirmed_at"), made()


def _largest(place: Workplace, pattern: _Pattern, others: int, now: datetime) -> int:
    """The publication to everybody, as it was frozen when it began."""
    number = others + 1
    with place.database.write() as connection:
        begun = frozen(connection, place, pattern.occurrence, pattern.account, now) | {"expanded_at": now}
        row = pattern.columns | begun | {"id": number, "mode": "real", "planned_at": now, "finished_at": now}
        state = PublicationState.DONE_WITH_ERRORS.value
        connection.execute(insert(publication), [row | {"state": state, "occurrence": "1", "expand_cursor": 10**9}])
    return number


def _fate(number: int) -> tuple[DeliveryState, str | None]:
    """What became of one in a million, and why."""
    if number % TROUBLED == 0:
        return DeliveryState.FAILED, "mailbox-full"
    if number % TROUBLED == 1:
        return DeliveryState.SKIPPED, "suppressed"
    return DeliveryState.SENT, None


def _deliveries(
    place: Workplace, largest: int, people: int, others: int, now: datetime
) -> tuple[Columns, Iterator[Row]]:
    columns = ("id", "publication", "recipient_key", "address", "audience", "state", "attempts", "sent_at")
    secret = place.keyring.address_key

    def made() -> Iterator[Row]:
        for number in range(1, people + 1):
            state, code = _fate(number)
            address = mail(number)
            sent = now if state is DeliveryState.SENT else None
            yield (
                *(others + number, largest, recipient_key(secret, normalise("correo", address)), address),
                *("ciudadania", state.value, 1, sent, code, now if sent and number % BOUNCES == 0 else None),
            )

    return (*columns, "error_code", "bounced_at"), made()


def _attempts(people: int, others: int, now: datetime) -> tuple[Columns, Iterator[Row]]:
    columns = ("delivery", "number", "epoch", "started_at", "ended_at", "outcome")
    return columns, ((others + number, 1, 1, now, now, Outcome.SENT.value) for number in range(1, people + 1))


def _counts(largest: int, people: int) -> Iterator[Row]:
    found: dict[str, int] = {}
    for number in range(1, people + 1):
        state, _ = _fate(number)
        found[state.value] = found.get(state.value, 0) + 1
        if state is DeliveryState.SENT and number % BOUNCES == 0:
            found[BOUNCED] = found.get(BOUNCED, 0) + 1
    return ((largest, "ciudadania", state, count) for state, count in found.items())
