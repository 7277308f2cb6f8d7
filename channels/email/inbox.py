"""The mailbox of returns as an account reads it: what came back, told; what was understood, put aside a visit later.

Loads imapclient; `smtp` imports this file where an account has such a mailbox.
"""

import asyncio
import ssl
from datetime import timedelta

from channels.capabilities import Finding, Standing
from channels.email.incoming.mail import LARGEST, Arrived, read
from channels.email.mailbox import mailbox
from channels.email.returns import Inbox, InboxSecurity, Returns
from channels.message import Scope, Unavailable
from channels.news import Departs, News, Polled, Unread
from sources.mailbox import Entrance, MailboxError, Visit, standing, visit

MOST = 50
"""Mails of one visit."""
ADVICE_OF_DELIVERIES = "Revise «entregas» en canales.yaml: servidor, usuario, clave y carpeta."
UNREAD_DELIVERIES = "Léalos: lo que no lleva el código de un deber abierto, o pesa demasiado, queda sin leer."
ADVICE = "Revise «buzon» en canales.yaml: servidor, usuario, clave y carpeta."


class ReturnsInbox:
    """One account's."""

    def __init__(self, returns: Returns, inbox: Inbox, reply_to: str) -> None:
        """Opens no connection. `reply_to`: where people's answers go; in that mailbox somebody reads them anyway."""
        self._returns, self._inbox = returns, inbox
        self._tells = mailbox(reply_to).address.lower() != returns.box.address.lower()
        self._done: list[int] = []
        """What the last visit understood: put aside once its news is kept."""
        self._told = ""
        """The place of the last visit."""

    async def poll(self, cursor: str, patience: timedelta) -> Polled:
        """What came back after `cursor`; a mailbox cannot wait for mails, so it is asked again after `patience`.

        Raises `Unavailable`.
        """
        done = self._done if cursor == self._told else []
        try:
            brought, arrived = await asyncio.to_thread(self._visit, cursor, done)
        except MailboxError as error:
            raise Unavailable(
                error.reason, code="mailbox", scope=Scope.ACCOUNT, needs_person=error.needs_person
            ) from error
        news, self._done, self._told = list[News](), [], brought.place
        for mail, its in zip(brought.mails, arrived, strict=True):
            if isinstance(its.news, Unread):
                # What went away meanwhile is nobody's to read.
                news += [its.news] if mail.data and (self._tells or isinstance(its.news, Departs)) else []
                continue
            if its.ours:
                self._done.append(mail.number)
            if its.news is not None:
                news.append(its.news)
        return Polled(tuple(news), brought.place, timedelta(0) if brought.more else patience)

    async def examine(self) -> Finding:
        """Whether it can be read, and how many mails wait there for somebody; nothing is changed."""
        try:
            found = await asyncio.to_thread(lambda: standing(self._entrance()))
        except MailboxError as error:
            bad = Standing.BAD if error.needs_person else Standing.UNKNOWN
            return Finding("returns", bad, error.reason, ADVICE)
        said = f"El buzón de {self._returns.address} se puede leer: {found.mails} correos, {found.unread} sin leer."
        if found.unread and self._tells:
            advice = "Léalos: lo que el programa no entiende queda sin leer, y puede ser una petición de una persona."
            return Finding("returns", Standing.WARNING, said, advice)
        return Finding("returns", Standing.GOOD, said)

    def _visit(self, cursor: str, done: list[int]) -> tuple[Visit, list[Arrived]]:
        """On a thread: mails are read there too."""
        brought = visit(self._entrance(), cursor, MOST, LARGEST, done, self._inbox.moved_to)
        return brought, [read(mail.data, self._returns) for mail in brought.mails]

    def _entrance(self) -> Entrance:
        return entrance_of(self._inbox)


async def deliveries_examined(inbox: Inbox) -> Finding:
    """Whether the mailbox to which duties are handed in can be read, and what waits there; nothing is changed."""
    try:
        found = await asyncio.to_thread(lambda: standing(entrance_of(inbox)))
    except MailboxError as error:
        bad = Standing.BAD if error.needs_person else Standing.UNKNOWN
        return Finding("deliveries", bad, error.reason, ADVICE_OF_DELIVERIES)
    said = f"El buzón de entregas de {inbox.user} se puede leer: {found.mails} correos, {found.unread} sin leer."
    if found.unread:
        return Finding("deliveries", Standing.WARNING, said, UNREAD_DELIVERIES)
    return Finding("deliveries", Standing.GOOD, said)


def entrance_of(inbox: Inbox) -> Entrance:
    """How it is opened. Raises `MailboxError` where its authority is wrong."""
    return Entrance(
        inbox.host,
        inbox.port,
        inbox.user,
        inbox.password.get_secret_value(),
        inbox.folder,
        _verifying(inbox),
        starttls=inbox.security is InboxSecurity.STARTTLS,
    )


def _verifying(inbox: Inbox) -> ssl.SSLContext | None:
    """What verifies chain and host name, for TLS 1.2 or newer. Raises `MailboxError` where its authority is wrong."""
    if inbox.security is InboxSecurity.NONE:
        return None
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if inbox.authority is not None:
        try:
            context.load_verify_locations(cafile=inbox.authority)
        except OSError as error:
            raise MailboxError(f"No se puede leer la autoridad «ca» del buzón: {error}", needs_person=True) from error
    return context
