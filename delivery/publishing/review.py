"""What waits for a person's word: looked at again at each sweep, and let go, missed or cancelled."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError

from campaigns.calendar import FAR_AHEAD, LONG_AGO, Occurrence, follows
from campaigns.tenant import CampaignMessage
from campaigns.when import RepeatingEvent
from delivery.contained import contained
from delivery.limits import MARK
from delivery.publications.answer import Answer, Verdict
from delivery.publications.draft import draft
from delivery.publications.existing import Existing
from delivery.publications.occurring import DEEPEST, URGENT, occurrences, waiting_for
from delivery.publications.waiting import AWAITING
from delivery.publishing.correction_gate import look_again
from delivery.publishing.counsel import explained
from delivery.publishing.publish import STATE_AFTER, Look, consider, gate_on
from delivery.workplace import Workplace
from storage.ledger import Cause, move_publication
from storage.states import PublicationState
from storage.tables import publication

REACH = timedelta(days=62)
"""How far from its row's hour an occurrence is looked for: farther than any rule moves it."""

Place = tuple[str, str, str]
"""Campaign, message and account."""

_AWAITING = select(publication).where(AWAITING).order_by(publication.c.planned_at.nulls_last(), publication.c.id)
"""By their hour: where money or stock suffice for one of them, it is the one that is due first."""


@dataclass(slots=True)
class Reviewed(Look):
    """What a review did."""

    sick: dict[str, Exception] = field(default_factory=dict)
    """Campaigns that could not be reviewed, for a reason that nobody foresaw."""


def review(connection: Connection, workplace: Workplace, now: datetime, resting: Collection[str] = ()) -> Reviewed:
    """Ask the gate again about every publication that awaits approval, the end of a suspension, the hour or money.

    The row follows the file meanwhile. Of a message that repeats, what was held back goes out once: the last.

    A campaign that fails in a way that nobody foresaw is told in `sick` and leaves nothing half done; those that
    are `resting` because they failed are not asked.
    """
    found = Reviewed()
    rows = connection.execute(_AWAITING, {"of": workplace.tenant_id}).all()
    last = last_of_each(rows)
    for row in rows:
        if row.campaign in resting or row.campaign in found.sick:
            continue
        # Within a transaction a full disk still shows as the driver's error: it is not the campaign's.
        about = {"part": "review", "name": row.campaign, "tenant": workplace.tenant.slug}
        with contained("unforeseen fault", DBAPIError, **about) as block, connection.begin_nested():
            _look_again(connection, workplace, row, last.get(place_of(row)), now, found)
        if block.error is not None:
            found.sick[row.campaign] = block.error
    return found


def last_of_each(rows: Iterable[Existing]) -> dict[Place, Existing]:
    """Of what a suspension or a budget holds back, the row of each message on each account that is due last."""
    held = [row for row in rows if row.state == PublicationState.WAITING.value and row.planned_at is not None]
    return {place_of(row): row for row in sorted(held, key=lambda row: (row.planned_at, row.id))}


def place_of(row: Existing) -> Place:
    """Whose time it is."""
    return row.campaign, row.message, row.account


def _look_again(
    connection: Connection, workplace: Workplace, row: Existing, last: Existing | None, now: datetime, found: Look
) -> None:
    if row.corrects is not None:
        _look_at_correction(connection, workplace, row, now, found)
        return
    occurrence = locate(connection, workplace, row.campaign, row.message, row.occurrence, row.planned_at or now)
    account = workplace.tenant.accounts.get(row.account)
    if occurrence is None or account is None or account not in occurrence.message.accounts:
        reason = "El mensaje ya no está en la configuración con este canal y esta fecha."
        move_publication(connection, row.id, PublicationState.MISSED, Cause.LATE, now, reason)
        return
    answer = gate_on(connection, workplace, occurrence, now, account, counts=(row.depends_on or "").startswith(MARK))
    if _waits_still(answer, occurrence, row, now):
        columns = draft(workplace, occurrence, account, now)
        if answer.waits_for is not None and row.state == PublicationState.WAITING.value:
            # Why it waits is of now: what is gone of a budget changes meanwhile, or another one falls short.
            columns |= {"depends_on": answer.waits_for, "reason": explained(answer, occurrence, account)}
        _follow_the_file(connection, row, columns)
        if answer.until is not None:
            found.next = min(found.next or answer.until, answer.until)
    elif answer.verdict is not Verdict.LATE and last is not None and is_overtaken(row, last, occurrence.message):
        reason = f"Mientras esperaba llegó la hora de la siguiente, {last.occurrence}, que sale en su lugar."
        # It wants no money any more: the next one does.
        move_publication(connection, row.id, PublicationState.MISSED, Cause.LATE, now, reason, depends_on=None)
    else:
        consider(connection, workplace, occurrence, account, row, now, found)


def is_overtaken(row: Existing, last: Existing, message: CampaignMessage) -> bool:
    """Whether a later time of the same message goes out in its place; two reports tell two periods."""
    return row.id != last.id and message.rule.recurring and message.entry.report is None


def _look_at_correction(
    connection: Connection, workplace: Workplace, row: Existing, now: datetime, found: Look
) -> None:
    state = look_again(connection, workplace, row, now)
    if state is not None:
        found.note(state, workplace.lanes(row.sender), urgent=row.priority == URGENT)


def _waits_still(answer: Answer, occurrence: Occurrence, row: Existing, now: datetime) -> bool:
    """Whether it waits as before, or for the hour to which its event was moved meanwhile."""
    early = occurrence.instant is not None and occurrence.instant > now
    as_before = STATE_AFTER[answer.verdict] is PublicationState(row.state)
    return as_before or (answer.verdict in (Verdict.GO, Verdict.WAIT) and early)


def locate(
    connection: Connection,
    workplace: Workplace,
    campaign_id: str,
    message_id: str,
    name: str,
    near: datetime,
    reach: timedelta = REACH,
    depth: int = 0,
) -> Occurrence | None:
    """The occurrence that a key names, as the configuration has it now, due within `reach` of `near`.

    What follows another message, which has not gone out, has no hour yet; `depth`: how many follow it.
    """
    campaign = workplace.tenant.campaigns.get(campaign_id)
    message = campaign.message(message_id) if campaign else None
    if campaign is None or message is None:
        return None
    # Dates that are listed have names that tell no date, and an end: they are looked through whole.
    endless = message.rule.recurring or isinstance(campaign.event, RepeatingEvent)
    since, until = (near - reach, near + reach) if endless else (LONG_AGO, FAR_AHEAD)
    found = occurrences(connection, workplace, campaign, message, since, until)
    known = next((occurrence for occurrence in found if occurrence.name == name), None)
    source = follows(campaign, message)
    if known is not None or source is None or depth > DEEPEST:
        return known
    source_campaign, _, source_message = source.partition("/")
    named = ("1", name) if name == str(message.entry.repeat) else (name,)
    place = partial(locate, connection, workplace, source_campaign, source_message, near=near, reach=reach)
    return next((waiting_for(campaign, message, each) for each in named if place(each, depth=depth + 1)), None)


def _follow_the_file(connection: Connection, row: Existing, columns: dict[str, object]) -> None:
    # Until when it is tried is decided when it begins to run.
    changed = {
        name: value
        for name, value in columns.items()
        if name not in ("tenant", "created_at", "expires_at") and getattr(row, name) != value
    }
    if changed:
        connection.execute(update(publication).where(publication.c.id == row.id).values(**changed))
