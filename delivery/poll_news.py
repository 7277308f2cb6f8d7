"""How a poll ended, as its service tells it of its own accord: the answer to our own word comes once, or is lost."""

from datetime import datetime

from sqlalchemy import Connection

from campaigns.account import Account
from channels.news import Ended
from delivery.workplace import Workplace
from storage.events import LONGEST_NAME, note_event
from storage.polls import uncounted_polls
from storage.surveys import count_poll

KIND = "poll-ended"


def take_in_votes(connection: Connection, workplace: Workplace, account: Account, ended: Ended, now: datetime) -> bool:
    """Count the poll that asks this, unless that is done; whether it was new.

    The service names it by what it asks. Where several that are open ask the same, nobody knows which it is: a person
    looks, as where nothing is told.
    """
    asked = (ended.question.strip(), tuple(each.strip() for each in ended.options))
    found = [
        number
        for number, question, options in uncounted_polls(connection, workplace.tenant_id, account.sender)
        if (question.strip(), tuple(each.strip() for each in options)) == asked
    ]
    if len(found) != 1:
        return False
    name, told = ended.remote_id[:LONGEST_NAME], {"votes": list(ended.votes)}
    if note_event(connection, workplace.tenant_id, account.name, name, KIND, told, now) is None:
        return False
    count_poll(connection, found[0], ended.votes, ended.voters, now)
    return True
