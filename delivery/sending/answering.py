"""Who wrote to an account is answered by its lane: within its pace, at most once, and before the next of a campaign."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, exists, select

from audience.subscriptions import topics_of
from audience.suppression import OPTED_OUT, is_suppressed, suppress_gone
from campaigns.account import Account
from campaigns.subscribing import offered_topics
from channels.adapter import Pace
from channels.capabilities import Answers
from channels.message import Message, NotSent, Rejected, Sent, Unavailable
from channels.news import Reply as Kind
from channels.registry import adapter
from delivery.accounts.intakes import answers, answers_through
from delivery.accounts.lane_work import LaneWork
from delivery.accounts.turns import uncounted_at
from delivery.engines.engine import LaneId
from delivery.keys import ANSWER, answer_key
from delivery.retry import Decision, decide
from delivery.sending.attempt import attempt, without_address
from delivery.sending.reply_words import reply_text
from delivery.workplace import Workplace
from logs import Log
from storage.replies import (
    Reply,
    doubt_replies,
    end_reply,
    give_up_replies,
    intend_reply,
    next_reply,
    put_reply_back,
    waiting_replies,
)
from storage.states import DeliveryState, Mode, ReplyState
from storage.tables import address, contact

log = Log(__name__)

USEFUL = timedelta(days=1)
"""An answer that comes later than this after the person's word answers nothing any more; nor does Meta take it
(https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages#customer-service-windows)."""
LATE = "Pasaron 24 horas desde que la persona escribió: ya no se le responde."
UNCONFIGURED = "La cuenta ya no está en canales.yaml, o está en pruebas."
ENDS = {
    DeliveryState.SENT: ReplyState.SENT,
    DeliveryState.FAILED: ReplyState.FAILED,
    DeliveryState.UNCERTAIN: ReplyState.UNCERTAIN,
}


def arrange_replies(connection: Connection, workplace: Workplace, now: datetime) -> tuple[set[LaneId], datetime | None]:
    """Which lanes have somebody to answer now, and when the next one will.

    What no lane will answer is given up here: no account is left for it, or its lane waits for a person and it is too
    late.
    """
    lanes: set[LaneId] = set()
    upcoming: list[datetime] = []
    for sender, due in waiting_replies(connection, workplace.tenant_id).items():
        if not answers_through(workplace.tenant, sender):
            _give_up_all(connection, workplace, sender, now, UNCONFIGURED, now)
            continue
        paces = [_unlimited(each) for each in workplace.tenant.accounts.values() if each.sender == sender]
        free = uncounted_at(connection, workplace, sender, paces, now)
        if free is None:
            _give_up_all(connection, workplace, sender, now - USEFUL, LATE, now)
            continue
        if max(due, free) <= now:
            lanes.add(workplace.lane(sender))
        else:
            upcoming.append(max(due, free))
    return lanes, min(upcoming, default=None)


def _give_up_all(
    connection: Connection, workplace: Workplace, sender: str, until: datetime, why: str, now: datetime
) -> None:
    if count := give_up_replies(connection, workplace.tenant_id, sender, until, why, now):
        log.warning("answers are given up", lane=sender, count=count, reason=why)


def _unlimited(account: Account) -> Pace:
    """An answer is within no quota: services limit what we begin, and who says BAJA waits for no day to pass."""
    return replace(account.pace, quota=None)


class Answerer(LaneWork):
    """Sends the answers of one open lane."""

    async def work(self, stop: asyncio.Event) -> int:
        """Send all that is due, one after the other; how many were tried. None where the lane rests."""
        tried = 0
        while not self._books.resting and not stop.is_set():
            reply = await self._place.database.run(self._next)
            if reply is None:
                return tried
            account = self._place.tenant.accounts.get(reply.account)
            if account is None or account.mode != Mode.REAL.value or not answers(account):
                await self._place.database.run(partial(self._give_up, reply=reply, why=UNCONFIGURED))
            elif await self._turn(account, reply):
                await self._answer(account, reply)
            else:
                return tried
            tried += 1
        return tried

    def _next(self, connection: Connection) -> Reply | None:
        """The next one; what is too old is given up."""
        now, epoch = self._place.clock.now(), self._books.epoch
        doubt_replies(connection, self._lane.tenant, self._lane.sender, epoch, now)
        while (reply := next_reply(connection, self._lane.tenant, self._lane.sender, now)) is not None:
            if now < _until(reply):
                return reply
            self._give_up(connection, reply, LATE)
        return None

    def _give_up(self, connection: Connection, reply: Reply, why: str) -> None:
        if intend_reply(connection, reply.id, self._books.epoch):
            log.warning("an answer is given up", account=reply.account, reason=why)
            end_reply(connection, reply.id, self._books.epoch, ReplyState.FAILED, why, self._place.clock.now())

    async def _turn(self, account: Account, reply: Reply) -> bool:
        """Wait for the pace, and commit to sending; False where the wait is long, or the lane is another's."""
        if not await self._turns.wait(_unlimited(account)):
            return False
        return await self._place.database.run(partial(self._intend, reply=reply))

    def _intend(self, connection: Connection, reply: Reply) -> bool:
        return self._turns.taken(connection) and intend_reply(connection, reply.id, self._books.epoch)

    async def _answer(self, account: Account, reply: Reply) -> None:
        clock = self._place.clock
        text = await self._place.database.ask(partial(self._text, account=account, reply=reply))
        message = Message(ANSWER, answer_key(reply.id), reply.address, clock.now(), text, is_answer=True)
        outcome = await attempt(self._outlets.adapter(self._place, account, Mode.REAL), message, _nothing)
        without_address(outcome, reply.address)
        decision = decide(
            outcome,
            attempts=reply.attempts,
            lane_failures=self._books.failures,
            now=clock.now(),
            expires_at=_until(reply),
            at_least_once=False,
            jitter=self._random.random(),
        )
        if isinstance(outcome, Sent):
            self._books.arrived()
        else:
            self._books.note(decision, outcome)
            log.warning("an answer did not go out", account=account.name, reason=outcome.reason)
        await self._place.database.run(
            partial(self._record, account=account, reply=reply, outcome=outcome, decision=decision)
        )

    def _text(self, connection: Connection, account: Account, reply: Reply) -> str:
        """As things stand now: whether the person is on a list, and may be written to."""
        tenant, kind = self._place.tenant_id, adapter(account.type)
        assert issubclass(kind, Answers)
        how = kind.answers(account.options)
        behind = exists().where(
            address.c.tenant == tenant,
            address.c.key == reply.key,
            contact.c.id == address.c.contact,
            contact.c.erased_at.is_(None),
        )
        known = bool(connection.scalar(select(behind)))
        # Who stops right after the greeting was asked for gets both answers, each for itself.
        suppressed = is_suppressed(connection, tenant, account.type, reply.key, besides=(OPTED_OUT,))
        municipality = self._place.tenant.municipality
        return reply_text(
            Kind(reply.kind),
            how,
            municipality,
            reply.address,
            known=known,
            suppressed=suppressed,
            offered=offered_topics(self._place.tenant),
            chosen=topics_of(connection, tenant, reply.key),
        )

    def _record(
        self, connection: Connection, account: Account, reply: Reply, outcome: Sent | NotSent, decision: Decision
    ) -> None:
        now, epoch, books = self._place.clock.now(), self._books.epoch, self._books
        why = None if isinstance(outcome, Sent) else outcome.reason
        end = ENDS.get(decision.to)
        if end is not None:
            end_reply(connection, reply.id, epoch, end, why, now)
        else:
            again = decision.not_before or decision.lane_until or now
            tried = reply.attempts + decision.burns_attempt
            put_reply_back(connection, reply.id, epoch, tried, again, why or "")
        if isinstance(outcome, Rejected) and outcome.recipient_gone:
            suppress_gone(connection, self._place.tenant_id, account.type, reply.key, outcome.reason, now)
        if isinstance(outcome, Unavailable) and books.rests_until is not None:
            self._turns.note(connection, **books.rest)


def _until(reply: Reply) -> datetime:
    """The end of the day that begins with the person's word, which we may have heard later."""
    return min(reply.said_at or reply.created_at, reply.created_at) + USEFUL


async def _nothing(_token: str) -> None:
    """An answer is one call: there is nothing to resume."""
