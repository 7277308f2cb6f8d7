"""The entries of the calendar: what is planned, together with what of it has a row already."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select

from campaigns.tenant import Tenant
from channels.keys import Key
from delivery.office.office import STATE_NAMES
from delivery.planned import DECISION_NAMES, Planned
from delivery.watching.status import WRITTEN
from panel.office import went
from panel.office.message_names import message_name
from storage.columns import Instant
from storage.execution import execute
from storage.states import Mode, PublicationState
from storage.tables import publication

LATE = timedelta(hours=1)
"""From when on what has begun stands at the hour at which it did, and not at its own."""
TONES: Mapping[str, str] = {**went.TONES, "ask_approval": "ojo", "wait": "ojo", "rejected": "malo"}
"""The colour of a state's word, beside the word: of what is decided of it, too, while it has no row."""
WAITS = ("ask_approval", "wait", "waiting", "awaiting_approval", "paused")
OUT = ("running", "done", "done_with_errors")
WRONG = ("rejected", "missed", "done_with_errors")
NEVER = "no salió"
"""Of what was due before anybody carried the plan out here: nothing went wrong, and there is no row of it."""


class Outlet(NamedTuple):
    """An entry on one of its accounts."""

    account: str
    medium: str
    kind: str
    recipients: int | None
    """How many get it as things stand; None: nobody knows."""
    state: str
    """Of its row, else what is decided of it."""
    number: int | None
    """Of its publication; None: it has no row yet."""
    in_trial: bool

    @property
    def words(self) -> str:
        """Its state as people call it."""
        if self.state == "late":
            return NEVER
        return DECISION_NAMES.get(self.state) or STATE_NAMES[self.state]

    @property
    def tone(self) -> str:
        """The colour of these words."""
        return TONES.get(self.state, "")


@dataclass(frozen=True, slots=True)
class Entry:
    """A message at one of its times, on those of its accounts on which it goes out together."""

    campaign: str
    title: str
    """The campaign's, or its id where the files know it no more."""
    message: str
    called: str
    """The message as people read it: «Informe de la semana»."""
    known: bool
    """The files have it."""
    audience: str
    """Its slug; empty where nobody knows."""
    at: datetime | None
    """When it goes out or went out, by the municipality's clock; where it waits when staff wrote; None: no hour."""
    nominal: datetime | None
    """When staff wrote."""
    outlets: tuple[Outlet, ...]
    reasons: tuple[str, ...]
    """In Spanish: what moved it, what it waits for."""

    @property
    def moved(self) -> bool:
        """Whether it goes out at another moment than staff wrote."""
        return self.at is not None and self.nominal is not None and abs(self.at - self.nominal) >= timedelta(minutes=1)

    @property
    def state(self) -> Outlet:
        """The account whose state matters most: what went wrong, then what waits."""
        return min(self.outlets, key=lambda each: ("malo", "ojo", "", "bien").index(each.tone))

    @property
    def mixed(self) -> bool:
        """Whether its accounts stand differently."""
        return len({each.state for each in self.outlets}) > 1

    @property
    def number(self) -> int | None:
        """Of the publication, where there is one alone."""
        numbers = [each.number for each in self.outlets]
        return numbers[0] if len(numbers) == 1 else None

    @property
    def at_once(self) -> datetime:
        """By what it is sorted; what has no hour is never compared."""
        assert self.at is not None
        return self.at


Rows = Mapping[str, Row[Any]]
"""Publications by their keys."""
_COLUMNS = (
    *(publication.c[name] for name in ("id", "campaign", "message", "account", "occurrence", "kind", "medium")),
    *(publication.c[name] for name in ("audience", "state", "reason", "planned_at", "started_at", "mode")),
)
_ITS = select(*_COLUMNS).where(publication.c.tenant == bindparam("of"), WRITTEN)
_SINCE, _UNTIL = bindparam("since", type_=Instant()), bindparam("until", type_=Instant())
_DUE = _ITS.where(
    # Named one by one, so that the index on states and hours serves.
    publication.c.state.in_([state.value for state in PublicationState]),
    publication.c.planned_at >= _SINCE,
    publication.c.planned_at < _UNTIL,
)
_BEGUN = _ITS.where(
    publication.c.started_at >= _SINCE, publication.c.started_at < _UNTIL, publication.c.planned_at.is_(None)
)


