"""Publications as lists show them: each in a line, with its numbers from the counters."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from campaigns.tenant import Tenant
from channels.keys import Key
from delivery.office.withdrawal import SUFFIX as WITHDRAWS
from delivery.slot_words import slot_words
from panel.office.account_names import account_name
from panel.office.message_names import message_name
from storage.execution import execute
from storage.states import BOUNCED, DeliveryState, Mode
from storage.tables import counter, publication

TONES: Mapping[str, str] = {
    "done": "bien",
    "running": "bien",
    "planned": "",
    "waiting": "ojo",
    "awaiting_approval": "ojo",
    "paused": "ojo",
    "missed": "malo",
    "done_with_errors": "malo",
    "cancelled": "",
}
"""The colour of a state's word, beside the word."""
COLUMNS = (
    publication.c.id,
    publication.c.campaign,
    publication.c.message,
    publication.c.account,
    publication.c.occurrence,
    publication.c.state,
    publication.c.reason,
    publication.c.planned_at,
    publication.c.started_at,
    publication.c.mode,
)
"""What a line is made of."""
_COUNTS = (
    select(counter.c.publication, counter.c.state, func.sum(counter.c["count"]))
    .where(counter.c.publication.in_(bindparam("which", expanding=True)))
    .group_by(counter.c.publication, counter.c.state)
)


@dataclass(frozen=True, slots=True)
class Went:
    """One publication."""

    id: int
    key: str
    campaign: str
    """Its title, or its id where the files know it no more."""
    message: str
    """As staff read it."""
    account: str
    """As staff call it."""
    state: str
    reason: str
    planned: datetime | None
    started: datetime | None
    slot: str
    """Of a message that repeats, the day that it is of; empty of one that goes out once."""
    in_trial: bool
    """Nothing left the machine."""
    counts: Mapping[str, int]
    """Deliveries by state; those that came back stand under `BOUNCED`, and among the sent too."""

    @property
    def withdraws(self) -> bool:
        """Whether it takes back what another one sent."""
        return f"{WITHDRAWS}/" in self.key

    @property
    def sent(self) -> int:
        """To how many it went."""
        return self.counts.get(DeliveryState.SENT.value, 0)

    @property
    def failed(self) -> int:
        """To how many it did not."""
        return self.counts.get(DeliveryState.FAILED.value, 0)

    @property
    def uncertain(self) -> int:
        """Of how many nobody knows."""
        return self.counts.get(DeliveryState.UNCERTAIN.value, 0)

    @property
    def bounced(self) -> int:
        """How many came back."""
        return self.counts.get(BOUNCED, 0)


def counts_of(connection: Connection, numbers: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """Deliveries by publication and state; nothing for those that have none."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    if numbers:
        for number, state, count in execute(connection, _COUNTS, {"which": sorted(numbers)}):
            found[number][state] = int(count)
    return found


def went(tenant: Tenant, row: Row[Any], counts: Mapping[str, int]) -> Went:
    """A row with `COLUMNS` as its line shows it."""
    campaign = tenant.campaigns.get(row.campaign)
    return Went(
        id=row.id,
        key=str(Key(row.campaign, row.message, row.account, row.occurrence)),
        campaign=campaign.entry.title if campaign is not None else row.campaign,
        message=message_name(tenant, row.campaign, row.message),
        account=account_name(tenant, row.account),
        state=row.state,
        reason=row.reason,
        planned=row.planned_at,
        started=row.started_at,
        slot=slot_words(row.occurrence),
        in_trial=row.mode == Mode.SANDBOX.value,
        counts=counts,
    )
