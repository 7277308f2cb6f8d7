"""Whether messages go out, told from the rows alone: by the daemon's own panel, by another process, by a verb."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, exists, or_, select

from delivery.copies.copies import CopyStatus, copy_status
from delivery.faults import Part
from delivery.pulse import Pulse, pulses
from delivery.rounds import NAMES, Duty
from delivery.watching.outages import OutageState, open_outages
from delivery.watching.status import LaneStatus, Waiting, lanes_of, overdue
from storage.ledger.deliveries import in_state
from storage.states import DeliveryState, PublicationState
from storage.tables import delivery, lane, publication, tenant

STANDS = timedelta(minutes=15)
"""A lane with messages in hand that has not moved for so long hangs: the longest wait for an answer is ten minutes."""
UNDER_WAY = (PublicationState.RUNNING.value, PublicationState.PAUSED.value)
CARRYING = frozenset({Part.DAEMON, Part.SWEEP, Part.CONFIGURATION})
"""Parts without which nothing goes out; the others concern one lane, one campaign or one new text."""


class State(StrEnum):
    """A traffic light."""

    OK = "ok"
    ATTENTION = "attention"
    """Messages go out; something waits for a person."""
    DOWN = "down"
    """Messages do not go out, or nobody could tell, or what protects them fails."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    state: State
    reason: str
    """In Spanish, without secrets."""


@dataclass(frozen=True, slots=True)
class TenantHealth:
    """What of one municipality matters."""

    slug: str
    overdue: Waiting | None
    lanes: tuple[LaneStatus, ...]
    """Those that rest or wait for a person."""
    standing: tuple[str, ...]
    """Accounts with messages in hand that do not move."""
    copies: CopyStatus | None
    mute: bool
    """Something is down, and no account can carry the mail that says so."""


@dataclass(frozen=True, slots=True)
class Health:
    """One moment."""

    now: datetime
    daemons: tuple[Pulse, ...]
    """Those at work, the latest sign first."""
    last_tick: datetime | None
    """Of the latest sign, also of a daemon that is gone; None: none was ever given, or the last one left in order."""
    tenants: tuple[TenantHealth, ...]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def state(self) -> State:
        """The worst of what was found."""
        found = {finding.state for finding in self.findings}
        return next((state for state in (State.DOWN, State.ATTENTION) if state in found), State.OK)

    @property
    def since_done(self) -> Mapping[Duty, float]:
        """Seconds since each duty of the latest daemon did its work."""
        if not self.daemons:
            return {}
        pulse = self.daemons[0]
        return {duty: seconds + (self.now - pulse.at).total_seconds() for duty, seconds in pulse.since_done.items()}


def health(connection: Connection, now: datetime, *, held: bool) -> Health:
    """Look at all municipalities. `held`: a daemon holds the database (`storage.lock`)."""
    signs = pulses(connection)
    alive = tuple(pulse for pulse in signs if pulse.alive(now, held=held))
    standing = _standing(connection, now)
    found = []
    for number, slug in connection.execute(select(tenant.c.id, tenant.c.slug).order_by(tenant.c.slug)):
        lanes = tuple(each for each in lanes_of(connection, number) if each.needs_person or _rests(each, now))
        copies = copy_status(connection, number)
        mute = any(outage.state is OutageState.MUTE for outage in open_outages(connection, number))
        found.append(
            TenantHealth(slug, overdue(connection, number, now), lanes, standing.get(number, ()), copies, mute)
        )
    seen = Health(now, alive, signs[0].at if signs else None, tuple(found))
    return Health(now, alive, seen.last_tick, seen.tenants, tuple(judge(seen)))


def judge(seen: Health) -> Iterator[Finding]:
    """What is not as it should be, the worst first."""
    yield from sorted((*_of_daemons(seen), *_of_tenants(seen)), key=lambda finding: finding.state is not State.DOWN)


def _of_daemons(seen: Health) -> Iterator[Finding]:
    if not seen.daemons:
        last = f" Su última señal es de hace {_ago(seen.now - seen.last_tick)}." if seen.last_tick else ""
        yield Finding(State.DOWN, f"No hay ningún pregonero en marcha.{last}")
    for pulse in seen.daemons:
        for duty in pulse.late(seen.now):
            told = _ago(timedelta(seconds=seen.since_done.get(duty, 0)))
            yield Finding(State.DOWN, f"No avanza {NAMES[duty]} desde hace {told}.")
        for fault in pulse.faults:
            state = State.DOWN if fault.subject.part in CARRYING else State.ATTENTION
            where = " ".join(filter(None, (fault.subject.part.value, fault.subject.tenant, fault.subject.name)))
            yield Finding(state, f"Falla de una manera imprevista ({where}); «pregonero status» dice qué pasó.")


def _of_tenants(seen: Health) -> Iterator[Finding]:
    for each in seen.tenants:
        for account in each.standing:
            yield Finding(State.DOWN, f"{each.slug}: los envíos por {account} no avanzan.")
        if each.mute:
            told = "no se pudo avisar por correo a la persona encargada: la cuenta que avisa también está detenida"
            yield Finding(State.DOWN, f"{each.slug}: {told}.")
        if each.copies is not None and (wrong := each.copies.wrong(seen.now)):
            yield Finding(State.DOWN, f"{each.slug}: {wrong}")
        for stopped in each.lanes:
            until = "hasta que una persona lo arregle" if stopped.needs_person else "y se intenta otra vez sola"
            named = ", ".join(stopped.accounts) or stopped.sender
            yield Finding(
                State.ATTENTION, f"{each.slug}: la cuenta {named} está detenida, {until}: {stopped.last_error}"
            )


def _standing(connection: Connection, now: datetime) -> dict[int, tuple[str, ...]]:
    """Accounts by municipality whose lane has messages in hand and does not move."""
    in_hand = exists().where(
        delivery.c.publication == publication.c.id,
        delivery.c.shard == lane.c.shard,
        or_(in_state(DeliveryState.CLAIMED), in_state(DeliveryState.SENDING)),
    )
    asked = (
        select(publication.c.tenant, publication.c.account)
        .join(lane, (lane.c.tenant == publication.c.tenant) & (lane.c.sender == publication.c.sender))
        .where(publication.c.state.in_(UNDER_WAY), lane.c.beat_at < now - STANDS, in_hand)
        .distinct()
        .order_by(publication.c.tenant, publication.c.account)
    )
    found: dict[int, tuple[str, ...]] = {}
    for number, account in connection.execute(asked):
        found[number] = (*found.get(number, ()), account)
    return found


def _rests(each: LaneStatus, now: datetime) -> bool:
    return each.paused_until is not None and each.paused_until > now


def _ago(time: timedelta) -> str:
    """«40 segundos», «3 minutos», «5 horas»."""
    seconds = int(time.total_seconds())
    if seconds < 120:
        return "1 segundo" if seconds == 1 else f"{seconds} segundos"
    return f"{seconds // 60} minutos" if seconds < 7200 else f"{seconds // 3600} horas"
