"""What waits for another publication: a row as soon as that one is late, so that the wait is seen and can be ended."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select, union, update

from campaigns.calendar import Occurrence, follows
from campaigns.tenant import Campaign
from channels.adapter import Kind
from delivery.publications.draft import draft, event_end
from delivery.publications.existing import Existing, existing
from delivery.publications.occurring import waiting_for
from delivery.publications.predecessors import BY_HAND, WENT_OUT, Went, completed, why_not_yet
from delivery.publications.survey_followers import CALLED_OFF, awaits
from delivery.publications.tasks_awaited import open_tasks
from delivery.publications.waiting import FOLLOWING
from delivery.publishing.review import locate
from delivery.workplace import Workplace
from storage.columns import Instant
from storage.execution import execute
from storage.ledger import Cause, add_publication, move_publication
from storage.states import PublicationState as State
from storage.tables import publication

LATELY = timedelta(days=3)
"""How long after its hour a publication that has not gone out still makes rows of those that follow it."""

Awaited = Mapping[tuple[str, str], set[str]]
"""For each message that others wait for, (campaign, message), the campaigns in which they stand."""

_OURS = publication.c.tenant == bindparam("of")
_ITS = (publication.c.campaign, publication.c.message, publication.c.occurrence)
_DUE = and_(
    publication.c.planned_at > bindparam("since", type_=Instant()),
    publication.c.planned_at <= bindparam("now", type_=Instant()),
)
_ENDED = (State.AWAITING_APPROVAL, State.WAITING, State.PAUSED, State.MISSED, State.CANCELLED)
_BY_PEOPLE = (State.RUNNING, State.DONE_WITH_ERRORS)
# Each is searched by its index: with one OR, SQLite would read all that was ever missed or cancelled.
_LATE = union(
    select(*_ITS).where(_OURS, publication.c.state.in_([state.value for state in _ENDED]), _DUE),
    select(*_ITS).where(
        _OURS,
        publication.c.state.in_([state.value for state in _BY_PEOPLE]),
        publication.c.kind == Kind.MANUAL.value,
        _DUE,
    ),
    select(*_ITS).where(
        _OURS,
        publication.c.state.in_([State.AWAITING_APPROVAL.value, State.WAITING.value]),
        publication.c.planned_at.is_(None),
    ),
)
_ALL_OF_IT = select(publication.c.occurrence, publication.c.state, WENT_OUT).where(
    _OURS,
    publication.c.campaign == bindparam("in"),
    publication.c.message == bindparam("by"),
    publication.c.occurrence == bindparam("at"),
)
_FOLLOWING = select(publication).where(FOLLOWING).order_by(publication.c.id)


def hold(connection: Connection, workplace: Workplace, awaited: Awaited, now: datetime) -> None:
    """Write rows for what follows a publication that is late, and bring up to date those that there are.

    What waits for a date of an event that is over is missed.
    """
    for row in execute(connection, _FOLLOWING, {"of": workplace.tenant_id}).all():
        _look_at(connection, workplace, row, now)
    asked = {"of": workplace.tenant_id, "since": now - LATELY, "now": now}
    for source in execute(connection, _LATE, asked).all():
        for name in sorted(awaited.get((source.campaign, source.message), ())):
            _write_followers(connection, workplace, workplace.tenant.campaigns[name], source, now)


def went(connection: Connection, workplace: Workplace, reference: str, occurrence: str) -> list[Went]:
    """The publications of one occurrence of a message `campaign/message`, one for each account."""
    campaign, _, message = reference.partition("/")
    asked = {"of": workplace.tenant_id, "in": campaign, "by": message, "at": occurrence}
    return [Went(*row) for row in execute(connection, _ALL_OF_IT, asked)]


def _write_followers(
    connection: Connection, workplace: Workplace, campaign: Campaign, source: Existing, now: datetime
) -> None:
    reference = f"{source.campaign}/{source.message}"
    rows: list[Went] | None = None
    for occurrence in _followers(campaign, reference, source.occurrence):
        end = event_end(occurrence)
        if end is not None and end <= now:
            continue
        known = existing(connection, workplace, [occurrence])
        for account in occurrence.message.accounts:
            if (occurrence.message.id, account.name, occurrence.name) in known:
                continue
            rows = went(connection, workplace, reference, source.occurrence) if rows is None else rows
            if completed(rows):
                return
            told = _reason(connection, workplace, occurrence, rows)
            waits = {"state": State.WAITING.value, "depends_on": reference, "reason": told}
            add_publication(connection, **draft(workplace, occurrence, account, now) | waits)


def _followers(campaign: Campaign, reference: str, occurrence: str) -> Iterator[Occurrence]:
    """What stands in a campaign and follows an occurrence of `campaign/message`."""
    for message in campaign.messages:
        if follows(campaign, message) == reference:
            yield waiting_for(campaign, message, occurrence)


def _look_at(connection: Connection, workplace: Workplace, row: Existing, now: datetime) -> None:
    """Tell why it still waits, or until when; end it where its event is over or its message gone."""
    occurrence = locate(connection, workplace, row.campaign, row.message, row.occurrence, now)
    if occurrence is None or occurrence.message.rule.after is None:
        if row.state == State.WAITING.value:
            gone = "El mensaje al que seguía ya no está en la configuración."
            move_publication(connection, row.id, State.MISSED, Cause.LATE, now, gone)
        return
    reference = follows(occurrence.campaign, occurrence.message) or ""
    end = event_end(occurrence)
    changed: dict[str, Any] = {"depends_on": reference}
    if occurrence.instant is not None:
        changed |= {"planned_at": occurrence.instant, "planned_local": occurrence.local}
        rule, hour = occurrence.message.rule, f"{occurrence.slot.local:%Y-%m-%d %H:%M}"
        out = f"La encuesta de «{rule.after}» ya salió" if rule.after_close else f"Ya salió «{rule.after}»"
        told = f"{out}: sale a su hora, {hour}."
    else:
        rows = went(connection, workplace, reference, occurrence.slot.occurrence)
        told = _reason(connection, workplace, occurrence, rows)
    if end is not None and end <= now and occurrence.instant is None:
        over = f"{told} El evento ya terminó."
        move_publication(connection, row.id, State.MISSED, Cause.LATE, now, over)
    elif row.state == State.PLANNED.value:
        move_publication(connection, row.id, State.WAITING, Cause.WAIT, now, told, **changed)
    elif row.reason != told:
        connection.execute(update(publication).where(publication.c.id == row.id).values(reason=told, **changed))


def _reason(connection: Connection, workplace: Workplace, occurrence: Occurrence, rows: Sequence[Went]) -> str:
    rule, missing = occurrence.message.rule, any(row.went_out is None for row in rows)
    # What went out and is not followed had its survey called off.
    otherwise = CALLED_OFF if rule.after_close and completed(rows) else "que todavía no sale"
    why = why_not_yet(rows) if missing and not completed(rows) else otherwise
    reference = follows(occurrence.campaign, occurrence.message) or ""
    tasks = open_tasks(connection, workplace, reference, occurrence.slot.occurrence) if why == BY_HAND else ""
    return f"Espera a que {awaits(rule)}, {why}{f': {tasks}' if tasks else ''}."
