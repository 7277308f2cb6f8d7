"""The accounts as rows tell of them: whether each is well, what it may send and has sent, and what was found last."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.account import Account
from channels.adapter import Kind, Pace
from channels.capabilities import Finding, Standing
from delivery.accounts.kept_checkup import MACHINE, Kept, Looked, kept
from delivery.pace import PaceState, frees, read_log, used
from delivery.publications.lateness import lasting
from delivery.watching.status import LaneStatus, lanes_of
from delivery.workplace import Workplace
from storage.lanes import lanes
from storage.states import Mode
from storage.unready import Unready, unready_accounts

KINDS: Mapping[Kind, str] = {
    Kind.DIRECT: "A cada persona",
    Kind.BROADCAST: "A todos",
    Kind.MANUAL: "A mano",
}
WORST = (Standing.BAD, Standing.WARNING, Standing.UNKNOWN, Standing.NOTE, Standing.GOOD)
"""What is told first."""


class Quota(NamedTuple):
    """How much a credential may send in a stretch of time, and has sent."""

    used: int
    limit: int
    window: str
    """In Spanish: «24 horas»."""
    frees: datetime | None
    """When there is room again; None: there is."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One account."""

    account: Account
    kind: str
    real: bool
    lane: LaneStatus | None
    """Where its credential is stopped."""
    unready: Unready | None
    quota: Quota | None
    """None: it has none."""
    pace: str
    """«10 por segundo»; empty: people carry it out."""
    shared: tuple[str, ...]
    """Other accounts with the same credential, which share all this."""
    looked: Looked | None
    """None: nobody has."""

    @property
    def worst(self) -> Standing | None:
        """How the worst of what was found stands; None: nobody has looked."""
        return worst(self.looked.found) if self.looked is not None else None


@dataclass(frozen=True, slots=True)
class Channels:
    """All of them, in the file's order."""

    channels: Sequence[Channel]
    machine: Looked | None
    kept: Kept


def read_channels(connection: Connection, place: Workplace, now: datetime) -> Channels:
    """As they are now."""
    found = kept(connection, place.tenant_id, now)
    stopped = {each.sender: each for each in lanes_of(connection, place.tenant_id) if each.stopped}
    unready = {each.account: each for each in unready_accounts(connection, place.tenant_id)}
    logs: dict[str, list[PaceState]] = defaultdict(list)
    for row in lanes(connection, place.tenant_id):
        logs[str(row.sender)].append(PaceState(sent=read_log(row.quota_log)))
    accounts = place.tenant.accounts.values()
    channels = [
        Channel(
            account=each,
            kind=KINDS[each.kind],
            real=each.mode == Mode.REAL.value,
            lane=stopped.get(each.sender) if each.sender else None,
            unready=unready.get(each.name),
            quota=_quota(each.pace, logs.get(each.sender, []), now) if each.sender else None,
            pace=_pace(each.pace) if each.kind is not Kind.MANUAL else "",
            shared=tuple(one.name for one in accounts if each.sender and one.sender == each.sender and one != each),
            looked=found.looked.get(each.name),
        )
        for each in accounts
    ]
    return Channels(channels, found.looked.get(MACHINE), found)


def worst(found: Sequence[Finding]) -> Standing:
    """How the worst of some findings stands; good where there are none."""
    return min((each.standing for each in found), key=WORST.index, default=Standing.GOOD)


def in_order(found: Sequence[Finding]) -> list[Finding]:
    """The worst first."""
    return sorted(found, key=lambda each: WORST.index(each.standing))


def _quota(pace: Pace, states: Sequence[PaceState], now: datetime) -> Quota | None:
    if pace.quota is None:
        return None
    taken = sum(used(pace, each, now) for each in states)
    together = PaceState(sent=tuple(sorted(sent for each in states for sent in each.sent)))
    free = frees(pace, together, now, pace.quota)
    window = "24 horas" if pace.quota_window == timedelta(days=1) else lasting(pace.quota_window)
    return Quota(taken, pace.quota, window, free if free > now else None)


def _pace(pace: Pace) -> str:
    if pace.per_second >= 1:
        return f"{pace.per_second:g} por segundo".replace(".", ",")
    seconds = round(1 / pace.per_second)
    return f"1 cada {seconds} segundos" if seconds < 120 else f"1 cada {round(seconds / 60)} minutos"
