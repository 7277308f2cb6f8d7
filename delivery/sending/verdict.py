"""What an attempt came to, as the rows will have it."""

import random
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from channels.adapter import Adapter
from channels.message import STOPPED, Message, NotSent, Rejected, Sent, Uncertain
from channels.sandbox import finished
from delivery.accounts.books import Books
from delivery.news.unreached import Refusal
from delivery.retry import decide
from delivery.sending.attempt import without_address
from delivery.sending.chunk import Chunk
from storage.ledger import Claimed, Result
from storage.states import DeliveryState, Mode, Outcome


class Outgoing(NamedTuple):
    """A claimed delivery that has become a message."""

    chunk: Chunk
    row: Claimed
    adapter: Adapter
    message: Message
    language: str | None = None
    """In which it speaks to a person; None: it is for everyone."""
    people: int | None = None
    """For how many of a household it is; None: it is for none."""


class Verdict(NamedTuple):
    """A result on its way into the rows."""

    result: Result
    refusal: Refusal | None = None
    """Where it says something of the person, not of the message alone."""
    posted: bool = False
    """Something for all went out, or was taken back."""
    poll: str | None = None
    """The service's own name for the poll that went out with it."""


class Judge:
    """Judges the sends of one open lane, and lets its books learn from each."""

    def __init__(self, books: Books) -> None:
        """`books` are the open lane's."""
        self._books = books
        self._random = random.Random()  # noqa: S311 - spreads retries, guards nothing

    def judge(self, sent: Outgoing, outcome: Sent | NotSent, started: datetime, now: datetime) -> Verdict:
        """What becomes of a delivery, by the outcome of its attempt."""
        books, row, chunk = self._books, sent.row, sent.chunk
        without_address(outcome, row.address)
        if isinstance(outcome, Sent):
            books.arrived()
            posted = chunk.mode is Mode.REAL and not chunk.direct
            return Verdict(_arrived(sent, outcome, books.epoch, started, now), posted=posted, poll=outcome.poll)
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
        digest = _digest(sent.adapter, sent.message, outcome)
        result = Result(
            delivery=row.id,
            epoch=books.epoch,
            started_at=started,
            ended_at=now,
            outcome=decision.outcome,
            to=decision.to,
            code=outcome.code,
            text=outcome.reason,
            not_before=decision.not_before,
            sha256=digest,
            burns_attempt=decision.burns_attempt,
            language=sent.language if digest is not None else None,
            people=sent.people if digest is not None else None,
        )
        if not chunk.direct or not isinstance(outcome, Rejected):
            return Verdict(result)
        refusal = Refusal(row.id, row.recipient_key, chunk.account, chunk.channel, outcome)
        return Verdict(result, refusal if refusal.concerns_the_person else None)

    def unsent(self, row: Claimed, now: datetime) -> Verdict:
        """The lane ends before the message had its turn: surely nothing of it has left."""
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


def _arrived(sent: Outgoing, outcome: Sent, epoch: int, started: datetime, now: datetime) -> Result:
    return Result(
        delivery=sent.row.id,
        epoch=epoch,
        started_at=started,
        ended_at=now,
        outcome=Outcome.SENT,
        to=DeliveryState.SENT,
        remote_id=outcome.remote_id,
        url=outcome.url,
        sha256=_digest(sent.adapter, sent.message, outcome),
        language=sent.language,
        people=sent.people,
    )


def _digest(adapter: Adapter, message: Message, outcome: Sent | NotSent) -> str | None:
    """sha256 of what went out, or may have; None where nothing did."""
    if isinstance(outcome, Sent) and outcome.sha256 is not None:
        return outcome.sha256
    if isinstance(outcome, Sent | Uncertain):
        return sha256(finished(adapter, message).data).hexdigest()
    return None
