"""What a service tells an account of its own accord: what a person said to it, and what became of a message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from channels.message import NotSent


class Word(StrEnum):
    """What a person wants of an account that writes to persons."""

    START = "start"
    STOP = "stop"
    HELP = "help"
    JOIN = "join"
    """The person wants what the account sends of some topics, which follow the word."""
    QUIT = "quit"
    """The person wants no more of some topics, which follow the word."""
    TOPICS = "topics"
    """The person wants to know which topics there are."""
    OTHER = "other"
    """The person wrote something else."""
    LEFT = "left"
    """The person shut the account out, or closed the own one: nothing arrives there any more."""
    BACK = "back"
    """The person let it in again, and has not said that messages are wanted."""
    DECLINED = "declined"
    """The person told the service that the account's publicity is unwanted."""
    WELCOMED = "welcomed"
    """The person let its publicity in again, and has said nothing of what else was unwanted."""


BARE: Mapping[str, Word] = {
    "alta": Word.START,
    "stop": Word.STOP,
    "parar": Word.STOP,
    "baja": Word.STOP,
    "cancelar": Word.STOP,
    "ayuda": Word.HELP,
    "temas": Word.TOPICS,
}
"""A whole message that says no more than this: what mailings tell people to answer, without a slash before it."""

_AROUND = " \t\r\n.,;!¡«»\"'*"
"""Marks around what somebody was told to write."""


def bare_word(text: str) -> Word | None:
    """The word that a whole text says, whatever its case and the stops around it; None where it says something else."""
    return BARE.get(" ".join(text.strip(_AROUND).split()).casefold())


ABOUT: Mapping[str, Word] = {"alta": Word.JOIN, "baja": Word.QUIT}
"""What comes before the names of topics."""
UNCERTAIN = frozenset({Word.OTHER, Word.JOIN, Word.QUIT})
"""What may be free speech: «baja la luz» names no topic."""
ALL = "todos"
"""Stands for all topics: somebody who says «alta» and no more wants all that there is."""
_LONGEST_TOPICS = 200


def said_about(text: str) -> tuple[Word, str]:
    """The word that a whole text says, and the topics that it names, as they were written: «alta noticias».

    Whether there are such topics is not known here.
    """
    plain = " ".join(text.strip(_AROUND).split())
    first, _, rest = plain.partition(" ")
    word = ABOUT.get(first.casefold())
    if rest and word is not None and len(rest) <= _LONGEST_TOPICS:
        return word, rest
    bare = bare_word(text)
    return bare or Word.OTHER, ALL if bare is Word.START else ""


@dataclass(frozen=True, slots=True)
class Spoke:
    """A person, or a group, said something to the account."""

    remote_id: str
    """The service's own name for this piece of news: it may come twice."""
    person: str
    """The address of whoever spoke, as the account writes to it."""
    word: Word
    at: datetime | None = None
    """Aware. When it was said, as the service has it."""
    also: tuple[str, ...] = ()
    """Other addresses under which the same person may be known."""
    source: str = ""
    """What stood in the link by which the person came (`?start=` of Telegram); empty: none."""
    topics: str = field(default="", repr=False)
    """The topics that stood behind the word, as they were written; `ALL`, where it is «alta» alone; empty: none."""
    text: str = field(default="", repr=False)
    """What was said, where it is no command. It is never kept: it may hold anything about anybody."""


class Reply(StrEnum):
    """What a person is answered."""

    GREETING = "greeting"
    FAREWELL = "farewell"
    HELP = "help"
    TOPICS = "topics"
    """What the person is subscribed to, and how that is changed."""
    BRIEF = "brief"
    """To what is no command."""


class Fate(StrEnum):
    """What became of a message that the service had taken."""

    ACCEPTED = "accepted"
    """It is on its way."""
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a message. Such news repeats, comes in any order, and leaves steps out."""

    remote_id: str
    """The service's own name for this piece of news: it may come twice."""
    message: str
    """What `send` has called `remote_id`."""
    fate: Fate
    key: str = ""
    """The message's `key`, where it went along and came back; empty: the service brings none."""
    at: datetime | None = None
    """Aware. When it happened, as the service has it."""
    failure: NotSent | None = None
    """Of what failed: what the adapter's own table of errors makes of it."""


@dataclass(frozen=True, slots=True)
class Reacted:
    """How many reactions a post has by now, all kinds of them together."""

    remote_id: str
    """The service's own name for this piece of news: it may come twice."""
    message: str
    """The service's own name of the post; of one that is several there, of that which is meant."""
    chats: tuple[str, ...]
    """Where it stands, under each address that an account may write to it, in small letters."""
    reactions: int
    at: datetime | None = None
    """Aware. When they were so many, as the service has it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a poll of the account ended."""

    remote_id: str
    """The service's own name for this piece of news: it may come twice."""
    poll: str
    """What `send` has called `poll`."""
    question: str
    options: tuple[str, ...]
    votes: tuple[int, ...]
    """For each option, in the poll's order."""
    voters: int | None = None
    at: datetime | None = None
    """Aware. When it ended, where the service says so."""


class Back(StrEnum):
    """What a mail that came back says of the person to whom the first one went."""

    HARD = "hard"
    """The address is not there."""
    SOFT = "soft"
    """It did not arrive, for a reason that may pass."""
    OURS = "ours"
    """It was refused for what we are or wrote: it says nothing of the person."""
    COMPLAINT = "complaint"
    """The person told the own mail service that it was unwanted."""
    UNWANTED = "unwanted"
    """The person asks by mail for no more."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail came back, or an answer in its place. Anybody can write one: only a name that is ours proves it."""

    remote_id: str
    """A digest of the mail: it may come twice."""
    marks: tuple[str, ...]
    """What may name the delivery (`Message.way_back`), the likeliest first."""
    back: Back
    code: str = ""
    """As the other server has it."""
    said: str = ""
    """Its words, on one line, without the person's address."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A mail that only a person can read: it stays where it is."""

    remote_id: str
    """A digest of the mail: it may come twice."""
    person: bool
    """A person wrote it, and it may be a petition; False: a program did, and it is not understood."""


@dataclass(frozen=True, slots=True)
class Departs(Unread):
    """A mail asks for no more of a list, and its subject may bear what proves whose; else a person has to read it."""

    subject: str = field(default="", repr=False)


News = Spoke | Became | Reacted | Ended | Returned | Unread
"""`Departs` is one of `Unread`: whoever does not know it leaves it to a person."""


class Call(NamedTuple):
    """A request that somebody has made to an account's address for news: whoever it is, until `hear` says otherwise."""

    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes
    """As it came: signatures are taken of these bytes."""


class Forged(Exception):
    """A call whose signature is missing or wrong: nothing of it is believed."""


class Polled(NamedTuple):
    """What a service had to tell, and up to where it is told once this is kept."""

    news: tuple[News, ...]
    cursor: str
    """For the next time; only to be handed on where the news is kept."""
    rest: timedelta = timedelta(0)
    """How long to wait before it is asked again, where the service itself cannot be kept waiting."""
