"""From the calendar to rows: what is due becomes a publication, once, and begins to run where the gate lets it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, update

from campaigns.account import Account
from campaigns.calendar import Occurrence
from campaigns.tenant import Campaign, CampaignMessage
from delivery.alert_orders import emergency_of, orders_of, turn_of
from delivery.blackouts import blackouts_of
from delivery.engines.engine import LaneId
from delivery.limits import Fund
from delivery.lost_words import lost_words_of
from delivery.money.budget_notices import tell_of
from delivery.money.funds import funds_of, stocks_of
from delivery.publications.answer import Answer, Verdict
from delivery.publications.approved_under import note_identity, since_approved
from delivery.publications.checked import unchecked
from delivery.publications.draft import draft
from delivery.publications.due import counted_from, has_come, repeats
from delivery.publications.existing import Existing, existing, supersede
from delivery.publications.gate import ask
from delivery.publications.listed import lists_of
from delivery.publications.nobody import nobody
from delivery.publications.occurring import URGENT, occurrences
from delivery.publications.question import Question
from delivery.publications.reported import unreported
from delivery.publications.surveys import over_on
from delivery.publications.taken import Taken
from delivery.publications.timing import timing_of
from delivery.publications.votes import approval_of, awaited
from delivery.publications.waiting import MARKS
from delivery.publishing.counsel import explained
from delivery.publishing.freeze import ChangedFile, MissingFile, begin, frozen
from delivery.suspensions import read_suspensions
from delivery.workplace import Workplace
from logs import Log
from storage.approvals import decisions
from storage.ledger import Cause, add_publication, move_publication
from storage.states import PublicationState
from storage.tables import publication
from storage.tenants import first_seen
from storage.unsent import Unsent, tell_unsent

log = Log(__name__)

STATE_AFTER: Mapping[Verdict, PublicationState] = {
    Verdict.GO: PublicationState.RUNNING,
    Verdict.HOLD: PublicationState.AWAITING_APPROVAL,
    Verdict.WAIT: PublicationState.WAITING,
    Verdict.LATE: PublicationState.MISSED,
    Verdict.STOP: PublicationState.CANCELLED,
}
UNREAD = timedelta(minutes=1)
"""When a campaign is looked at again whose files have changed, should no reading come sooner."""


@dataclass(slots=True)
class Look:
    """What one look at the calendar did."""

    lanes: dict[LaneId, bool] = field(default_factory=dict)
    """Lanes to wake, and whether urgently."""
    held: dict[str, str] = field(default_factory=dict)
    """Keys that got no further, and why, in Spanish: a person's by the gate's word, any whose file has changed."""
    exceeded: dict[str, tuple[Fund, ...]] = field(default_factory=dict)
    """Keys of what goes out by a person's word though these budgets do not suffice for it."""
    states: dict[PublicationState, int] = field(default_factory=dict)
    """How many publications came to stand in each state."""
    next: datetime | None = None
    """When the campaign has something due again, within the horizon that was asked."""

    def note(self, state: PublicationState, lanes: Iterable[LaneId], *, urgent: bool) -> None:
        """Count a publication, and wake its lanes if it runs on any."""
        self.states[state] = self.states.get(state, 0) + 1
        for lane in lanes if state is PublicationState.RUNNING else ():
            self.lanes[lane] = self.lanes.get(lane, False) or urgent


