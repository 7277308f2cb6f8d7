"""What a service tells an account, taken into the rows: once, and counting from the moment it is committed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from audience.addresses import KIND_OF_CHANNEL, AddressKind, BadAddress, normalise, recipient_key
from audience.suppression import DECLINED, OPTED_OUT, UNREACHED, lift, opt_out, suppress_gone
from campaigns.account import Account
from campaigns.subscribing import offered_topics
from channels.news import Became, Ended, News, Reacted, Reply, Returned, Spoke, Unread, Word
from delivery.accounts.intakes import answers
from delivery.news.fates import take_in_fate
from delivery.news.poll_news import take_in_votes
from delivery.news.reactions import take_in_reactions
from delivery.news.returns import take_in_return, tell_of_unread
from delivery.news.stoppages import rest_if_told
from delivery.news.topic_words import obey_topics, topics_meant
from delivery.news.unreached import decline
from delivery.workplace import Workplace
from logs import Log
from storage.events import LONGEST_NAME, note_event, said_since
from storage.replies import add_reply, answered_since

log = Log(__name__)

REPLIES = {Word.START: Reply.GREETING, Word.STOP: Reply.FAREWELL, Word.HELP: Reply.HELP, Word.OTHER: Reply.BRIEF}
TOPICAL = (Word.START, Word.JOIN, Word.QUIT)
"""Words that topics may stand behind."""
"""What is answered to what; to the others nothing."""
BETWEEN = {
    Reply.GREETING: timedelta(minutes=1),
    Reply.FAREWELL: timedelta(minutes=1),
    Reply.HELP: timedelta(minutes=1),
    Reply.TOPICS: timedelta(seconds=5),
    Reply.BRIEF: timedelta(days=1),
}
"""The least time between two answers of a kind to one person: two programs that answer each other soon fall silent."""
CLOSED = "Cerró el chat a la cuenta."
REFUSED = "Le dijo al servicio que no quiere publicidad de la cuenta {}."


def take_in(connection: Connection, workplace: Workplace, account: Account, news: Sequence[News], now: datetime) -> int:
    """Keep what is new of it and do what it asks; how much was new.

    Who wants no more gets nothing more from this transaction on, what is claimed already included (`ledger.intend`).
    """
    rest_if_told(connection, workplace, account, news, now)
    return sum(_take_in(connection, workplace, account, each, now) for each in news)


def _take_in(connection: Connection, workplace: Workplace, account: Account, each: News, now: datetime) -> bool:
    match each:
        case Spoke():
            return _listen(connection, workplace, account, each, now)
        case Became():
            return take_in_fate(connection, workplace, account, each, now)
        case Reacted():
            return take_in_reactions(connection, workplace, account, each, now)
        case Ended():
            return take_in_votes(connection, workplace, account, each, now)
        case Returned():
            return take_in_return(connection, workplace, each, now)
        case Unread():
            return tell_of_unread(connection, workplace, account, each, now)


def _listen(connection: Connection, workplace: Workplace, account: Account, spoke: Spoke, now: datetime) -> bool:
    kind = KIND_OF_CHANNEL[account.type]
    key = _key(workplace, kind, spoke.person)
    if key is None:
        return False
    topics = topics_meant(workplace, spoke) if spoke.word in TOPICAL else ()
    if spoke.word in (Word.JOIN, Word.QUIT) and not topics:
        spoke = replace(spoke, word=Word.OTHER)
    at = spoke.at.isoformat() if spoke.at is not None else None
    told = {name: value for name, value in {"at": at, "source": spoke.source}.items() if value}
    name, word = spoke.remote_id[:LONGEST_NAME], spoke.word.value
    number = note_event(connection, workplace.tenant_id, account.name, name, word, told, now, key=key)
    if number is None:
        return False
    others = {found for each in spoke.also if (found := _key(workplace, kind, each)) is not None}
    _obey(connection, workplace, account, spoke.word, [key, *sorted(others - {key})], spoke.at or now)
    if topics:
        obey_topics(connection, workplace, account, spoke, key, topics, now)
    _answer(connection, workplace, account, spoke, number, key, now, topical=bool(topics))
    log.info("a person spoke", tenant=workplace.tenant.slug, account=account.name, word=word)
    return True


def _obey(
    connection: Connection, workplace: Workplace, account: Account, word: Word, keys: Sequence[str], at: datetime
) -> None:
    """Whoever stops is written to no more, under no address; who begins again takes back only the own word.

    `at`: when it was said. News comes in any order, above all through calls: the later word is the one that counts.
    """
    tenant = workplace.tenant_id
    match word:
        case Word.STOP if not said_since(connection, tenant, keys, Word.START.value, at):
            said = f"Escribió a la cuenta {account.name} que no quiere más mensajes."
            for key in keys:
                opt_out(connection, tenant, key, said, at)
        case Word.LEFT:
            suppress_gone(connection, tenant, account.type, keys[0], CLOSED, at)
        case Word.START:
            lift(connection, tenant, account.type, keys, (OPTED_OUT, *UNREACHED, DECLINED), at)
        case Word.BACK:
            lift(connection, tenant, account.type, keys, UNREACHED, at)
        case Word.DECLINED:
            decline(connection, tenant, account.type, keys[0], REFUSED.format(account.name), at)
        case Word.WELCOMED if not said_since(connection, tenant, keys, Word.DECLINED.value, at):
            lift(connection, tenant, account.type, keys, (DECLINED,), at, publicity=True)


def _answer(
    connection: Connection,
    workplace: Workplace,
    account: Account,
    spoke: Spoke,
    event_id: int,
    key: str,
    now: datetime,
    *,
    topical: bool = False,
) -> None:
    """Write the answer down, unless the person has just had the same one; the lane of the credential sends it."""
    listed = topical or (spoke.word is Word.TOPICS and offered_topics(workplace.tenant))
    reply = Reply.TOPICS if listed else REPLIES.get(Word.OTHER if spoke.word is Word.TOPICS else spoke.word)
    if reply is None or not answers(account):
        return
    if not answered_since(connection, workplace.tenant_id, key, reply.value, now - BETWEEN[reply]):
        whom = (account.name, account.sender, key, spoke.person)
        add_reply(connection, workplace.tenant_id, event_id, *whom, reply.value, now)


def _key(workplace: Workplace, kind: AddressKind, address: str) -> str | None:
    """What stands for an address in rows; None where it is none that we write to."""
    try:
        return recipient_key(workplace.keyring.address_key, normalise(kind, address))
    except BadAddress:
        return None
