"""A mail relay in memory: what goes wrong on it follows a seed, and what it has taken is the judge's log."""

import random
import re
from dataclasses import dataclass, field

from tests.schedules.time import Time
from tests.schedules.wire import Wire

OPENING, ENVELOPE = ("CONNECT", "EHLO"), ("MAIL", "RCPT", "DATA")
PHASES = (*OPENING, *ENVELOPE, "BODY")
ANSWERS = {
    "421": "421 4.3.2 closing, too busy",
    "450": "450 4.2.0 try again later",
    "451": "451 4.0.0 local error",
    "452": "452 4.3.1 no room now",
    "550": "550 5.1.1 no such user",
    "552": "552 5.3.4 too big",
    "554": "554 5.7.1 not from you",
    "nonsense": "hello there",
}
KINDS = ("hang", "drop", "lose the answer", *ANSWERS)
"""What may go wrong. «lose the answer»: the relay takes the message and then drops the connection."""
SUBJECT = re.compile(rb"^Subject: (.*?)\r\n", re.MULTILINE)
MESSAGE_ID = re.compile(rb"^Message-ID: *(?:\r\n )?(<[^>]+>)", re.MULTILINE | re.IGNORECASE)
HANGING = 1e9
"""Seconds after which an answer comes that does not come."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """From one moment to another, one of so many conversations that reach a phase goes wrong there."""

    since: float
    until: float
    phase: str
    kind: str
    one_of: int = 1
    recipient: str = ""
    """Only who has this in the address; empty: everyone."""


@dataclass(slots=True)
class Mail:
    """A body that has begun to arrive."""

    at: float
    recipient: str
    data: bytearray = field(default_factory=bytearray)
    taken: bool = False

    @property
    def subject(self) -> str:
        """As it is written."""
        found = SUBJECT.search(self.data)
        return found[1].decode() if found else ""

    @property
    def message_id(self) -> str:
        """As it is written."""
        found = MESSAGE_ID.search(self.data)
        return found[1].decode() if found else ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that came to its end was to be sent again later."""

    at: float
    subject: str
    recipient: str


class Relay:
    """What listens at the far side of every connection."""

    def __init__(self, time: Time, source: random.Random) -> None:
        self.time = time
        self.random = source
        self.troubles: list[Trouble] = []
        self.mails: list[Mail] = []
        self.refusals: list[Refusal] = []

    def trouble(self, phase: str, recipient: str) -> str | None:
        """What goes wrong here and now."""
        for each in self.troubles:
            here = each.phase == phase and each.since <= self.time.seconds < each.until
            if here and each.recipient in recipient and self.random.randrange(each.one_of) == 0:
                return each.kind
        return None

    def taken(self) -> list[Mail]:
        """What was accepted."""
        return [mail for mail in self.mails if mail.taken]


class Conversation:
    """One client's connection."""

    def __init__(self, relay: Relay, wire: Wire) -> None:
        self._relay = relay
        self._wire = wire
        self._buffer = b""
        self._begun = False
        """MAIL was said, and agreed to."""
        self._recipient = ""
        self._mail: Mail | None = None
        self._over = False

    def greet(self) -> None:
        """See `FarSide`."""
        self._meet("CONNECT", "220 relevo.example ESMTP")

    def leave(self) -> None:
        """See `FarSide`."""
        self._over = True

    def receive(self, data: bytes) -> None:
        """See `FarSide`."""
        self._buffer += data
        while not self._over and b"\r\n" in self._buffer:
            line, _, self._buffer = self._buffer.partition(b"\r\n")
            if self._mail is None:
                self._command(line.decode("latin-1"))
            elif line == b".":
                self._end(self._mail)
            else:
                self._mail.data += line + b"\r\n"

    def _command(self, line: str) -> None:
        word = line[:4].upper()
        if word == "EHLO":
            # Every other conversation takes several commands at once.
            extensions = "250-PIPELINING\r\n" if self._relay.random.random() < 0.5 else ""
            self._meet(word, f"250-relevo.example\r\n{extensions}250 8BITMIME")
        elif word == "MAIL":
            self._recipient, self._begun = "", self._meet(word, "250 2.1.0 ok")
        elif word == "RCPT" and self._begun:
            recipient = line.partition(":")[2].strip("<> ")
            self._recipient = recipient if self._meet(word, "250 2.1.5 ok", recipient) else ""
        elif word == "DATA" and self._recipient:
            if self._meet(word, "354 go on", self._recipient):
                self._mail = Mail(self._relay.time.seconds, self._recipient)
                self._relay.mails.append(self._mail)
        elif word == "RSET":
            self._begun, self._recipient = False, ""
            self._say("250 2.0.0 ok")
        elif word == "QUIT":
            self._over = True
            self._wire.hang_up(0.0)
        else:
            self._say("503 5.5.1 not now")

    def _end(self, mail: Mail) -> None:
        self._mail, self._begun, self._recipient = None, False, ""
        trouble = self._relay.trouble("BODY", mail.recipient)
        kept = trouble == "hang" and self._relay.random.random() < 0.5
        mail.taken = kept or trouble in (None, "lose the answer", "nonsense")
        if trouble in ("450", "451"):
            self._relay.refusals.append(Refusal(self._relay.time.seconds, mail.subject, mail.recipient))
        self._act(trouble, "250 2.0.0 queued")

    def _meet(self, phase: str, well: str, recipient: str = "") -> bool:
        """Answer at a phase; False where something went wrong."""
        trouble = self._relay.trouble(phase, recipient)
        self._act(trouble, well)
        return trouble is None

    def _act(self, trouble: str | None, well: str) -> None:
        if trouble is None:
            self._say(well)
        elif trouble == "hang":
            self._over = True
        elif trouble in ("drop", "lose the answer"):
            self._over = True
            self._wire.hang_up(self._latency())
        else:
            self._say(ANSWERS[trouble])
            if trouble == "421":
                self._over = True
                self._wire.hang_up(0.0)

    def _say(self, line: str) -> None:
        self._wire.answer(f"{line}\r\n".encode(), self._latency())

    def _latency(self) -> float:
        return self._relay.random.choice((0.0, 0.001, 0.02, 0.3))
