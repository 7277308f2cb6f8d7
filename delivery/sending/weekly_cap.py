"""How many messages of management one person gets in a week: asked at the last second, counted from the rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, case, or_, select

from campaigns.purpose import MANAGEMENT
from channels.adapter import Kind
from delivery.sending.precedence import LATER, SOON, Decision, Turn, waits_until
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.execution import execute, select_many
from storage.ledger import Tally, bar, put_off
from storage.states import DeliveryState, PublicationState
from storage.tables import address, delivery, publication

CODE = "tope-semanal"
LONGEST = timedelta(days=92)
"""How long a publication may go on that is looked at: what began earlier has expired by far."""
_GOES = (DeliveryState.SENDING.value, DeliveryState.SENT.value, DeliveryState.UNCERTAIN.value)
_WAITS = (DeliveryState.PENDING.value, DeliveryState.CLAIMED.value)


class Mine(NamedTuple):
    """One message to a person: what is about to leave, or another that counts beside it."""

    priority: int
    """Lower goes first."""
    publication: int
    id: int
    key: str
    mode: str
    """What is only tried out counts beside its like."""
    state: str
    sent_at: datetime | None = None
    bounced: bool = False
    running: bool = True
    """Its publication goes on: what waits in it will leave."""
    hour: str = ""
    """Of its campaign, where messages of that hour give way to each other: who of these goes first is settled there."""
    patient: bool = True
    """It waits yet for what goes first."""

    @property
    def order(self) -> tuple[int, int, int]:
        """Of what waits, who goes first: the more urgent, then what began earlier."""
        return self.priority, self.publication, self.id


def room(cap: int, mine: Mine, others: Iterable[Mine], since: datetime) -> Decision:
    """Whether the person's week has room for this message: it goes, finds it full, or waits to see. Pure.

    What has gone takes a place, or may have; what came back did not arrive. For what is on the wire a place is kept,
    and for what waits and goes first, but nobody loses a message to what may never leave. Of two that wait one goes.
    """
    beside = [each for each in others if each.id != mine.id and not each.bounced and each.mode == mine.mode]
    taken = sum(_gone(each, since) for each in beside)
    if taken >= cap:
        return Decision(Turn.YIELD)
    waits = [SOON for each in beside if each.state == DeliveryState.SENDING.value]
    before = [each.state for each in beside if _goes_first(each, mine)] if mine.patient else []
    waits += [SOON if state == DeliveryState.CLAIMED.value else LATER for state in before]
    return Decision(Turn.GO) if taken + len(waits) < cap else Decision(Turn.WAIT, again=min(waits))


def _gone(other: Mine, since: datetime) -> bool:
    if other.state == DeliveryState.SENT.value:
        return other.sent_at is not None and other.sent_at >= since
    return other.state == DeliveryState.UNCERTAIN.value and (other.sent_at is None or other.sent_at >= since)


def _goes_first(other: Mine, mine: Mine) -> bool:
    settled_elsewhere = mine.hour != "" and mine.hour == other.hour
    return other.state in _WAITS and other.running and other.order < mine.order and not settled_elsewhere


def week_of(now: datetime, zone: tzinfo) -> datetime:
    """When the week began: Monday at midnight, by the municipality's clock."""
    local = now.astimezone(zone)
    return datetime.combine(local.date() - timedelta(days=local.weekday()), time(), zone)


