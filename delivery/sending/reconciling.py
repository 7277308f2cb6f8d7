"""What is uncertain is asked of the service, where it can be asked: after a decent wait, a few times, at its pace."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, select

from campaigns.account import Account
from channels.capabilities import Reconciles
from channels.message import Message, NotSent, Sent, Unavailable, Uncertain
from channels.registry import adapter
from delivery.accounts.lane_work import LaneWork
from delivery.accounts.turns import free_at
from delivery.chores.closing import arrange_closes
from delivery.chores.pulls import arrange_pulls
from delivery.contained import contained
from delivery.engines.engine import LaneId
from delivery.sending.attempt import without_address
from delivery.sending.chunk import chunk_of
from delivery.sending.finishing import Finishing
from delivery.sending.verdict import Outgoing
from delivery.workplace import Workplace
from logs import Log
from storage.ledger import Claimed, Doubt, ask_next, doubts, found_missing, found_sent, still_unknown
from storage.states import Mode
from storage.tables import delivery, publication

log = Log(__name__)

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""Before the first time that it is asked, and between one and the next; then a person finds out."""
ABSENT = "El servicio no lo tiene: no había salido, y se envía otra vez."


class Inquiry(NamedTuple):
    """One delivery to ask about."""

    doubt: Doubt
    account: Account
    mode: Mode
    outgoing: Outgoing
    since: datetime
    """Before which it cannot have been sent."""


def reconciling(workplace: Workplace) -> dict[str, Account]:
    """The accounts that can be asked, by sender."""
    found = workplace.tenant.accounts.values()
    return {each.sender: each for each in found if each.mode == Mode.REAL.value and can_be_asked(each)}


def can_be_asked(account: Account) -> bool:
    """Whether an account's service can be asked what became of a message."""
    return issubclass(adapter(account.type), Reconciles)


def arrange(connection: Connection, workplace: Workplace, now: datetime) -> tuple[set[LaneId], datetime | None]:
    """Give what is newly in doubt its first hour; which lanes have something to ask now, and when the next is due."""
    accounts = reconciling(workplace)
    lanes: set[LaneId] = set()
    upcoming: list[datetime] = []
    for doubt in doubts(connection, workplace.tenant_id, accounts) if accounts else ():
        due = doubt.next_ask
        if due is None and doubt.asks == 0:
            due = now + WAITS[0]
            ask_next(connection, doubt.id, due)
        if due is None:
            continue
        free = free_at(connection, workplace, doubt.sender, now)
        if free is None:
            continue
        if max(due, free) <= now:
            lanes.add(workplace.lane(doubt.sender))
        else:
            upcoming.append(max(due, free))
    return lanes, min(upcoming, default=None)


