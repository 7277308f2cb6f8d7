"""What is handed to a channel, and the four ways in which it can end."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Media:
    """One file that goes with a message: an image, a sound, a document."""

    path: Path
    """Where its frozen bytes lie."""
    name: str
    """The file's name as the recipient sees it."""
    mime: str
    sha256: str
    size: int
    """In bytes."""
    alt: str = ""
    """What it shows, in words, for who cannot see it. Empty only where it is decoration."""
    url: str | None = None
    """Its public address, where the municipality's site serves it."""


class Poll(NamedTuple):
    """A question with answers to choose from, in the service's own form."""

    question: str
    options: tuple[str, ...]
    closes_at: datetime
    """Aware. When the last vote counts."""
    asked_at: datetime | None = None
    """Aware. The moment of this attempt, from which a service counts how long it is open; None: the message's own."""


class Leaving(NamedTuple):
    """How the recipient of a message leaves the list that it was sent to."""

    list_id: str
    """The list's name: `gestion.segovia-antioquia.gov.co`."""
    token: str
    """The recipient's own, in lower-case letters and digits: it proves who writes that no more is wanted."""
    page: str = ""
    """The recipient's own public page; empty: there is none."""


class Message(NamedTuple):
    """A finished message for one destination; sending it again sends the same bytes."""

    publication: str
    """The key of the publication it belongs to, `campaign/message/account@occurrence`."""
    key: str
    """The delivery's identity, the same over all attempts, unique in the tenant: it makes Message-ID and file names."""
    destination: str
    """The address of a person (mail address, chat id, E.164 number); for a post, the account's own target."""
    written_at: datetime
    """Aware. The moment that the message itself bears (the Date of a mail): adapters read no clock."""
    text: str
    subject: str = ""
    html: str | None = None
    media: tuple[Media, ...] = ()
    """Images that belong to the text."""
    attachments: tuple[Media, ...] = ()
    reply_to: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    way_back: str = ""
    """What names this delivery in whatever comes back of it, in letters and digits; empty: nothing does."""
    link: str | None = None
    """The public page that tells the whole story."""
    facts: Mapping[str, str] = MappingProxyType({})
    """What structured media want besides the text (a page's title, section, event dates): plain strings."""
    poll: Poll | None = None
    """A question that goes with the text, where the service has polls of its own."""
    resumption: str | None = None
    """What an earlier attempt handed to `remember` before it was cut off."""
    is_answer: bool = False
    """It answers what the person has just written to the account: some services take free words only then."""
    leaving: Leaving | None = None
    """None: nobody can leave, as what a person has to know; or it goes to nobody in person."""


STOPPED = "Pregonero se detuvo antes de enviarlo."
"""Of a message that had not had its turn when the daemon ended."""

Remember = Callable[[str], Awaitable[None]]
"""Commits a resumption token durably; when it returns, the token will come back after a crash."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A message in the form in which it leaves: what a reviewer opens and what its sha256 is taken of."""

    suffix: str
    """Of the file it makes, with its dot: `.eml`, `.html`, `.json`."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """The service has taken the message."""

    remote_id: str | None = None
    """The service's own name for it."""
    url: str | None = None
    """Where people can see it."""
    sha256: str | None = None
    """Of the finished bytes, where the adapter has them at hand; it is taken of `compose` otherwise."""
    poll: str | None = None
    """The service's own name for the poll that it bears, where that is another than the message's."""


class Scope(StrEnum):
    """What an `Unavailable` stops."""

    RECIPIENT = "recipient"
    ACCOUNT = "account"
    CHANNEL = "channel"


class NotSent(Exception):
    """Base of the three ways in which a send does not end well. Only its children are raised."""

    def __init__(self, reason: str, *, code: str = "") -> None:
        """`reason` is a sentence that an operator can act on; `code` the service's own code, for counting."""
        super().__init__(reason)
        self.reason = reason
        self.code = code


DUPLICATE = "duplicate"
"""The code of a `Rejected` by a service that has the same message already: after an attempt of which nobody knows what
became of it, that is the proof that it went out."""


class Rejected(NotSent):
    """It will never work: the message or its recipient is refused for good."""

    def __init__(
        self,
        reason: str,
        *,
        code: str = "",
        recipient_gone: bool = False,
        gone_if_repeated: bool = False,
        declined: bool = False,
    ) -> None:
        """`recipient_gone`: the address itself is dead, and nothing more should be sent to it.

        `gone_if_repeated`: once it may pass; of two messages in a row it means the same. `declined`: the person has
        told the service that publicity is unwanted; what else is written may still arrive.
        """
        super().__init__(reason, code=code)
        self.recipient_gone = recipient_gone
        self.gone_if_repeated = gone_if_repeated
        self.declined = declined


LONGEST_WAIT = timedelta(days=1)
"""What a service asks for beyond this is a slip, or another unit: an account is tried once a day at least."""


class Unavailable(NotSent):
    """Surely not sent; it may work later."""

    def __init__(
        self,
        reason: str,
        *,
        code: str = "",
        retry_after: timedelta | None = None,
        scope: Scope = Scope.RECIPIENT,
        needs_person: bool = False,
        account_if_repeated: bool = False,
    ) -> None:
        """`retry_after`: the least wait that the service asked for, at most `LONGEST_WAIT` of it.

        `needs_person`: it will not heal by itself.
        `account_if_repeated`: of one recipient it is his affair; of several in a row the account's, and a person's.
        """
        super().__init__(reason, code=code)
        self.retry_after = None if retry_after is None else min(max(retry_after, timedelta(0)), LONGEST_WAIT)
        self.scope = scope
        self.needs_person = needs_person
        self.account_if_repeated = account_if_repeated


class Uncertain(NotSent):
    """It may have gone out: the bytes left and no answer came back."""
