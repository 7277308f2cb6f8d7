"""One connection to the relay, and the mails that go over it one after another."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import aiosmtplib

from channels.email.dialogue import UNREADABLE, Answer, Dialogue
from channels.email.errors import FAILURES, LOST, Phase, outcome, reply
from channels.email.letter import Letter
from channels.email.options import EmailOptions
from channels.email.relay import connect
from channels.message import NotSent, Unavailable

AGREED = frozenset({250, 251})
START_INPUT = 354
GO_ON = frozenset({START_INPUT})
CLOSING = 421
ENVELOPE = (Phase.MAIL, Phase.RCPT, Phase.DATA)
ALL_WELL = (AGREED, AGREED, GO_ON)
"""What a server says to an envelope that it takes."""


class Session:
    """A connection that is open, protected and identified.

    Where the server announces PIPELINING (RFC 2920), a mail's body and the envelope of the mail after it leave
    together, so that each mail costs one exchange; elsewhere every command waits for its answer.
    """

    def __init__(self, options: EmailOptions, local_name: str, context: ssl.SSLContext | None) -> None:
        """`local_name` is what EHLO says; `context` verifies the server, None only for `seguridad: ninguna`."""
        self.transactions = 0
        """How many were begun."""
        self._options = options
        self._local_name = local_name
        self._context = context
        self._dialogue: Dialogue | None = None
        self._extensions: frozenset[str] = frozenset()
        self._dirty = False
        """A transaction was refused in its midst, and has to be cleared before the next."""
        self._over = False
        """Something on it is in doubt, or the server said that it closes."""
        deadlines = options.deadlines
        self._final = deadlines.final
        self._deadlines = {Phase.MAIL: deadlines.command, Phase.RCPT: deadlines.command, Phase.DATA: deadlines.data}

    @property
    def usable(self) -> bool:
        """Still connected, beyond doubt, and with mails left before it is recycled."""
        return self._open and self.transactions < self._options.messages_per_connection

    @property
    def _open(self) -> bool:
        return self._dialogue is not None and self._dialogue.open and not self._over

    @property
    def ahead(self) -> bool:
        """Whether the envelope of one more mail may go together with a body."""
        return "pipelining" in self._extensions and self.transactions < self._options.messages_per_connection

    async def open(self) -> None:
        """Connects, protects and identifies. Raises `Unavailable`; nothing has been said in clear."""
        client = await connect(self._options, self._local_name, self._context)
        self._extensions = frozenset(client.esmtp_extensions)
        self._dialogue = Dialogue(cast(asyncio.Transport, client.transport))

    async def announce(self, letter: Letter) -> NotSent | None:
        """Names sender and recipient and asks to hand over the mail; None: the server waits for it."""
        pipelined = "pipelining" in self._extensions
        commands = self._envelope(letter)
        if isinstance(commands, NotSent):
            return commands
        if pipelined:
            with self._during(Phase.MAIL) as failed:
                self._talk.say(b"".join(commands))
            if failed:
                return failed[0]
        return await self._agreed(commands, said=pipelined)

    async def deliver(self, letter: Letter, following: Letter | None) -> tuple[NotSent | None, NotSent | None]:
        """Hands over the mail that the server waits for, and announces the one after it, if any.

        What came of each: None, the server has taken the first; None, it waits for the second.
        """
        commands = [] if following is None else self._envelope(following)
        ahead = () if isinstance(commands, NotSent) else commands
        letter.left = True
        refused: NotSent | None = None
        try:
            talk = self._talk
            talk.say(b"".join((letter.stuffed, *ahead)))
            answer = await talk.answer(self._final)
            if answer.code not in AGREED:
                refused = self._refusal(answer, Phase.BODY)
        except FAILURES as error:
            refused = self._broken(error, Phase.BODY)
        if isinstance(commands, NotSent):
            return refused, commands
        if following is None:
            return refused, None
        if self._over:
            # An answer that comes late would be taken for another one's: nothing more is read here.
            return refused, outcome(aiosmtplib.SMTPServerDisconnected(""), Phase.MAIL, self._options.secrets)
        if len(commands) == len(ENVELOPE) and talk.take(ALL_WELL):
            return refused, None
        return refused, await self._agreed(commands, said=True)

    async def _agreed(self, commands: list[bytes], *, said: bool) -> NotSent | None:
        """The answers to an envelope, of which each command is said now unless all were `said`; None: all is well."""
        refusal: NotSent | None = None
        code = 0
        for phase, command in zip((*(None,) * (len(commands) - len(ENVELOPE)), *ENVELOPE), commands, strict=True):
            with self._during(phase or Phase.MAIL) as failed:
                if not said:
                    self._talk.say(command)
                answer = await self._talk.answer(self._deadlines[phase or Phase.MAIL])
                code = answer.code
                if phase is not None and code not in (GO_ON if phase is Phase.DATA else AGREED):
                    failed.append(self._refusal(answer, phase))
            refusal = refusal or (failed[0] if failed else None)
            if refusal is not None and (self._over or not said):
                break
        self._dirty = refusal is not None
        if refusal is not None and code == START_INPUT and not self._over:
            await self._nothing()
        return refusal

    async def _nothing(self) -> None:
        """The server asks for a body though its recipient was refused: it gets none (RFC 2920 §3.1)."""
        with self._during(Phase.DATA):
            self._talk.say(b".\r\n")
            await self._talk.answer(self._options.deadlines.final)

    def _envelope(self, letter: Letter) -> list[bytes] | NotSent:
        """The commands of one transaction; or why the server cannot take it."""
        sender, recipient = letter.sender, letter.recipient
        utf8 = sender.needs_utf8 or recipient.needs_utf8
        if utf8 and "smtputf8" not in self._extensions:
            lacks = aiosmtplib.SMTPNotSupported(f"{recipient.address} lleva letras que exigen SMTPUTF8")
            return outcome(lacks, Phase.MAIL, self._options.secrets)
        size = f" SIZE={len(letter.body)}" if "size" in self._extensions else ""
        cleared = [b"RSET\r\n"] if self._dirty else []
        self._dirty = False
        self.transactions += 1
        return [
            *cleared,
            f"MAIL FROM:<{sender.address}>{size}{' SMTPUTF8' if utf8 else ''}\r\n".encode(),
            f"RCPT TO:<{recipient.address}>\r\n".encode(),
            b"DATA\r\n",
        ]

    def _refusal(self, answer: Answer, phase: Phase) -> NotSent:
        if answer.code in (CLOSING, UNREADABLE):
            self._over = True
        return reply(answer.code, answer.text, phase, self._options.secrets)

    @property
    def _talk(self) -> Dialogue:
        if self._dialogue is None:
            raise aiosmtplib.SMTPServerDisconnected("the connection is not open")
        return self._dialogue

    def leave(self) -> None:
        """Says goodbye without waiting for the answer where nothing is under way, and closes."""
        if self._dialogue is None:
            return
        if self._over:
            self._dialogue.abort()
        else:
            self._dialogue.leave()
        self._dialogue = None

    def abort(self) -> None:
        """Drops the connection at once: what it was doing is in doubt."""
        self._over = True
        self.leave()

    @contextmanager
    def _during(self, phase: Phase) -> Iterator[list[NotSent]]:
        """Turns what breaks the conversation into an outcome, kept in the list; the connection is over then."""
        found: list[NotSent] = []
        try:
            yield found
        except FAILURES as error:
            found.append(self._broken(error, phase))

    def _broken(self, error: Exception, phase: Phase) -> NotSent:
        self._over = True
        return outcome(error, phase, self._options.secrets)


def nothing_was_said(refusal: NotSent) -> bool:
    """Whether the connection was found closed before the transaction began."""
    return isinstance(refusal, Unavailable) and refusal.code == LOST
