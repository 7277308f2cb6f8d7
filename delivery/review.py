"""What waits for a person's word: looked at again at each sweep, and let go, missed or cancelled."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import DBAPIError

from campaigns.calendar import FAR_AHEAD, LONG_AGO, Occurrence
from campaigns.when import RepeatingEvent
from delivery.contained import contained
from delivery.draft import draft
from delivery.existing import Existing
from delivery.gate import Verdict
from delivery.occurring import occurrences
from delivery.publish import Look, consider, gate_on
from delivery.waiting import AWAITING
from delivery.workplace import Workplace
from storage.ledger import Cause, move_publication
from storage.states import PublicationState
from storage.tables import publication

REACH = timedelta(days=62)
"""How far from its row's hour an occurrence is looked for: farther than any rule moves it."""

_AWAITING = select(publication).where(AWAITING)


@dataclass(slots=True)
class Reviewed(Look):
    """What a review did."""

    sick: dict[str, Exception] = field(default_factory=dict)
    """Campaigns that could not be reviewed, for a reason that nobody foresaw."""


def review(connection: Connection, workplace: Workplace, now: datetime, resting: Collection[str] = ()) -> Reviewed:
    """Ask the gate again about every publication that awaits approval; the row follows the file meanwhile.

    A campaign that fails in a way that nobody foresaw is told in `sick` and leaves nothing half done; those that
    are `resting` because they failed are not asked.
    """
    found = Reviewed()
    for row in connection.execute(_AWAITING, {"of": workplace.tenant_id}).all():
        if row.campaign in resting or row.campaign in found.sick:
            continue
        # Within a transaction a full disk still shows as the driver's error: it is not the campaign's.
        about = {"part": "review", "name": row.campaign, "tenant": workplace.tenant.slug}
        with contained("unforeseen fault", DBAPIError, **about) as block, connection.begin_nested():
            _look_again(connection, workplace, row, now, found)
        if block.error is not None:
            found.sick[row.campaign] = block.error
    return found


def _look_again(connection: Connection, workplace: Workplace, row: Existing, now: datetime, found: Look) -> None:
    occurrence = locate(connection, workplace, row.campaign, row.message, row.occurrence, row.planned_at or now)
    account = workplace.tenant.accounts.get(row.account)
    if occurrence is None or account is None or account not in occurrence.message.accounts:
        reason = "El mensaje ya no está en la configuración con este canal y esta fecha."
        move_publication(connection, row.id, PublicationState.MISSED, Cause.LATE, now, reason)
    elif _still_waits(connection, workplace, occurrence, now):
        _follow_the_file(connection, row, draft(workplace, occurrence, account, now))
    else:
        consider(connection, workplace, occurrence, account, row, now, found)


def _still_waits(connection: Connection, workplace: Workplace, occurrence: Occurrence, now: datetime) -> bool:
    """For the approval, or, approved, for the hour to which its event was moved."""
    verdict = gate_on(connection, workplace, occurrence, now).verdict
    early = occurrence.instant is not None and occurrence.instant > now
    return verdict is Verdict.HOLD or (verdict is Verdict.GO and early)


def locate(
    connection: Connection,
    workplace: Workplace,
    campaign_id: str,
    message_id: str,
    name: str,
    near: datetime,
    reach: timedelta = REACH,
) -> Occurrence | None:
    """The occurrence that a key names, as the configuration has it now, due within `reach` of `near`."""
    campaign = workplace.tenant.campaigns.get(campaign_id)
    message = campaign.message(message_id) if campaign else None
    if campaign is None or message is None:
        return None
    # Dates that are listed have names that tell no date, and an end: they are looked through whole.
    endless = message.rule.recurring or isinstance(campaign.event, RepeatingEvent)
    since, until = (near - reach, near + reach) if endless else (LONG_AGO, FAR_AHEAD)
    found = occurrences(connection, workplace, campaign, message, since, until)
    return next((occurrence for occurrence in found if occurrence.name == name), None)


def _follow_the_file(connection: Connection, row: Existing, columns: dict[str, object]) -> None:
    # Until when it is tried is decided when it begins to run.
    changed = {
        name: value
        for name, value in columns.items()
        if name not in ("tenant", "created_at", "expires_at") and getattr(row, name) != value
    }
    if changed:
        connection.execute(update(publication).where(publication.c.id == row.id).values(**changed))
