"""Chores of an account, done by its lane: one call each, after its messages, at its pace and after its pauses.

What a service says to a chore holds up chores alone: a limit on reading, or a right to read that is wanting, keeps no
message from going out. A message that cannot go out either finds that out by itself.
"""

import asyncio
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection, bindparam, select

from campaigns.account import Account
from channels.adapter import Adapter
from channels.keys import Key
from channels.message import NotSent, Rejected, Scope, Unavailable
from delivery.accounts.books import Books
from delivery.accounts.lane_work import LaneWork
from delivery.accounts.outlets import Outlets
from delivery.chores.assignment import AccountAssignment, AccountChoreKind, Assignment, Keep
from delivery.chores.chore_kinds import KINDS
from delivery.chores.chores import message_due, quiet, room, senders
from delivery.contained import contained
from delivery.engines.engine import LaneId
from delivery.retry import backoff
from delivery.workplace import Workplace
from logs import Log
from storage.account_chores import (
    AccountChore,
    begin_chore,
    due_chore,
    finish_chore,
    put_off_chores,
    refuse_chore,
    try_chore_again,
)
from storage.execution import execute
from storage.states import DeliveryState, Mode
from storage.tables import delivery, publication

log = Log(__name__)

BELIEVED = timedelta(minutes=2)
"""What a chore may take beyond its calls: its rows, and a busy machine."""
CALLS = 4
"""Of a chore, at most, each as long as the account's deadlines let it be: it is broken off then."""
LATE = "El servicio no terminó de responder."
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(hours=6)
"""Before what could not be done is tried again."""
GONE = "Lo que se había enviado ya no está en el registro de entregas, o el servicio no dejó su número."
UNFORESEEN = "Falló de una manera imprevista; el registro del pregonero tiene el detalle."

_ABOUT = (
    select(
        delivery.c.id,
        delivery.c.publication,
        delivery.c.address,
        delivery.c.remote_id,
        delivery.c.sent_at,
        publication.c.campaign,
        publication.c.message,
        publication.c.account,
        publication.c.occurrence,
    )
    .join(publication, publication.c.id == delivery.c.publication)
    .where(
        delivery.c.id == bindparam("number"),
        delivery.c.state == DeliveryState.SENT.value,
        delivery.c.remote_id.is_not(None),
        delivery.c.sent_at.is_not(None),
        publication.c.mode == Mode.REAL.value,
    )
)


