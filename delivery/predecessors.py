"""When the publications went out for which other messages wait."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, union_all

from campaigns.calendar import PublishedBefore, follows
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import Published
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.states import PublicationState
from storage.tables import publication

_SINCE = bindparam("since", type_=Instant())
_ROWS = select(publication.c.campaign, publication.c.message, publication.c.id, publication.c.state).where(
    publication.c.tenant == bindparam("of")
)
# Two searches by index: in one, with OR, SQLite would read every publication there ever was.
_BEGUN = union_all(
    _ROWS.where(publication.c.started_at > _SINCE),
    _ROWS.where(publication.c.state == PublicationState.CANCELLED.value, publication.c.finished_at > _SINCE),
)
_WILL_NOT = (PublicationState.MISSED.value, PublicationState.CANCELLED.value)


class Begun(NamedTuple):
    """A publication that began to go out, or was given up: those that wait for its message look again."""

    campaign: str
    message: str
    id: int
    state: str

    @property
    def reference(self) -> tuple[str, str]:
        """Campaign and message."""
        return self.campaign, self.message


def gone_out(
    connection: Connection, workplace: Workplace, campaign: Campaign, message: CampaignMessage
) -> PublishedBefore:
    """For a message that follows another: each of that one's occurrences, with when its last account went out.

    An account that was missed or cancelled is not waited for, unless nothing went out at all.
    """
    reference = follows(campaign, message)
    if reference is None:
        return {}
    campaign_id, _, message_id = reference.partition("/")
    columns = publication.c
    asked = select(columns.occurrence, columns.state, columns.started_at).where(
        columns.tenant == workplace.tenant_id, columns.campaign == campaign_id, columns.message == message_id
    )
    return {reference: completed(connection.execute(asked).all())}


def completed(rows: Iterable[tuple[str, str, datetime | None]]) -> tuple[Published, ...]:
    """Of one message's (occurrence, state, started_at): the occurrences that went out whole, with their last start."""
    starts: dict[str, list[datetime | None]] = {}
    for occurrence, state, started_at in rows:
        if state not in _WILL_NOT:
            starts.setdefault(occurrence, []).append(started_at)
    whole = []
    for occurrence, moments in sorted(starts.items()):
        known = [moment for moment in moments if moment is not None]
        if len(known) == len(moments):
            whole.append(Published(occurrence, max(known)))
    return tuple(whole)


def followers(tenant: Tenant) -> dict[tuple[str, str], set[str]]:
    """For each message that others wait for, (campaign, message), the campaigns in which they stand."""
    found: dict[tuple[str, str], set[str]] = {}
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            reference = follows(campaign, message)
            if reference is not None:
                source, _, name = reference.partition("/")
                found.setdefault((source, name), set()).add(campaign.id)
    return found


def begun_since(
    connection: Connection, workplace: Workplace, awaited: Collection[tuple[str, str]], since: datetime
) -> set[Begun]:
    """Publications of the awaited messages that began to go out after `since`, or were cancelled."""
    asked = {"of": workplace.tenant_id, "since": since}
    found = {Begun(row.campaign, row.message, row.id, row.state) for row in connection.execute(_BEGUN, asked)}
    return {begun for begun in found if begun.reference in awaited}
