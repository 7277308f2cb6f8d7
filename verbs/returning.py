"""`bounce`: one mail that came back, handed over by the mail server; what cannot be taken now waits in its queue."""

import asyncio
import sys

from campaigns.account import Account
from channels.capabilities import HandsOn
from channels.email.incoming.mail import read
from channels.email.options import EmailOptions
from channels.email.returns import SIGN, Returns
from channels.message import NotSent, Rejected
from channels.news import Departs, News, Unread
from delivery.accounts.outlets import Outlets
from delivery.contained import contained
from delivery.news.hearing import take_in
from delivery.news.leaving import unsubscribe_by_token
from delivery.workplace import Workplace
from logs import Log
from storage.errors import StorageError
from storage.states import Mode
from verbs.answer import Answer
from verbs.call import Call, Failure, WrongCall
from verbs.place import workplace

WRONG: tuple[type[Exception], ...] = ()
FAILED: tuple[type[Exception], ...] = ()

log = Log(__name__)

LATER = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the mail, and tries again."""
REFUSED = 69
"""EX_UNAVAILABLE: the mail server sends it back to where it came from."""
LARGEST = 50 * 1024 * 1024
"""Octets of a mail: mail servers take none that is larger."""
NONE = "Ninguna cuenta de correo en «modo: real» tiene «rebotes» en canales.yaml."


def bounce(call: Call, account: str | None) -> Answer:
    """Whatever goes wrong here, the mail is not lost: its server is told to keep it."""
    mail = sys.stdin.buffer.read(LARGEST)
    with contained("a mail could not be taken in"):
        try:
            return Answer(None, code=_take(call, account, mail))
        except (WrongCall, Failure, StorageError, OSError) as error:
            call.tell(str(error))
    return Answer(None, code=LATER)


def _take(call: Call, account: str | None, mail: bytes) -> int:
    with workplace(call, stops=True) as place:
        its, returns = _account(place, account, mail)
        found = read(mail, returns).news
        if not isinstance(found, Unread) or (isinstance(found, Departs) and _left(place, found)):
            _keep(place, its, None if isinstance(found, Unread) else found)
            return 0
    # Whoever sends needs the account's secrets.
    with workplace(call) as place:
        its, _ = _account(place, account, mail)
        try:
            asyncio.run(_hand_on(place, its, mail))
        except Rejected as refused:
            log.warning("a person's mail cannot be handed on", account=its.name, reason=refused.reason)
            return REFUSED
        except NotSent as failure:
            call.tell(failure.reason)
            return LATER
        log.info("a mail was handed on to a person", account=its.name)
    return 0


def _account(place: Workplace, wanted: str | None, mail: bytes) -> tuple[Account, Returns]:
    """Whose mailbox of returns it is: the one that is named, that the mail bears, or the first. Raises `Failure`."""
    known = [
        (account, account.options.returns)
        for account in place.tenant.accounts.values()
        if isinstance(account.options, EmailOptions) and account.options.returns is not None
        if place.mode(account) is Mode.REAL and wanted in (None, account.name)
    ]
    if not known:
        raise Failure(
            NONE if wanted is None else f"La cuenta «{wanted}» no está en «modo: real», o no tiene «rebotes»."
        )
    told = mail.lower()
    return next((each for each in known if f"{each[1].box.local}{SIGN}".lower().encode() in told), known[0])


def _keep(place: Workplace, account: Account, found: News | None) -> None:
    if found is None:
        return
    with place.database.write() as connection:
        take_in(connection, place, account, (found,), place.clock.now())


def _left(place: Workplace, asked: Departs) -> bool:
    """Whether the mail proved whose wish it is: it is obeyed then."""
    with place.database.write() as connection:
        return unsubscribe_by_token(connection, place, asked.subject, place.clock.now())


async def _hand_on(place: Workplace, account: Account, mail: bytes) -> None:
    outlets = Outlets()
    try:
        adapter = outlets.adapter(place, account, Mode.REAL)
        assert isinstance(adapter, HandsOn)
        await adapter.hand_on(mail, place.clock.now())
    finally:
        await outlets.close()