def read_rows(connection: Connection, tenant_id: int, since: datetime, until: datetime) -> Rows:
    """What has a row and an hour in [`since`, `until`) (aware), or began in it without one."""
    asked = {"of": tenant_id, "since": since, "until": until}
    found = [row for statement in (_DUE, _BEGUN) for row in execute(connection, statement, asked)]
    return {str(Key(row.campaign, row.message, row.account, row.occurrence)): row for row in found}


def entries_of(tenant: Tenant, planned: Iterable[Planned], rows: Rows) -> list[Entry]:
    """Those of a stretch of days, by their time; what has no hour comes last."""
    groups: dict[tuple[str, str, str, datetime | None], list[_Part]] = {}
    audiences = {(it.campaign, it.id): it.audience for each in tenant.campaigns.values() for it in each.messages}
    for part in _parts(tenant, audiences, planned, rows):
        minute = None if part.at is None else part.at.replace(second=0, microsecond=0)
        groups.setdefault((part.key.campaign, part.key.message, part.key.occurrence, minute), []).append(part)
    entries = [_entry(tenant, audiences, parts) for parts in groups.values()]
    far = datetime.max.replace(tzinfo=tenant.municipality.zone)
    return sorted(entries, key=lambda each: (each.at or far, each.title, each.message))


class _Part(NamedTuple):
    """One account's share of an entry."""

    key: Key
    at: datetime | None
    nominal: datetime | None
    audience: str
    outlet: Outlet
    reason: str


Audiences = Mapping[tuple[str, str], str]
"""Of each message that the files have, by its campaign and its own id."""


def _parts(tenant: Tenant, audiences: Audiences, planned: Iterable[Planned], rows: Rows) -> Iterator[_Part]:
    left = dict(rows)
    for each in planned:
        row = left.pop(each.key, None)
        yield _of_plan(tenant, audiences, each) if row is None else _of_row(tenant, row, each)
    for row in left.values():
        yield _of_row(tenant, row, None)


def _of_plan(tenant: Tenant, audiences: Audiences, each: Planned) -> _Part:
    account = tenant.accounts.get(each.account)
    medium = account.medium if account is not None else each.account
    in_trial = account is not None and account.mode != Mode.REAL.value
    outlet = Outlet(each.account, medium, each.kind, each.recipients, str(each.decision), None, in_trial)
    audience = audiences.get((each.campaign, each.message), "")
    return _Part(Key.parse(each.key), each.local or each.nominal, each.nominal, audience, outlet, each.reason)


def _of_row(tenant: Tenant, row: Row[Any], each: Planned | None) -> _Part:
    zone = tenant.municipality.zone
    at = row.planned_at
    if row.started_at is not None and (at is None or row.started_at - at >= LATE):
        at = row.started_at
    local = None if at is None else at.astimezone(zone)
    if each is not None and row.started_at is None and each.local is not None:
        # What waits for its hours, or for another one, goes out later than its row says.
        local = each.local
    as_planned = each is not None and each.decision == row.state
    recipients = each.recipients if each is not None else None
    in_trial = row.mode != Mode.REAL.value
    outlet = Outlet(row.account, row.medium, row.kind, recipients, row.state, row.id, in_trial)
    key = Key(row.campaign, row.message, row.account, row.occurrence)
    nominal = each.nominal if each is not None else None
    reason = each.reason if as_planned and each is not None else row.reason
    return _Part(key, local, nominal, row.audience, outlet, reason)


def _entry(tenant: Tenant, audiences: Audiences, parts: Sequence[_Part]) -> Entry:
    first = parts[0]
    campaign = tenant.campaigns.get(first.key.campaign)
    return Entry(
        campaign=first.key.campaign,
        title=campaign.entry.title if campaign is not None else first.key.campaign,
        message=first.key.message,
        called=message_name(tenant, first.key.campaign, first.key.message),
        known=(first.key.campaign, first.key.message) in audiences,
        audience=first.audience,
        at=first.at,
        nominal=first.nominal,
        outlets=tuple(part.outlet for part in parts),
        reasons=tuple(dict.fromkeys(part.reason for part in parts if part.reason)),
    )
