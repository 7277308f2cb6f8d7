"""What happens to a claimed delivery: made into a message, intended, handed over, and its result recorded."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from sqlalchemy import Connection

from audience.suppression import suppress
from campaigns.account import Account
from campaigns.content import Content, Renderer
from campaigns.templates import TemplateError
from channels.adapter import Adapter
from channels.message import Message, NotSent, Rejected, Scope, Sent, Unavailable, Uncertain
from channels.sandbox import finished
from delivery.attempt import attempt, finished_message
from delivery.books import Books
from delivery.chunk import Chunk
from delivery.engine import LaneId
from delivery.group import GroupCommit
from delivery.retry import decide
from delivery.workplace import Workplace
from logs import Log
from storage.errors import StorageError
from storage.lanes import update_lane
from storage.ledger import Claimed, Result, intend, record, refuse, remember
from storage.states import DeliveryState, Outcome

log = Log(__name__)

RECORDING = timedelta(minutes=10)
"""How long a result is held in memory while the disk is full or the database locked; after it the send is uncertain."""
BETWEEN_TRIES = timedelta(seconds=1)
STOPPED = "Pregonero se detuvo antes de enviarlo."


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result on its way into the rows."""

    result: Result
    gone: tuple[str, str] | None = None
    """Recipient key and reason, where the address itself is dead."""


class Sending:
    """Sends for one lane; commits intents and results in groups."""

    def __init__(self, workplace: Workplace, lane: LaneId, books: Books) -> None:
        """`books` are the open lane's."""
        self._place = workplace
        self._lane = lane
        self._books = books
        self._intents: GroupCommit[int, bool] = GroupCommit(self._intend)
        self._verdicts: GroupCommit[Verdict, None] = GroupCommit(self._record)
        self._random = random.Random()  # noqa: S311 - spreads retries, guards nothing
        self._wires: dict[str, asyncio.Semaphore] = {}
        self._renderers: dict[int, tuple[Content, Renderer]] = {}

    async def send(self, chunk: Chunk, row: Claimed, account: Account, adapter: Adapter) -> None:
        """Carry one delivery through to its recorded result."""
        content, renderer = self._renderer(chunk, account)
        try:
            message = finished_message(chunk, row, content, renderer, account.target, self._place.folder)
        except TemplateError as error:
            await self._refuse(row, str(error))
            return
        if not await self._intents.submit(row.id):
            return
        wire = self._wires.setdefault(account.name, asyncio.Semaphore(account.pace.concurrency))
        try:
            await wire.acquire()
        except asyncio.CancelledError:
            await self._verdicts.submit(self._unsent(row))
            raise
        try:
            started = self._place.clock.now()
            outcome = await self._attempt(row, adapter, message)
        finally:
            wire.release()
        await self._verdicts.submit(self._judge(chunk, row, outcome, started, _digest(adapter, message, outcome)))

    async def _attempt(self, row: Claimed, adapter: Adapter, message: Message) -> Sent | NotSent:
        if self._books.rests_until is not None:
            # Another learned meanwhile that the service is down: it is not asked once more.
            return Unavailable(self._books.last_error or STOPPED, code="resting", scope=Scope.ACCOUNT)
        return await attempt(adapter, message, lambda token: self._remember(row.id, token))

    def _unsent(self, row: Claimed) -> Verdict:
        """The daemon ends before the message had its turn: surely nothing of it has left."""
        now = self._place.clock.now()
        return Verdict(
            Result(
                delivery=row.id,
                epoch=self._books.epoch,
                started_at=now,
                ended_at=now,
                outcome=Outcome.UNAVAILABLE,
                to=DeliveryState.PENDING,
                code="stopped",
                text=STOPPED,
                burns_attempt=False,
            )
        )

    def _judge(
        self, chunk: Chunk, row: Claimed, outcome: Sent | NotSent, started: datetime, digest: str | None
    ) -> Verdict:
        now, books = self._place.clock.now(), self._books
        decision = decide(
            outcome,
            attempts=row.attempts,
            lane_failures=books.failures,
            now=now,
            expires_at=chunk.expires_at,
            at_least_once=chunk.at_least_once,
            jitter=self._random.random(),
        )
        books.note(decision, outcome)
        failed = outcome if isinstance(outcome, NotSent) else None
        sent = outcome if isinstance(outcome, Sent) else None
        result = Result(
            delivery=row.id,
            epoch=books.epoch,
            started_at=started,
            ended_at=now,
            outcome=decision.outcome,
            to=decision.to,
            code=failed.code if failed else "",
            text=failed.reason if failed else "",
            not_before=decision.not_before,
            remote_id=sent.remote_id if sent else None,
            url=sent.url if sent else None,
            sha256=digest,
            burns_attempt=decision.burns_attempt,
        )
        if chunk.direct and isinstance(outcome, Rejected) and outcome.recipient_gone:
            return Verdict(result, (row.recipient_key, outcome.reason))
        return Verdict(result)

    def _renderer(self, chunk: Chunk, account: Account) -> tuple[Content, Renderer]:
        if chunk.publication not in self._renderers:
            content = Content.from_json(chunk.content)
            self._renderers[chunk.publication] = (content, Renderer(content, account.profile, account.kind))
        return self._renderers[chunk.publication]

    async def _intend(self, ids: list[int]) -> list[bool]:
        go = set(await self._place.database.run(lambda connection: self._commit_to(connection, ids)))
        return [number in go for number in ids]

    def _commit_to(self, connection: Connection, ids: Sequence[int]) -> Sequence[int]:
        """What may leave now. The pace is written before it does: a crash must not forget what used up the quota."""
        lane, epoch, now = self._lane, self._books.epoch, self._place.clock.now()
        ours = update_lane(
            connection, lane.tenant, lane.sender, lane.shard, epoch, beat_at=now, **self._books.pace.columns
        )
        return intend(connection, ids, epoch).go if ours else ()

    async def _record(self, verdicts: list[Verdict]) -> list[None]:
        """What was sent has to be remembered: a database that cannot take it now is asked again for a while."""
        clock = self._place.clock
        give_up = clock.now() + RECORDING
        told = False
        while True:
            now = clock.now()
            try:
                await self._place.database.run(partial(self._write, verdicts=verdicts, now=now))
                return [None] * len(verdicts)
            except StorageError as error:
                if now >= give_up:
                    raise
                if not told:
                    log.error("results cannot be recorded yet", count=len(verdicts), reason=str(error))
                told = True
                await clock.sleep_until(now + BETWEEN_TRIES)

    def _write(self, connection: Connection, verdicts: Sequence[Verdict], now: datetime) -> None:
        record(connection, [verdict.result for verdict in verdicts], now)
        for verdict in verdicts:
            if verdict.gone is not None:
                key, reason = verdict.gone
                suppress(connection, self._place.tenant_id, key, "gone", reason, now)

    async def _remember(self, delivery: int, token: str) -> None:
        epoch = self._books.epoch
        await self._place.database.run(lambda connection: remember(connection, delivery, epoch, token))

    async def _refuse(self, row: Claimed, reason: str) -> None:
        epoch = self._books.epoch
        await self._place.database.run(lambda connection: refuse(connection, row.id, epoch, "template", reason))


def _digest(adapter: Adapter, message: Message, outcome: Sent | NotSent) -> str | None:
    """sha256 of what went out, or may have; None where nothing did."""
    if isinstance(outcome, Sent) and outcome.sha256 is not None:
        return outcome.sha256
    if isinstance(outcome, Sent | Uncertain):
        return sha256(finished(adapter, message).data).hexdigest()
    return None
