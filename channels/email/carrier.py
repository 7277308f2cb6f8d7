"""Mails one after another over connections of the pool; each is told as soon as the relay has answered for it."""

from collections.abc import Callable

from channels.capabilities import Line
from channels.email.letter import Letter
from channels.email.pool import Pool
from channels.email.session import Session, nothing_was_said
from channels.message import STOPPED, Message, NotSent, Rejected, Scope, Sent, Unavailable

Write = Callable[[Message], Letter]
"""Makes a mail of a message. Raises `Rejected`."""


class Carrier:
    """One connection's work, for as long as its line has messages."""

    def __init__(self, pool: Pool, write: Write, line: Line) -> None:
        """`write` makes the mails that `line` asks for."""
        self._pool = pool
        self._write = write
        self._line = line
        self._held: list[Letter] = []
        """Taken from the line, and not told of yet."""

    async def carry(self) -> None:
        """Carry until the line is empty. What had not left when it breaks off is told as unsent."""
        try:
            letter = self._next()
            while letter is not None:
                letter = await self._by_a_connection(letter)
        finally:
            for left in list(self._held):
                if not left.left:
                    self._tell(left, Unavailable(STOPPED, code="stopped", scope=Scope.ACCOUNT))

    async def _by_a_connection(self, letter: Letter) -> Letter | None:
        try:
            async with self._pool.session() as session:
                return await self._over(session, letter)
        except NotSent as refused:
            # No connection is to be had.
            self._tell(letter, refused)
            return self._next()

    async def _over(self, session: Session, letter: Letter) -> Letter | None:
        """Carry over one connection. Returns the mail that has to take another one; None: there is no more."""
        following: Letter | None = letter
        announced = False
        refused: NotSent | None = None
        while following is not None:
            letter = following
            if not announced:
                if not session.usable:
                    return letter
                refused = await session.announce(letter)
            if refused is not None:
                if nothing_was_said(refused) and session.transactions > 1 and not letter.moved:
                    # The relay had let the idle connection go (RFC 5321 §4.5.3.2.7): nothing was under way on it.
                    letter.moved = True
                    return letter
                self._tell(letter, refused)
                following, announced = self._next(), False
                continue
            following = self._next() if session.ahead else None
            if not self._line.leaves(letter.message):
                session.abort()
                self._tell(letter, Unavailable(STOPPED, code="stopped", scope=Scope.ACCOUNT))
                return following or self._next()
            failed, refused = await session.deliver(letter, following)
            self._tell(letter, failed or Sent(letter.identity, sha256=letter.digest))
            announced = following is not None
            following = following or self._next()
        return None

    def _next(self) -> Letter | None:
        """The line's next mail; what cannot be one is told at once."""
        while (message := self._line.next()) is not None:
            try:
                letter = self._write(message)
            except Rejected as refused:
                self._line.done(message, refused)
                continue
            self._held.append(letter)
            return letter
        return None

    def _tell(self, letter: Letter, outcome: Sent | NotSent) -> None:
        self._held.remove(letter)
        self._line.done(letter.message, outcome)
