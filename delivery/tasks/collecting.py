"""Duties handed in by mail, fetched from their mailbox: each is kept before it is marked as read, so none is lost.

Whoever reads a mail again, after a crash or beside another daemon, gets the receipt that there is.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from campaigns.account import Account
from channels.email.options import EmailOptions
from channels.email.returns import Inbox
from delivery.clock import Clock
from delivery.contained import contained
from delivery.tasks.handed_mail import read_mail
from delivery.tasks.mailbox import hands_in, take_in
from delivery.workplace import Workplace, Workplaces
from logs import Log
from storage.database import Database
from storage.errors import StorageError
from storage.states import Mode

log = Log(__name__)

LARGEST = 25_000_000
"""Octets of a mail, and of all that are held at once: mail servers seldom take a larger one."""
EVERY = timedelta(minutes=1)
"""Between two visits to a mailbox."""
MOST_KNOWN = 20_000
"""Mails that are kept in mind as nobody's duty; beyond it all are looked at again."""

Name = tuple[str, str]
"""A municipality and an account."""


class Collecting:
    """Looks into the mailboxes of all municipalities."""

    def __init__(self, database: Database, places: Workplaces, clock: Clock) -> None:
        """All stay the caller's. No mailbox is opened yet."""
        self._database = database
        self._places = places
        self._clock = clock
        self._next: dict[Name, datetime] = {}
        self._known: dict[Name, set[tuple[int, int]]] = {}
        self._troubles: dict[Name, str] = {}

    async def look(self) -> None:
        """Take in what has come to each mailbox whose time it is. Raises `StorageError`, `OSError`."""
        for place in self._places.all:
            for account, inbox in mailboxes(place):
                name = (place.tenant.slug, account.name)
                if self._next.get(name, self._clock.now()) > self._clock.now():
                    continue
                more = await self._collect(place, name, inbox)
                self._next[name] = self._clock.now() + (timedelta(0) if more else EVERY)

    async def _collect(self, place: Workplace, name: Name, inbox: Inbox) -> bool:
        """Whether there is more to take in now."""
        # It stands on imapclient, which who has no such mailbox does without.
        from channels.email.inbox import entrance_of  # noqa: PLC0415
        from sources.mailbox import MailboxError, put_aside, unread  # noqa: PLC0415

        known = self._known.setdefault(name, set())
        wanted = partial(hands_in, place.keyring, now=self._clock.now())
        try:
            entrance = entrance_of(inbox)
            found = await asyncio.to_thread(unread, entrance, wanted, LARGEST, frozenset(known))
            taken = [mail.number for mail in found.mails if await self._keep(place, mail.data)]
            await asyncio.to_thread(put_aside, entrance, found.validity, taken, inbox.moved_to)
        except MailboxError as error:
            if self._troubles.get(name) != error.reason:
                log.warning("deliveries cannot be read", tenant=name[0], account=name[1], reason=error.reason)
            self._troubles[name] = error.reason
            return False
        self._troubles.pop(name, None)
        for number in found.too_large:
            log.warning("a delivery is too large to be taken in", tenant=name[0], account=name[1], mail=number)
        left = {*found.unwanted, *found.too_large, *(mail.number for mail in found.mails)} - {*taken}
        if len(known) > MOST_KNOWN:
            known.clear()
        known.update((found.validity, number) for number in left)
        return found.more

    async def _keep(self, place: Workplace, mail: bytes) -> bool:
        """Whether it was taken in or passed on: what was neither stays for a person, and holds up no other."""
        read = await asyncio.to_thread(read_mail, mail)
        work = partial(take_in, workplace=place, mail=read, now=self._clock.now())
        with contained("a delivery could not be taken in", StorageError, OSError, tenant=place.tenant.slug):
            return await self._database.run(work) is not None
        return False


def mailboxes(place: Workplace) -> Iterator[tuple[Account, Inbox]]:
    """Those that are read: of accounts that send for real, where the municipality takes duties in by mail."""
    if place.tenant.municipality.deliveries is None:
        return
    for account in place.tenant.accounts.values():
        options = account.options
        if isinstance(options, EmailOptions) and options.deliveries is not None and place.mode(account) is Mode.REAL:
            yield account, options.deliveries
