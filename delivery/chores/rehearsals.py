"""What an account's messages are made of is looked at before their hour, while a person can still mend it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from campaigns.account import Account
from campaigns.tenant import Campaign
from channels.adapter import Adapter
from channels.capabilities import Rehearses
from channels.message import Rejected, Unavailable
from channels.registry import adapter
from delivery.chores.assignment import AccountAssignment, AccountChoreKind, Keep
from delivery.publications.occurring import occurrences
from delivery.workplace import Workplace
from storage.account_chores import add_account_chore
from storage.states import Mode
from storage.unready import note_ready, note_unready

REHEARSAL = "rehearsal"
AHEAD = (timedelta(hours=24), timedelta(hours=3))
"""How long before a message: first so that a service has time to approve what is mended, then what changed since."""
AGAIN = timedelta(hours=1)
"""How often what is not in order is looked at, so that whoever mends it is told that it will do."""


def arrange_rehearsals(
    connection: Connection, place: Workplace, campaign: Campaign, now: datetime, until: datetime
) -> None:
    """Write down when a campaign's accounts are looked at, for all that is due until a day after `until`.

    `until`: when the campaign's calendar is looked at next, at the latest. Safe to repeat.
    """
    for message in campaign.messages:
        accounts = [account for account in message.accounts if rehearses(place, account)]
        if not accounts:
            continue
        for occurrence in occurrences(connection, place, campaign, message, now, until + AHEAD[0]):
            if occurrence.instant is None or occurrence.instant <= now:
                continue
            for moment in _moments(occurrence.instant, now):
                for account in accounts:
                    slot = moment.astimezone(UTC).isoformat()
                    add_account_chore(connection, place.tenant_id, REHEARSAL, account.name, account.name, slot, moment)


def rehearses(place: Workplace, account: Account) -> bool:
    """Whether there is anything to look at before an account's messages."""
    return place.mode(account) is Mode.REAL and issubclass(adapter(account.type), Rehearses)


def _moments(instant: datetime, now: datetime) -> Iterator[datetime]:
    """Of what should have been looked at already the last time alone: one look tells as much as two."""
    moments = [instant - ahead for ahead in AHEAD]
    yield from [moment for moment in moments if moment <= now][-1:]
    yield from [moment for moment in moments if moment > now]


async def rehearse(opened: Adapter, assignment: AccountAssignment) -> Keep:
    """Look once. Raises `Unavailable` where the service cannot be asked now."""
    if not isinstance(opened, Rehearses):
        raise Rejected("Este servicio no tiene nada que revisar antes de la hora.")
    account, reason = assignment.account.name, ""
    try:
        await opened.rehearse()
    except Unavailable as problem:
        if not problem.needs_person:
            raise
        reason = problem.reason

    def keep(connection: Connection, place: Workplace, now: datetime) -> None:
        if not reason:
            note_ready(connection, place.tenant_id, account)
            return
        note_unready(connection, place.tenant_id, account, reason, now)
        # On the hour: looks before several messages that find the same go on as one.
        again = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + AGAIN
        add_account_chore(connection, place.tenant_id, REHEARSAL, account, account, again.isoformat(), again)

    return keep


REHEARSALS = AccountChoreKind(rehearse)