def keep_to_cap(
    connection: Connection, place: Workplace, numbers: Sequence[int], epoch: int, now: datetime, tally: Tally
) -> list[int]:
    """Skip those of some claimed deliveries whose person has had enough this week; which these are.

    Those whose places are kept for what goes first are put off, until it has gone, or they have waited long enough.

    A person is whoever has the address, with all their other addresses. Only messages of class `gestion` count and are
    kept back; corrections neither.
    """
    cap = place.tenant.municipality.weekly_cap
    if cap is None or not numbers:
        return []
    about = [
        Mine(*row[:6])._replace(hour=row.hour, patient=now < waits_until(row.started_at, row.expires_at))
        for row in select_many(connection, _ABOUT, {"numbers": list(numbers), "under": epoch})
    ]
    if not about:
        return []
    since = week_of(now, place.tenant.municipality.zone)
    among = execute(connection, _BESIDE, {"of": place.tenant_id, "begun": since - LONGEST}).scalars()
    keys = _keys(connection, place.tenant_id, {each.key for each in about})
    wanted = {"among": list(among), "those": sorted(set().union(*keys.values()))}
    by_key: dict[str, list[Mine]] = {}
    for row in execute(connection, _OTHERS, wanted):
        goes_on = row.standing == PublicationState.RUNNING.value
        other = Mine(*row[:7])._replace(bounced=row.bounced_at is not None, running=goes_on, hour=row.hour)
        by_key.setdefault(other.key, []).append(other)
    full: list[int] = []
    waits: list[tuple[int, timedelta, int]] = []
    for mine in about:
        decision = room(cap, mine, (other for key in keys[mine.key] for other in by_key.get(key, ())), since)
        if decision.turn is Turn.YIELD:
            full.append(mine.id)
        elif decision.turn is Turn.WAIT:
            waits.append((mine.publication, decision.again, mine.id))
    for (publication_id, again), those in groupby(sorted(waits), lambda each: each[:2]):
        put_off(connection, publication_id, [number for *_, number in those], epoch, now + again, tally)
    return bar(connection, full, epoch, CODE, told(cap), tally) if full else []


def told(cap: int) -> str:
    """What the row of whoever gets nothing says."""
    many = "un mensaje" if cap == 1 else f"{cap} mensajes"
    return f"La persona ya tiene esta semana {many} de gestión, y el tope de municipio.yaml no deja más."


def _keys(connection: Connection, tenant: int, keys: set[str]) -> Mapping[str, set[str]]:
    """Each key with those of all who have it: a mailbox that a family shares is full for all of them."""
    found = {key: {key} for key in keys}
    for key, other in select_many(connection, _TOGETHER, {"of": tenant, "those": sorted(keys)}):
        found[key].add(other)
    return found


_ITS = publication.c
_COUNTED = and_(_ITS.kind == Kind.DIRECT.value, _ITS.class_ == MANAGEMENT, _ITS.act == "send", _ITS.corrects.is_(None))
# Of messages that give way to each other the order is another: to wait for what waits for oneself would stop both.
_ARRANGED = or_(_ITS.yields_to.is_not(None), _ITS.yielded_by.is_not(None), _ITS.per_household)
_HOUR = case((_ARRANGED, _ITS.campaign + "@" + _ITS.occurrence), else_="").label("hour")
_FIELDS = (
    _ITS.priority,
    _ITS.id,
    delivery.c.id.label("delivery"),
    delivery.c.recipient_key,
    _ITS.mode,
    delivery.c.state,
)
_ABOUT = (
    select(*_FIELDS, _HOUR, _ITS.started_at, _ITS.expires_at)
    .join(publication, _ITS.id == delivery.c.publication)
    .where(
        delivery.c.id.in_(bindparam("numbers", expanding=True)),
        delivery.c.epoch == bindparam("under"),
        delivery.c.state == DeliveryState.CLAIMED.value,
        _COUNTED,
    )
)
_BESIDE = select(_ITS.id).where(
    _ITS.tenant == bindparam("of"),
    _ITS.started_at >= bindparam("begun", type_=Instant()),
    _COUNTED,
)
_MY, _THEIR = address.alias("mine"), address.alias("theirs")
_TOGETHER = (
    select(_MY.c.key, _THEIR.c.key.label("other"))
    .join(_THEIR, _THEIR.c.contact == _MY.c.contact)
    .where(_MY.c.tenant == bindparam("of"), _MY.c.key.in_(bindparam("those", expanding=True)))
)
_OTHERS = (
    select(*_FIELDS, delivery.c.sent_at, delivery.c.bounced_at, _ITS.state.label("standing"), _HOUR)
    .join(publication, _ITS.id == delivery.c.publication)
    .where(
        delivery.c.publication.in_(bindparam("among", expanding=True)),
        delivery.c.recipient_key.in_(bindparam("those", expanding=True)),
        delivery.c.state.in_([*_GOES, *_WAITS]),
    )
)