def look(
    connection: Connection,
    workplace: Workplace,
    campaign: Campaign,
    last_look: datetime,
    now: datetime,
    horizon: timedelta,
) -> Look:
    """Publish all of a campaign that is due at `now`, and say what comes next within `horizon`.

    `last_look` is when the calendar was last looked at.

    Safe to repeat, and by several daemons at once: the key is unique.
    """
    found = Look()
    seen = first_seen(connection, workplace.tenant_id, [(campaign.id, each.id) for each in campaign.messages], now)
    upcoming: list[datetime] = []
    taken = Taken(connection, workplace, campaign)

    def come(message: CampaignMessage) -> list[Occurrence]:
        since = counted_from(campaign, message, seen[campaign.id, message.id], last_look)
        within = list(occurrences(connection, workplace, campaign, message, since, now + horizon))
        upcoming.extend(each.instant for each in within if each.instant is not None and each.instant > now)
        return [each for each in within if has_come(each, seen[campaign.id, message.id], now)]

    # What follows another message is looked for in its turn: that one may begin to go out in this very look.
    at_once = {message.id: come(message) for message in campaign.messages if message.rule.after is None}
    known = existing(connection, workplace, [each for due in at_once.values() for each in due])
    for message in campaign.messages:
        if message.entry.repeat > 1 and not repeats(campaign, message):
            supersede(connection, workplace, message, now)
        due = at_once.get(message.id)
        if due is None:
            due = come(message)
            known |= existing(connection, workplace, due)
        for occurrence in due:
            for account in message.accounts:
                row = known.get((message.id, account.name, occurrence.name))
                if row is None and taken.holds(occurrence, account):
                    tell_unsent(Unsent.TAKEN, "its slot went out under another key", key=occurrence.key(account))
                    continue
                if row is not None and not _moves(row, occurrence):
                    continue
                consider(connection, workplace, occurrence, account, row, now, found)
    if found.held:
        # The reading that they wait for looks at everything anew; this look sees that none waits past its tolerance.
        upcoming.append(now + UNREAD)
    found.next = min(upcoming, default=None)
    return found


def _moves(row: Existing, occurrence: Occurrence) -> bool:
    """Whether the calendar still decides on a publication: nothing has begun, and no person has spoken."""
    if row.state == PublicationState.PLANNED:
        return True
    if row.state == PublicationState.WAITING:
        # What the gate holds back is the review's, which knows of what repeats that the last alone goes out.
        return not (row.depends_on or "").startswith(MARKS)
    # Missed, and its event was moved on since: the staff's new date speaks for sending it.
    moved_on = row.planned_at is not None and occurrence.instant is not None and occurrence.instant > row.planned_at
    return row.state == PublicationState.MISSED and moved_on


def consider(
    connection: Connection,
    workplace: Workplace,
    occurrence: Occurrence,
    account: Account,
    row: Existing | None,
    now: datetime,
    found: Look,
    *,
    by_hand: bool = False,
    emergency: str = "",
    released: str = "",
) -> PublicationState | None:
    """Ask the gate about one publication and do what it says.

    None: somebody else was faster, it waits as before, or a file of it has changed, and `held` says so.
    """
    answer = gate_on(
        connection, workplace, occurrence, now, account, by_hand=by_hand, emergency=emergency, released=released
    )
    columns = draft(workplace, occurrence, account, now) | {"depends_on": answer.waits_for}
    columns |= {"quiet_hours": False} if answer.at_any_hour else {}
    if answer.verdict is Verdict.GO:
        try:
            columns |= frozen(connection, workplace, occurrence, account, now)
        except ChangedFile as error:
            # Its approval was of what the file was; what it is now is known once the configuration is read again.
            tell_unsent(Unsent.HELD, str(error), key=occurrence.key(account))
            found.held[occurrence.key(account)] = str(error)
            return None
        except MissingFile as error:
            log.error("cannot be sent", key=occurrence.key(account), reason=str(error))
            answer = Answer(Verdict.LATE, str(error))
    state = STATE_AFTER[answer.verdict]
    cause = _cause(PublicationState(row.state), state, by_hand=by_hand) if row is not None else Cause.DUE
    reason = explained(answer, occurrence, account)
    number = _write(connection, row, state, cause, reason, columns, now)
    held = occurrence.key(account) if state is PublicationState.WAITING and answer.is_short else ""
    if number is None and not held:
        return None
    if number is not None and state is PublicationState.RUNNING:
        begin(connection, workplace, occurrence, account, number, columns, now)
        note_identity(connection, workplace.tenant_id, occurrence.key(account), answer.since_approved, now)
    funds = funds_of(connection, workplace, occurrence.campaign, occurrence.message, account, now, new=bool(held))
    tell_of(connection, workplace, funds, now, held)
    if number is None:
        return None
    found.exceeded |= {occurrence.key(account): answer.exceeds} if answer.exceeds else {}
    found.note(state, workplace.lanes(columns["sender"]), urgent=columns["priority"] == URGENT)
    return state


