"""What is known of a page of publications besides their own rows, each kind asked for once for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from channels.adapter import Kind
from channels.keys import Key
from indicators.outcomes import DONE_ORDERS
from storage.approvals import Approval, all_decisions
from storage.readings import Told, last_told
from storage.states import BOUNCED, DeliveryState
from storage.tables import counter, delivery, publication, work_order

WITHDRAW = "withdraw"
"""The `act` of what takes another one back."""

_Publication = Row[*tuple[Any, ...]]
_SENT = DeliveryState.SENT.value


@dataclass(frozen=True, slots=True)
class Reach:
    """How many a publication went to."""

    sent: int
    """Messages, posts or tasks."""
    bounced: int
    """Of those, how many came back."""
    people: int | None
    """Persons who got it; None: it went to everyone, and nobody counts who saw a post."""


@dataclass(frozen=True, slots=True)
class ArchivedTask:
    """One task of it that somebody says was done."""

    number: int
    place: str
    responsible: str
    """Who was to do it, by slug."""
    count: int
    """How many spots, leaflets or calls."""
    by: str
    """Who said that it was done, by slug."""
    at: datetime
    evidence: tuple[tuple[str, str], ...]
    """Of each file its name and its sha256."""


@dataclass(frozen=True, slots=True)
class Sequel:
    """What went out later about a content: a correction, or its withdrawal."""

    key: str
    at: datetime
    count: int
    """Messages or posts."""
    withdraws: bool


Sequels = Mapping[int, Sequence[Sequel]]
"""By the number of what they are about, in their order."""


@dataclass(slots=True)
class Details:
    """Of one publication."""

    reach: Reach
    approvals: tuple[Approval, ...] = ()
    url: str = ""
    told: Told | None = None
    tasks: tuple[ArchivedTask, ...] = ()
    corrects: str = ""
    corrections: tuple[Sequel, ...] = ()
    withdrawn: Sequel | None = None


def read_sequels(connection: Connection, tenant: int) -> Sequels:
    """All corrections and withdrawals of which anything went out: they are few, and no index leads to them."""
    its = publication.c
    gone = func.sum(counter.c["count"])
    names = (its.id, its.campaign, its.message, its.account, its.occurrence, its.started_at, its.corrects, its.act)
    asked = (
        select(*names, gone.label("gone"))
        .join(counter, counter.c.publication == its.id)
        .where(its.tenant == tenant, its.corrects.is_not(None), its.started_at.is_not(None), counter.c.state == _SENT)
        .group_by(*names)
        .having(gone > 0)
        .order_by(its.started_at, its.id)
    )
    found: dict[int, list[Sequel]] = {}
    for row in connection.execute(asked):
        sequel = Sequel(_key(row), row.started_at, int(row.gone), row.act == WITHDRAW)
        found.setdefault(row.corrects, []).append(sequel)
    return found


def read_details(
    connection: Connection, tenant: int, rows: Sequence[_Publication], sequels: Sequels
) -> dict[int, Details]:
    """By the number of the publication."""
    counts = _counts(connection, [row.id for row in rows])
    at_home = _at_home(connection, [row.id for row in rows if row.per_household])
    words = all_decisions(connection, tenant, {row.digest for row in rows}) if rows else {}
    found: dict[int, Details] = {}
    for row in rows:
        sent, bounced = counts.get((row.id, _SENT), 0), counts.get((row.id, BOUNCED), 0)
        people = sent - bounced + at_home.get(row.id, 0) if row.kind == Kind.DIRECT.value else None
        later = sequels.get(row.id, ())
        found[row.id] = Details(
            Reach(sent, bounced, people),
            tuple(words.get(row.digest, ())),
            corrections=tuple(each for each in later if not each.withdraws),
            withdrawn=next((each for each in later if each.withdraws), None),
        )
    _add_posts(connection, tenant, rows, found)
    _add_tasks(connection, rows, found)
    _add_sources(connection, rows, found)
    return found


def _counts(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, str], int]:
    asked = (
        select(counter.c.publication, counter.c.state, func.sum(counter.c["count"]))
        .where(counter.c.publication.in_(numbers), counter.c.state.in_([_SENT, BOUNCED]))
        .group_by(counter.c.publication, counter.c.state)
    )
    return {(number, state): int(count) for number, state, count in connection.execute(asked)}


def _at_home(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """Of messages to households, for how many more people than messages they were, without those that came back."""
    its = delivery.c
    asked = (
        select(its.publication, func.sum(its.people - 1))
        .where(its.publication.in_(numbers), its.state == _SENT, its.bounced_at.is_(None), its.people.is_not(None))
        .group_by(its.publication)
    )
    return {number: int(more) for number, more in connection.execute(asked)} if numbers else {}


def _add_posts(connection: Connection, tenant: int, rows: Sequence[_Publication], found: dict[int, Details]) -> None:
    """The address of each post, and what its service tells of it."""
    posts = [row.id for row in rows if row.kind == Kind.BROADCAST.value]
    if not posts:
        return
    asked = select(delivery.c.publication, delivery.c.id, delivery.c.url)
    its = connection.execute(asked.where(delivery.c.publication.in_(posts), delivery.c.state == _SENT)).all()
    told = last_told(connection, tenant, deliveries=[row.id for row in its])
    for row in its:
        found[row.publication].url = row.url or ""
        found[row.publication].told = told.get(row.id)


def _add_tasks(connection: Connection, rows: Sequence[_Publication], found: dict[int, Details]) -> None:
    manual = [row.id for row in rows if row.kind == Kind.MANUAL.value]
    if not manual:
        return
    asked = select(work_order).where(work_order.c.publication.in_(manual), work_order.c.state.in_(DONE_ORDERS))
    for row in connection.execute(asked.order_by(work_order.c.id)):
        its = found[row.publication]
        evidence = tuple((str(each["name"]), str(each["sha256"])) for each in row.evidence)
        done = (row.done or 0, row.confirmed_by or "", row.confirmed_at, evidence)
        its.tasks = (*its.tasks, ArchivedTask(row.id, row.place, row.responsible, *done))


def _add_sources(connection: Connection, rows: Sequence[_Publication], found: dict[int, Details]) -> None:
    """What corrections correct."""
    sources = {row.corrects for row in rows if row.corrects is not None}
    if not sources:
        return
    its = publication.c
    asked = select(its.id, its.campaign, its.message, its.account, its.occurrence).where(its.id.in_(sources))
    keys = {row.id: _key(row) for row in connection.execute(asked)}
    for row in rows:
        found[row.id].corrects = keys.get(row.corrects, "")


def _key(row: Row[*tuple[Any, ...]]) -> str:
    return str(Key(row.campaign, row.message, row.account, row.occurrence))