class Inquirer(LaneWork):
    """Asks about what is uncertain on one open lane: an ask counts in its quota as a send does."""

    async def work(self, stop: asyncio.Event) -> None:
        """Ask all that is due, one after the other; nothing where the lane rests or waits for its pace."""
        if self._books.closing or self._lane.sender not in reconciling(self._place):
            return
        while not stop.is_set():
            inquiry = await self._place.database.run(self._next)
            if inquiry is None or not await self._turn(inquiry):
                return
            await self._ask(inquiry)

    async def _turn(self, inquiry: Inquiry) -> bool:
        """Wait for the pace; False where that takes long, or the lane is another's."""
        if not await self._turns.wait(inquiry.account.pace):
            return False
        return await self._place.database.run(partial(self._begin, doubt=inquiry.doubt))

    def _begin(self, connection: Connection, doubt: Doubt) -> bool:
        """Before it is asked: what this takes of the quota, and when the next time is, whatever becomes of this one."""
        wait = WAITS[doubt.asks + 1] if doubt.asks + 1 < len(WAITS) else None
        at = None if wait is None else self._place.clock.now() + wait
        return self._turns.taken(connection) and ask_next(connection, doubt.id, at)

    def _next(self, connection: Connection) -> Inquiry | None:
        """The first that is due."""
        now = self._place.clock.now()
        for doubt in doubts(connection, self._lane.tenant, [self._lane.sender]):
            if doubt.next_ask is None or doubt.next_ask > now:
                continue
            inquiry = self._inquiry(connection, doubt)
            if inquiry is not None:
                return inquiry
            ask_next(connection, doubt.id, None)
            told = "No se pudo preguntar: el canal ya no está en canales.yaml, o al texto le falta un dato."
            still_unknown(connection, doubt.id, told, now, now)
        return None

    def _inquiry(self, connection: Connection, doubt: Doubt) -> Inquiry | None:
        row = connection.execute(select(delivery).where(delivery.c.id == doubt.id)).one()
        its = connection.execute(select(publication).where(publication.c.id == row.publication)).one()
        account, mode = self._place.tenant.accounts.get(its.account), Mode(its.mode)
        if account is None or mode is not Mode.REAL:
            return None
        names = ("id", "publication", "recipient_key", "address", "audience", "attempts", "resumption")
        claimed = Claimed(**{name: getattr(row, name) for name in names})
        chunk = chunk_of(connection, self._place, its, (claimed,))
        opened = self._outlets.adapter(self._place, account, mode)
        finishing = Finishing(self._place.folder, self._place.keyring, self._place.tenant_id)
        made = finishing.finish(chunk, claimed, account, opened, self._place.clock.now())
        return Inquiry(doubt, account, mode, made, its.started_at) if isinstance(made, Outgoing) else None

    async def _ask(self, inquiry: Inquiry) -> None:
        started = self._place.clock.now()
        answer = await _answer(inquiry.outgoing, inquiry.since)
        now = self._place.clock.now()
        if answer is not None:
            without_address(answer, inquiry.outgoing.row.address)
        about = {"lane": self._lane.sender, "delivery": inquiry.doubt.id, "answer": _word(answer)}
        log.info("asked about an uncertain message", **about)
        await self._place.database.run(
            partial(_record, place=self._place, inquiry=inquiry, answer=answer, started=started, now=now)
        )


async def _answer(outgoing: Outgoing, since: datetime) -> Sent | NotSent | None:
    """What the service says. What an adapter did not foresee says nothing."""
    asked, message = outgoing.adapter, outgoing.message
    if not isinstance(asked, Reconciles):
        return Uncertain("A este servicio no se le puede preguntar.")
    with contained("the adapter failed in a way it does not know", delivery=message.key):
        return await _asked(asked, message, since)
    return Uncertain("Al preguntar falló de una manera imprevista.", code="unforeseen")


async def _asked(asked: Reconciles, message: Message, since: datetime) -> Sent | NotSent | None:
    try:
        return await asked.reconcile(message, since)
    except NotSent as outcome:
        return outcome


def _record(
    connection: Connection,
    place: Workplace,
    inquiry: Inquiry,
    answer: Sent | NotSent | None,
    started: datetime,
    now: datetime,
) -> None:
    doubt = inquiry.doubt
    if isinstance(answer, Sent):
        sent_at = doubt.since or now
        found_sent(connection, doubt.id, answer.remote_id, answer.url, sent_at, started, now)
        arrange_pulls(connection, place, [doubt.id], now)
        arrange_closes(connection, place, [doubt.id])
    elif isinstance(answer, NotSent):
        still_unknown(connection, doubt.id, answer.reason, started, now)
        if isinstance(answer, Unavailable) and answer.retry_after is not None and doubt.asks + 1 < len(WAITS):
            ask_next(connection, doubt.id, now + max(answer.retry_after, WAITS[doubt.asks + 1]))
    elif _is_certain(inquiry, now):
        found_missing(connection, doubt.id, ABSENT, started, now)
    else:
        still_unknown(connection, doubt.id, "Todavía no se ve en el servicio.", started, now)


def _is_certain(inquiry: Inquiry, now: datetime) -> bool:
    """Whether its absence proves anything yet."""
    after, since = inquiry.account.profile.certain_after, inquiry.doubt.since
    return after is not None and since is not None and now - since >= after


def _word(answer: Sent | NotSent | None) -> str:
    return "absent" if answer is None else type(answer).__name__.lower()
