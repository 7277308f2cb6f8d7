"""When the publications went out for which other messages wait."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, case, func, null, select, union_all

from campaigns.calendar import PublishedBefore, follows
from campaigns.tenant import Campaign, CampaignMessage, Tenant
from campaigns.when import Published
from channels.adapter import Kind
from delivery.publications.survey_followers import at_close
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.execution import execute
from storage.states import DeliveryState, PublicationState
from storage.surveys import ends_of
from storage.tables import delivery, publication, work_order

_SINCE = bindparam("since", type_=Instant())
_OURS = publication.c.tenant == bindparam("of")
_ITS = (publication.c.campaign, publication.c.message, publication.c.id, publication.c.state)
# Three searches by index: in one, with OR, SQLite would read every publication there ever was.
_BEGUN = union_all(
    select(*_ITS, publication.c.started_at.label("at")).where(_OURS, publication.c.started_at > _SINCE),
    select(*_ITS, publication.c.finished_at.label("at")).where(
        _OURS, publication.c.state == PublicationState.CANCELLED.value, publication.c.finished_at > _SINCE
    ),
    select(*_ITS, work_order.c.confirmed_at.label("at"))
    .join(work_order, work_order.c.publication == publication.c.id)
    .where(work_order.c.tenant == bindparam("of"), work_order.c.confirmed_at > _SINCE),
)
_ENDED = (PublicationState.DONE.value, PublicationState.DONE_WITH_ERRORS.value)
_WILL_NOT = {
    PublicationState.MISSED.value: "que no salió a su hora",
    PublicationState.CANCELLED.value: "que se canceló",
}
NOT_DONE = "que no se hizo"
BY_HAND = "que está por hacerse"
"""Of what people do: its tasks are open."""
_NOT_YET = {
    PublicationState.PLANNED.value: "que todavía no sale",
    PublicationState.WAITING.value: "que también espera",
    PublicationState.AWAITING_APPROVAL.value: "que está por aprobar",
    PublicationState.PAUSED.value: "que está en pausa",
    PublicationState.RUNNING.value: BY_HAND,
}

_LAST_DONE = (
    select(func.max(delivery.c.sent_at))
    .where(delivery.c.publication == publication.c.id, delivery.c.state == DeliveryState.SENT.value)
    .scalar_subquery()
)
WENT_OUT = case(
    (publication.c.kind != Kind.MANUAL.value, publication.c.started_at),
    (publication.c.state.in_(_ENDED), _LAST_DONE),
    else_=null(),
).label("went_out")
"""When a publication went out: as its sending began; what people do, once all its orders are decided and any is done,
as the last of those was. Null: not yet, or never."""


class Begun(NamedTuple):
    """A publication that went out, or was given up: those that wait for its message look again."""

    campaign: str
    message: str
    id: int
    state: str
    at: datetime
    """When it began, was cancelled, or somebody said what became of one of its orders."""

    @property
    def reference(self) -> tuple[str, str]:
        """Campaign and message."""
        return self.campaign, self.message


class Went(NamedTuple):
    """One account's publication of a message."""

    occurrence: str
    state: str
    went_out: datetime | None
    """`WENT_OUT`."""

    @property
    def given_up(self) -> str:
        """Why it will not go out unless somebody sees to it, in Spanish; empty where it has, or will."""
        never_done = self.state in _ENDED and self.went_out is None
        return NOT_DONE if never_done else _WILL_NOT.get(self.state, "")


def gone_out(
    connection: Connection, workplace: Workplace, campaign: Campaign, message: CampaignMessage
) -> PublishedBefore:
    """For a message that follows another: each of that one's occurrences, with when its last account went out.

    An account that was missed, cancelled or not done is not waited for, unless nothing went out at all. What follows a
    survey's close gets that hour.
    """
    reference = follows(campaign, message)
    if reference is None:
        return {}
    campaign_id, _, message_id = reference.partition("/")
    columns = publication.c
    asked = select(columns.occurrence, columns.state, WENT_OUT).where(
        columns.tenant == workplace.tenant_id, columns.campaign == campaign_id, columns.message == message_id
    )
    out = completed(Went(*row) for row in connection.execute(asked))
    if message.rule.after_close:
        ends = ends_of(connection, workplace.tenant_id, campaign_id, message_id)
        out = tuple(at_close(workplace.tenant, reference, out, ends))
    return {reference: out}


def completed(rows: Iterable[Went]) -> tuple[Published, ...]:
    """Of one message's publications: the occurrences that went out whole, with when the last account did."""
    moments: dict[str, list[datetime | None]] = {}
    for row in rows:
        if not row.given_up:
            moments.setdefault(row.occurrence, []).append(row.went_out)
    whole = []
    for occurrence, each in sorted(moments.items()):
        known = [moment for moment in each if moment is not None]
        if len(known) == len(each):
            whole.append(Published(occurrence, max(known)))
    return tuple(whole)


def given_up(rows: Iterable[Went]) -> dict[str, str]:
    """Of one message's publications: the occurrences that nothing will come of by itself, and why, in Spanish."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        reasons.setdefault(row.occurrence, []).append(row.given_up)
    return {occurrence: each[0] for occurrence, each in reasons.items() if all(each)}


def why_not_yet(rows: Iterable[Went]) -> str:
    """Of one occurrence's publications, of which not all went out: what is the matter, in Spanish."""
    missing = [row for row in rows if row.went_out is None]
    open_ones = [row for row in missing if not row.given_up]
    return _NOT_YET[open_ones[0].state] if open_ones else missing[0].given_up


def followers(tenant: Tenant) -> dict[tuple[str, str], set[str]]:
    """For each message that others wait for, (campaign, message), the campaigns in which they stand.

    An alert waits for itself: once it has gone out by a person's order, its campaign's calendar has its next hour.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for campaign in tenant.campaigns.values():
        for message in campaign.messages:
            reference = message.reference if message.rule.until_lifted else follows(campaign, message)
            if reference is not None:
                source, _, name = reference.partition("/")
                found.setdefault((source, name), set()).add(campaign.id)
    return found


def begun_since(
    connection: Connection, workplace: Workplace, awaited: Collection[tuple[str, str]], since: datetime
) -> set[Begun]:
    """Publications of the awaited messages that after `since` began to go out, were done, or were given up."""
    asked = {"of": workplace.tenant_id, "since": since}
    found = {Begun(*row) for row in execute(connection, _BEGUN, asked)}
    return {begun for begun in found if begun.reference in awaited}
