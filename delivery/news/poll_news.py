"""How a poll ended, as its service tells it of its own accord: the answer to our own word comes once, or is lost."""

from datetime import datetime

from sqlalchemy import Connection

from campaigns.account import Account
from channels.news import Ended
from delivery.workplace import Workplace
from storage.events import LONGEST_NAME, note_event
from storage.polls import poll_named, unnamed_polls
from storage.surveys import count_poll

KIND = "poll-ended"


def take_in_votes(connection: Connection, workplace: Workplace, account: Account, ended: Ended, now: datetime) -> bool:
    """Count the poll that it tells of, unless that is done; whether it was new."""
    publication = _awaited(connection, workplace, account, ended)
    if publication is None:
        return False
    name, told = ended.remote_id[:LONGEST_NAME], {"votes": list(ended.votes)}
    if note_event(connection, workplace.tenant_id, account.name, name, KIND, told, now) is None:
        return False
    count_poll(connection, publication, ended.votes, ended.voters, now)
    return True


def _awaited(connection: Connection, workplace: Workplace, account: Account, ended: Ended) -> int | None:
    """The publication whose poll it is, by the service's own name for it; None: nobody waits for its votes.

    A poll whose name nobody kept is known by what it asks. Where several such ask the same, nobody knows which it is: a
    person looks, as where nothing is told.
    """
    named = poll_named(connection, workplace.tenant_id, account.sender, ended.poll)
    if named is not None:
        return named.publication if named.awaited else None
    asked = (ended.question.strip(), tuple(each.strip() for each in ended.options))
    found = [
        number
        for number, question, options in unnamed_polls(connection, workplace.tenant_id, account.sender)
        if (question.strip(), tuple(each.strip() for each in options)) == asked
    ]
    return found[0] if len(found) == 1 else None
