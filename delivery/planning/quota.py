"""Sendings that are above their account's quota, alone or together: how long each takes, and whether there is time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from campaigns.account import Account
from campaigns.moment import Moment
from campaigns.tenant import Tenant
from campaigns.when import OpenHours
from channels.adapter import Kind, Pace
from delivery.pace import PaceState, frees, spend, used
from delivery.planned import STILL_GOING, Planned
from delivery.publications.lateness import lasting
from storage.states import PublicationState

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
GONE = (PublicationState.DONE.value, PublicationState.DONE_WITH_ERRORS.value)


class Part(NamedTuple):
    """What the quota lets go at once of a sending."""

    at: datetime
    people: int


def has_quota(tenant: Tenant) -> bool:
    """Whether any account to persons has one."""
    return any(each.kind is Kind.DIRECT and each.pace.quota is not None for each in tenant.accounts.values())


def spread(tenant: Tenant, rows: Iterable[Planned], now: datetime) -> list[Planned]:
    """The rows, each telling how long it takes where its account's quota lets it not go at once. Pure.

    In the order given, which is the lane's too: what comes later has what is left, in any 24 hours of a day's quota.
    Accounts of one credential share it.
    """
    lines: dict[str, _Line] = {}
    found: list[Planned] = []
    for row in rows:
        account = tenant.accounts.get(row.account)
        if account is None or account.pace.quota is None or row.kind != Kind.DIRECT.value or row.local is None:
            found.append(row if account is None else _waiting(tenant, row, account, now))
            continue
        line = lines.setdefault(account.sender, _Line())
        if row.decision in GONE:
            line.send(account.pace, row.local, row.recipients)
        elif row.decision in STILL_GOING:
            begins = row.local if row.decision == PublicationState.RUNNING else max(row.local, now)
            parts = line.send(account.pace, begins, row.recipients, tenant.hours(row.class_))
            said = _told(account.pace, row, begins, parts)
            row = row._replace(reason=f"{row.reason} {said}".strip())
        found.append(row)
    return found


class _Line:
    """What one credential has sent by then."""

    def __init__(self) -> None:
        self._state = PaceState()
        self._last: datetime | None = None

    def send(self, pace: Pace, begins: datetime, recipients: int, hours: OpenHours | None = None) -> list[Part]:
        """When how many leave: after what was there before them, and in the hours alone; None: at any hour."""
        moment, left = begins if self._last is None else max(begins, self._last), recipients
        found: list[Part] = []
        while left > 0 and pace.quota:
            moment = frees(pace, self._state, moment, pace.quota)
            moment = moment if hours is None else max(moment, hours.opening(moment))
            count = min(left, pace.quota - used(pace, self._state, moment))
            self._state = spend(pace, self._state, moment, count)
            found.append(Part(moment, count))
            left -= count
        self._last = moment
        return found


def _waiting(tenant: Tenant, row: Planned, account: Account, now: datetime) -> Planned:
    """What has no hour yet takes as long as if nothing else went out."""
    if account.pace.quota is None or row.kind != Kind.DIRECT.value or row.decision not in STILL_GOING:
        return row
    hours = tenant.hours(row.class_)
    begins = now if hours is None else hours.opening(now)
    said = _told(account.pace, row, begins, _Line().send(account.pace, begins, row.recipients, hours))
    return row._replace(reason=f"{row.reason} {said}".strip())


def _told(pace: Pace, row: Planned, begins: datetime, parts: Sequence[Part]) -> str:
    """How long it takes, in Spanish; empty where all go at their hour."""
    if pace.quota is None or not parts or (len(parts) == 1 and parts[0].at <= begins):
        return ""
    window = "24 horas" if pace.quota_window == DAY else lasting(pace.quota_window)
    who = f"Son {_figure(row.recipients)} personas y la cuenta admite {_figure(pace.quota)} en {window}"
    if parts[0] == (begins, min(pace.quota, row.recipients)):
        # The first of a day's quota goes out on the first day: what takes five of them ends on the fifth day.
        many = len(parts)
        lasts = f"{many} días" if pace.quota_window == DAY else lasting((many - 1) * pace.quota_window)
        closed = parts[-1].at - begins >= (many - 1) * pace.quota_window + HOUR
        end = f", y con las horas y los días cerrados termina el {_moment(parts[-1], row)}" if closed else ""
        said = f"{who}: toma {lasts}{end}".rstrip(".") + "."
    else:
        at_once = sum(part.people for part in parts if part.at <= begins)
        first = f"{_figure(at_once)} salen a su hora" if at_once else f"las primeras salen el {_moment(parts[0], row)}"
        last = f" y las últimas el {_moment(parts[-1], row)}" if len(parts) > 1 else ""
        # An hour ends with a stop of its own.
        said = f"{who}, que otros envíos ocupan antes: {first}{last}".rstrip(".") + "."
    in_time = sum(part.people for part in parts if row.expires is None or part.at <= row.expires)
    if in_time >= row.recipients:
        return said
    return f"{said} Vence antes y solo alcanza para {_figure(in_time)}: alargue «vence»."


def _moment(part: Part, row: Planned) -> Moment:
    zone = row.local.tzinfo if row.local is not None else None
    return Moment(part.at.astimezone(zone))


def _figure(number: int) -> str:
    return f"{number:,}".replace(",", ".")
