"""How many messages of management one person gets in a week: asked at the last second, counted from the rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, select

from campaigns.purpose import MANAGEMENT
from channels.adapter import Kind
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.execution import execute, select_many
from storage.ledger import Tally, bar
from storage.states import DeliveryState, PublicationState
from storage.tables import address, delivery, publication

CODE = "tope-semanal"
LONGEST = timedelta(days=92)
"""How long a publication may go on that is looked at: what began earlier has expired by far."""
_GOES = (DeliveryState.SENDING.value, DeliveryState.UNCERTAIN.value)
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

    @property
    def order(self) -> tuple[int, int, int]:
        """Of what waits, who goes first: the more urgent, then what began earlier."""
        return self.priority, self.publication, self.id


def counts(other: Mine, mine: Mine, since: datetime) -> bool:
    """Whether another message takes one of the week's places before this one: it has gone, or goes first.

    What came back did not arrive. Two that wait never give way to each other, for one of them goes first.
    """
    if other.id == mine.id or other.bounced or other.mode != mine.mode:
        return False
    if other.state == DeliveryState.SENT.value:
        return other.sent_at is not None and other.sent_at >= since
    if other.state in _GOES:
        return other.sent_at is None or other.sent_at >= since
    return other.state in _WAITS and other.running and other.order < mine.order


def over(cap: int, mine: Mine, others: Iterable[Mine], since: datetime) -> bool:
    """Whether the person's week is full without this message. Pure."""
    return sum(counts(other, mine, since) for other in others) >= cap


def week_of(now: datetime, zone: tzinfo) -> datetime:
    """When the week began: Monday at midnight, by the municipality's clock."""
    local = now.astimezone(zone)
    return datetime.combine(local.date() - timedelta(days=local.weekday()), time(), zone)


def keep_to_cap(
    connection: Connection, place: Workplace, numbers: Sequence[int], epoch: int, now: datetime, tally: Tally
) -> list[int]:
    """Skip those of some claimed deliveries whose person has had enough this week; which these are.

    A person is whoever has the address, with all their other addresses. Only messages of class `gestion` count and are
    kept back; corrections neither.
    """
    cap = place.tenant.municipality.weekly_cap
    if cap is None or not numbers:
        return []
    about = [Mine(*row) for row in select_many(connection, _ABOUT, {"numbers": list(numbers), "under": epoch})]
    if not about:
        return []
    since = week_of(now, place.tenant.municipality.zone)
    among = execute(connection, _BESIDE, {"of": place.tenant_id, "begun": since - LONGEST}).scalars()
    keys = _keys(connection, place.tenant_id, {each.key for each in about})
    wanted = {"among": list(among), "those": sorted(set().union(*keys.values()))}
    by_key: dict[str, list[Mine]] = {}
    for row in execute(connection, _OTHERS, wanted):
        goes_on = row.standing == PublicationState.RUNNING.value
        other = Mine(*row[:7])._replace(bounced=row.bounced_at is not None, running=goes_on)
        by_key.setdefault(other.key, []).append(other)
    full = [
        mine.id
        for mine in about
        if over(cap, mine, (other for key in keys[mine.key] for other in by_key.get(key, ())), since)
    ]
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
_FIELDS = (
    _ITS.priority,
    _ITS.id,
    delivery.c.id.label("delivery"),
    delivery.c.recipient_key,
    _ITS.mode,
    delivery.c.state,
)
_ABOUT = (
    select(*_FIELDS)
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
    select(*_FIELDS, delivery.c.sent_at, delivery.c.bounced_at, _ITS.state.label("standing"))
    .join(publication, _ITS.id == delivery.c.publication)
    .where(
        delivery.c.publication.in_(bindparam("among", expanding=True)),
        delivery.c.recipient_key.in_(bindparam("those", expanding=True)),
        delivery.c.state.in_([DeliveryState.SENT.value, *_GOES, *_WAITS]),
    )
)