def gate_on(
    connection: Connection,
    workplace: Workplace,
    occurrence: Occurrence,
    now: datetime,
    account: Account,
    *,
    by_hand: bool = False,
    emergency: str = "",
    released: str = "",
    counts: bool = True,
) -> Answer:
    """The gate's answer on an occurrence on one account, with the rows that it has to know.

    `by_hand`: a person sends it now. `emergency`: why it cannot wait. `released`: who lets it go though it waits.
    `counts`: False leaves out whether it reaches anybody, and what it costs.
    """
    tenant, message = workplace.tenant, occurrence.message
    bound = message.approver is not None or blackouts_of(tenant, message.class_)
    words = decisions(connection, workplace.tenant_id, message.digest) if bound else []
    orders = orders_of(connection, workplace.tenant_id, message)
    suspended = read_suspensions(connection, workplace.tenant_id, tenant.municipality.zone)
    taken = (connection, workplace, occurrence.campaign, message)
    question = Question(
        now=now,
        planned_at=occurrence.instant,
        tolerance=message.tolerance,
        approver=awaited(tenant, message, words),
        approval=approval_of(tenant, message, words),
        by_hand=by_hand,
        emergency=emergency or emergency_of(orders, occurrence.name),
        turn=turn_of(tenant, occurrence, orders, now),
        nobody=nobody(connection, workplace, message, account) if counts else "",
        over=over_on(connection, workplace, occurrence, account, now),
        restorations=workplace.restorations,
        suspensions=(*suspended.get(message.class_, ()), *lost_words_of(connection, workplace, message, account)),
        unchecked=unchecked(connection, workplace, occurrence),
        unreported=unreported(connection, workplace, occurrence),
        lists=lists_of(connection, workplace, message, account),
        funds=funds_of(*taken, account, now) if counts else (),
        stocks=stocks_of(*taken, account) if counts else (),
        released=released,
        since_approved=since_approved(tenant, message, account, words),
        **timing_of(tenant, occurrence, account, words, now)._asdict(),
    )
    return ask(question)


def _write(
    connection: Connection,
    row: Existing | None,
    state: PublicationState,
    cause: Cause,
    reason: str,
    columns: dict[str, Any],
    now: datetime,
) -> int | None:
    if row is None:
        return add_publication(connection, **columns, state=state.value, reason=reason)
    changed = {name: value for name, value in columns.items() if name not in ("tenant", "created_at")}
    if state is PublicationState.WAITING and row.state == state.value:
        waits = (publication.c.id == row.id) & (publication.c.state == state.value)
        connection.execute(update(publication).where(waits).values(reason=reason, **changed))
        return None
    moved = move_publication(connection, row.id, state, cause, now, reason, **changed)
    return row.id if moved else None


def _cause(origin: PublicationState, to: PublicationState, *, by_hand: bool) -> Cause:
    by_state = {
        PublicationState.AWAITING_APPROVAL: Cause.ASK_APPROVAL,
        PublicationState.WAITING: Cause.WAIT,
        PublicationState.MISSED: Cause.LATE,
        PublicationState.CANCELLED: Cause.CANCEL,
    }
    if to is not PublicationState.RUNNING:
        rejected = origin is PublicationState.AWAITING_APPROVAL and to is PublicationState.CANCELLED
        return Cause.REJECT if rejected else by_state[to]
    if by_hand or origin is PublicationState.MISSED:
        return Cause.BY_HAND
    return Cause.APPROVE if origin is PublicationState.AWAITING_APPROVAL else Cause.DUE