class LaneChores(LaneWork):
    """Does what is due on one open lane, once its messages have left: a chore counts in its quota as a message does."""

    def __init__(self, place: Workplace, lane_id: LaneId, outlets: Outlets, books: Books) -> None:
        """As every work of a lane."""
        super().__init__(place, lane_id, outlets, books)
        self._accounts = senders(place).get(lane_id.sender, []) if lane_id.shard == 0 else []

    async def work(self, stop: asyncio.Event) -> None:
        """One after the other, until none is due or a message is; none where the lane rests or waits for its pace."""
        while self._accounts and not (stop.is_set() or self._books.closing):
            chore = await self._place.database.run(self._next)
            if chore is None or not await self._turn(chore):
                return
            assignment = await self._place.database.run(partial(self._begin, chore=chore))
            if assignment is None:
                return
            if isinstance(assignment, AccountAssignment):
                await self._do(assignment)

    def _next(self, connection: Connection) -> AccountChore | None:
        """The first that is due and may be done now; None where there is none, or a message is due too."""
        now, number = self._place.clock.now(), self._lane.tenant
        if message_due(connection, self._lane, now):
            return None
        while (chore := due_chore(connection, number, self._accounts, now)) is not None:
            kind, account = KINDS.get(chore.kind), self._place.tenant.accounts[chore.account]
            if kind is None:
                refuse_chore(connection, chore.id, f"Esta versión no sabe hacer «{chore.kind}».")
                continue
            later = kind.ready(connection, self._place, account, now)
            if later is None or later <= now:
                return chore
            put_off_chores(connection, number, [account.name], later, chore.kind)
        return None

    async def _turn(self, chore: AccountChore) -> bool:
        """Wait for room and pace; False where that takes long."""
        clock = self._place.clock
        account = self._place.tenant.accounts[chore.account]
        spends = not isinstance(KINDS[chore.kind], AccountChoreKind)
        # Apart: to walk through the calendar may take a while.
        asked = partial(room, state=self._books.pace) if spends else quiet
        free = await asyncio.to_thread(asked, self._place, account, now=clock.now())
        if free > clock.now():
            put_off = partial(put_off_chores, tenant=self._lane.tenant, accounts=self._accounts, until=free)
            await self._place.database.run(put_off)
            return False
        return not spends or await self._turns.wait(account.pace)

    def _begin(self, connection: Connection, chore: AccountChore) -> AccountAssignment | bool | None:
        """Before it is done: what it takes of the quota, and that somebody is at it. None: the lane is another's.

        False: there is nothing to do it about.
        """
        now = self._place.clock.now()
        account = self._place.tenant.accounts[chore.account]
        if not self._turns.taken(connection) or not begin_chore(connection, chore.id, now, believed(account)):
            return None
        if isinstance(KINDS[chore.kind], AccountChoreKind):
            return AccountAssignment(chore.id, chore.kind, chore.slot, chore.tries, account, account.name, now)
        row = execute(connection, _ABOUT, {"number": int(chore.subject)}).one_or_none()
        if row is None:
            refuse_chore(connection, chore.id, GONE)
            return False
        return Assignment(
            chore=chore.id,
            kind=chore.kind,
            slot=chore.slot,
            tries=chore.tries,
            account=account,
            delivery=row.id,
            publication=row.publication,
            key=str(Key(row.campaign, row.message, row.account, row.occurrence)),
            remote_id=row.remote_id,
            destination=row.address or account.target,
            sent_at=row.sent_at,
            asked_at=now,
        )

    async def _do(self, assignment: AccountAssignment) -> None:
        opened = self._outlets.adapter(self._place, assignment.account, Mode.REAL)
        answer = await _answer(opened, assignment)
        about = {"lane": self._lane.sender, "kind": assignment.kind, "key": assignment.key}
        if isinstance(answer, Rejected):
            log.warning("a chore has failed", **about, reason=answer.reason)
        elif isinstance(answer, NotSent) and assignment.tries == 0:
            log.warning("a chore is tried again", **about, reason=answer.reason)
        elif not isinstance(answer, NotSent):
            log.info("a chore is done", **about)
        await self._place.database.run(partial(self._record, assignment=assignment, answer=answer))

    def _record(self, connection: Connection, assignment: AccountAssignment, answer: Keep | NotSent) -> None:
        now = self._place.clock.now()
        if isinstance(answer, Rejected):
            refuse_chore(connection, assignment.chore, answer.reason)
        elif isinstance(answer, NotSent):
            wait = backoff(assignment.tries, FIRST_WAIT, LONGEST_WAIT, self._random.random())
            asked = answer.retry_after if isinstance(answer, Unavailable) else None
            at = now + max(wait, asked or timedelta(0))
            try_chore_again(connection, assignment.chore, at, answer.reason)
            if isinstance(answer, Unavailable) and answer.scope is not Scope.RECIPIENT:
                put_off_chores(connection, self._lane.tenant, self._accounts, at)
        else:
            answer(connection, self._place, now)
            finish_chore(connection, assignment.chore)


def believed(account: Account) -> timedelta:
    """Longer than a chore can take. Who began one and was not heard of since is dead, and it is begun again."""
    return BELIEVED + timedelta(seconds=CALLS * account.options.patience)


async def _answer(opened: Adapter, assignment: AccountAssignment) -> Keep | NotSent:
    """What came of the call. What nobody foresaw is tried again like what is not to be had now."""
    kind = KINDS[assignment.kind]
    with contained("a chore failed in a way that nobody foresaw", kind=assignment.kind, key=assignment.key):
        try:
            async with asyncio.timeout(CALLS * assignment.account.options.patience or None):
                if isinstance(kind, AccountChoreKind):
                    return await kind.do(opened, assignment)
                assert isinstance(assignment, Assignment)
                return await kind.do(opened, assignment)
        except NotSent as outcome:
            return outcome
        except TimeoutError:
            return Unavailable(LATE, code="late")
    return Unavailable(UNFORESEEN, code="unforeseen")
