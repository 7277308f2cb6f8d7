"""Claimed deliveries that give way to other messages for the same person: asked at the last second, of the rows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select

from audience.addresses import KIND_OF_CHANNEL
from audience.same_person import behind, keys_of, to_come
from campaigns.audience import Condition
from channels.adapter import Kind
from channels.keys import Key
from delivery.sending.precedence import Decision, Rival, Turn, decide, waits_until
from delivery.workplace import Workplace
from storage.execution import execute, select_many
from storage.ledger import Tally, bar, put_off
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, publication

CODE = "precedencia"
Publication = Row[Any]
"""One whose deliveries give way, or before which others do."""
State = tuple[str, bool]
"""Of a delivery: its state, and whether it came back."""


def give_way(
    connection: Connection, place: Workplace, numbers: Sequence[int], epoch: int, now: datetime, tally: Tally
) -> list[int]:
    """Skip those of some claimed deliveries whose people another message has reached; which these are.

    Those whom another may yet reach are put off. Of two lanes that ask this of one campaign's hour the second waits
    until the first has committed.
    """
    about = select_many(connection, _ABOUT, {"numbers": list(numbers), "under": epoch}).all()
    skipped: list[int] = []
    for number, rows in groupby(sorted(about, key=lambda row: (row.publication, row.id)), lambda row: row.publication):
        mine = execute(connection, _ONE, {"number": number}).one()
        _alone(connection, mine)
        keys = {row.recipient_key: row.id for row in rows}
        skipped += _apply(connection, mine, keys, _decisions(connection, place, mine, keys, now), epoch, now, tally)
    return skipped


def told(key: str) -> str:
    """What the row of whoever gets another message says."""
    return f"Recibe en su lugar «{key}»: este mensaje es para quienes no reciben aquel."


def _apply(
    connection: Connection,
    mine: Publication,
    numbers: Mapping[str, int],
    decisions: Mapping[str, Decision],
    epoch: int,
    now: datetime,
    tally: Tally,
) -> list[int]:
    skipped: list[int] = []
    for decision in sorted(set(decisions.values()), key=lambda each: (each.turn.value, each.served_by, each.again)):
        ids = [numbers[key] for key, its in decisions.items() if its == decision]
        if decision.turn is Turn.YIELD:
            skipped += bar(connection, ids, epoch, CODE, told(decision.served_by), tally)
        elif decision.turn is Turn.WAIT:
            put_off(connection, mine.id, ids, epoch, now + decision.again, tally)
    return skipped


def _decisions(
    connection: Connection, place: Workplace, mine: Publication, keys: Collection[str], now: datetime
) -> dict[str, Decision]:
    people = behind(connection, place.tenant_id, _condition(mine), keys)
    everybody = {contact for contacts in people.values() for contact in contacts}
    theirs = keys_of(connection, place.tenant_id, everybody)
    rivals: dict[int, list[Rival]] = {contact: [] for contact in everybody}
    for contact, rival in _rivals(connection, place, mine, theirs):
        rivals[contact].append(rival)
    patient = now < waits_until(mine.started_at, mine.expires_at)
    return {
        key: decide({contact: rivals[contact] for contact in contacts}, patient=patient)
        for key, contacts in people.items()
    }


def _rivals(
    connection: Connection, place: Workplace, mine: Publication, theirs: Mapping[int, frozenset[str]]
) -> Iterator[tuple[int, Rival]]:
    """Each of the other messages to some people, by the contact; `theirs`: the keys of each."""
    others = _others(connection, mine)
    named = {
        "among": [each.id for each in others],
        "those": sorted({key for keys in theirs.values() for key in keys}),
    }
    states: dict[tuple[int, str], State] = {
        (row.publication, row.recipient_key): (row.state, row.bounced_at is not None)
        for row in select_many(connection, _STATES, named)
    }
    for other in others:
        running, first = other.state == PublicationState.RUNNING.value, other.message in (mine.yields_to or ())
        key = str(Key(other.campaign, other.message, other.account, other.occurrence))
        coming = _coming(connection, place, other, theirs) if running else frozenset()
        for contact, keys in theirs.items():
            if contact in coming:
                yield contact, Rival(key, first, None, running)
            for state, bounced in (states[other.id, each] for each in keys if (other.id, each) in states):
                yield contact, Rival(key, first, state, running, bounced)


def _coming(connection: Connection, place: Workplace, other: Publication, contacts: Collection[int]) -> frozenset[int]:
    """Whom another publication has yet to write down."""
    if other.expanded_at is not None:
        return frozenset()
    kind, stands = KIND_OF_CHANNEL[other.channel], other.expand_cursor
    return to_come(connection, place.tenant_id, _condition(other), kind, contacts, stands, other.max_contact_id)


def _others(connection: Connection, mine: Publication) -> Sequence[Publication]:
    """The publications of the same hour that go before one, or after it."""
    asked = {
        "of": mine.tenant,
        "its": mine.campaign,
        "at": mine.occurrence,
        "in_mode": mine.mode,
        "named": [*(mine.yields_to or ()), *(mine.yielded_by or ())],
    }
    return execute(connection, _OTHERS, asked).all()


def _condition(row: Publication) -> Condition:
    return Condition.model_validate(row.condition or {})


def _alone(connection: Connection, row: Publication) -> None:
    """Wait until no other lane decides on the same hour of a campaign; on SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        words = f"{row.tenant}/{row.campaign}@{row.occurrence}"
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(words))))


_LOCK = 0x50726569
"""The first number of these locks; `storage.turns` has the one before it."""
_ITS = publication.c
_ABOUT = (
    select(delivery.c.id, delivery.c.recipient_key, delivery.c.publication)
    .join(publication, _ITS.id == delivery.c.publication)
    .where(
        delivery.c.id.in_(bindparam("numbers", expanding=True)),
        delivery.c.epoch == bindparam("under"),
        delivery.c.state == DeliveryState.CLAIMED.value,
        or_(_ITS.yields_to.is_not(None), _ITS.yielded_by.is_not(None)),
    )
)
_SHOWN = (
    _ITS.id,
    _ITS.tenant,
    _ITS.campaign,
    _ITS.message,
    _ITS.account,
    _ITS.occurrence,
    _ITS.mode,
    _ITS.state,
    _ITS.channel,
    _ITS.condition,
    _ITS.yields_to,
    _ITS.yielded_by,
    _ITS.expanded_at,
    _ITS.expand_cursor,
    _ITS.max_contact_id,
    _ITS.started_at,
    _ITS.expires_at,
)
_ONE = select(*_SHOWN).where(_ITS.id == bindparam("number"))
_OTHERS = (
    select(*_SHOWN)
    .where(
        _ITS.tenant == bindparam("of"),
        _ITS.campaign == bindparam("its"),
        _ITS.message.in_(bindparam("named", expanding=True)),
        _ITS.occurrence == bindparam("at"),
        _ITS.mode == bindparam("in_mode"),
        _ITS.kind == Kind.DIRECT.value,
        _ITS.started_at.is_not(None),
    )
    .order_by(_ITS.id)
)
_STATES = select(delivery.c.publication, delivery.c.recipient_key, delivery.c.state, delivery.c.bounced_at).where(
    delivery.c.publication.in_(bindparam("among", expanding=True)),
    delivery.c.recipient_key.in_(bindparam("those", expanding=True)),
)
