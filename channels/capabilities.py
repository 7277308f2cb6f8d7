"""What a channel may do besides sending: one method each, discovered by its shape."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable

from channels.adapter import Options, Profile
from channels.hour import Hour
from channels.message import Composed, Message, NotSent, Sent
from channels.news import Call, News, Polled, Reply


@runtime_checkable
class Composes(Protocol):
    """A medium whose finished form is more than its text: the sandbox writes it, the delivery keeps its sha256."""

    def compose(self, message: Message) -> Composed:
        """The bytes as they would leave; the same for the same message, and nothing is sent. Raises `Rejected`."""


class Line(Protocol):
    """Messages of one account that wait for their turn, and who is told what came of each."""

    def next(self) -> Message | None:
        """The message whose turn it is; None: there is none now."""

    def leaves(self, message: Message) -> bool:
        """Whether a message may still leave, asked right before its first byte does; it may not where the process was
        frozen so long that another has taken its work over."""

    def done(self, message: Message, outcome: Sent | NotSent) -> None:
        """What came of a message that `next` gave."""


@runtime_checkable
class Carries(Protocol):
    """A medium that hands over one message after another faster than each by itself."""

    async def carry(self, line: Line) -> None:
        """Hand over what the line gives until it gives no more, and tell it each outcome; several may run at once.

        Raises nothing for a message. Cancelled, it tells which of those it holds have surely not left.
        """


@runtime_checkable
class Reconciles(Protocol):
    """A service that can be asked whether an uncertain message went out."""

    async def reconcile(self, message: Message, since: datetime) -> Sent | None:
        """The message as the service holds it, sent after `since` (aware); None: it shows none.

        That it shows none proves something only `Profile.certain_after` the send. Raises `Uncertain` where the answer
        says nothing, `Unavailable` where it cannot be asked now.
        """


@runtime_checkable
class Withdraws(Protocol):
    """A service that can be asked to take back what it has."""

    async def withdraw(self, remote_id: str, destination: str) -> None:
        """Take back what `send` has called `remote_id`; what is not there any more is taken back.

        Raises `Rejected` where the service does it no more, `Unavailable`: to ask twice does no harm.
        """


@runtime_checkable
class Varies(Protocol):
    """A medium whose profile depends on the account's options: whoever reads `profile` asks this first."""

    @classmethod
    def profile_for(cls, options: Options) -> Profile:
        """What an account with these options is and can do."""


class Votes(NamedTuple):
    """How a poll ended."""

    options: tuple[int, ...]
    """Votes for each option, in the poll's order."""
    voters: int | None = None
    """How many people voted; None where the service tells only votes."""


@runtime_checkable
class ClosesPolls(Protocol):
    """A service that keeps polls and tells how they ended."""

    async def close_poll(self, remote_id: str, destination: str) -> Votes:
        """End the poll of the post that `send` has called `remote_id`, if it has not ended, and count it.

        To ask twice does no harm. Raises `Rejected` where there is no such poll, `Unavailable`.
        """


class Metric(StrEnum):
    """What a service counts of a post."""

    VIEWS = "views"
    REACH = "reach"
    """Different people who saw it."""
    REACTIONS = "reactions"
    COMMENTS = "comments"
    SHARES = "shares"
    CLICKS = "clicks"
    SAVES = "saves"
    VOTES = "votes"


@runtime_checkable
class Measures(Protocol):
    """A service that tells what came of a post."""

    def metrics(self) -> frozenset[Metric]:
        """What it is asked for of every post: what it then leaves out, it does not tell."""

    async def measure(self, remote_id: str, destination: str) -> Mapping[Metric, int]:
        """What the service counts of the post that `send` has called `remote_id`, up to now.

        What it does not tell is left out: that is not nought. Raises `Rejected` where the post is no more,
        `Unavailable`.
        """


class Standing(StrEnum):
    """How something stands that was looked at."""

    GOOD = "good"
    WARNING = "warning"
    """It works, and will not for long, or not for all."""
    BAD = "bad"
    UNKNOWN = "unknown"
    """It could not be looked at now."""
    NOTE = "note"
    """It is not in order, and need not be as long as nothing is sent for real."""


class Finding(NamedTuple):
    """One thing that was looked at."""

    check: str
    """What was looked at, as a word that stays the same: `token`, `permissions`, `quota`."""
    standing: Standing
    evidence: str
    """What was seen, in Spanish: a figure, a date, the service's own words."""
    advice: str = ""
    """What to do, in Spanish; empty where nothing is."""


@runtime_checkable
class Examines(Protocol):
    """An account that can be looked over before anything depends on it."""

    async def examine(self, now: datetime) -> Sequence[Finding]:
        """Look at all that may go wrong with the account, and change nothing. `now` is aware; nothing is raised."""


@runtime_checkable
class Rehearses(Protocol):
    """A service that has to have something in order before a message's hour: a template, approved."""

    async def rehearse(self) -> None:
        """Look at what messages are made of, as the service has it now, and change nothing.

        Raises `Unavailable`: with `needs_person` where messages would be refused until a person has mended it.
        """


@runtime_checkable
class TellsTime(Protocol):
    """A service whose answers say what hour it is."""

    def hour(self) -> Hour | None:
        """What the last answer since the account was opened said; None: there was none, or it told no hour."""


class Intake(StrEnum):
    """How the news of a service comes in, as staff write it."""

    POLL = "consulta"
    """We ask for it."""
    HOOK = "aviso"
    """The service calls us at a public address."""
    NONE = "no"


@runtime_checkable
class TakesNews(Protocol):
    """A medium whose accounts may hear what its service tells."""

    @classmethod
    def intake(cls, options: Options, target: str) -> Intake:
        """How the news of an account with these options comes in; `target` is empty where it writes to persons."""


@runtime_checkable
class Hears(Protocol):
    """A service that calls us with its news."""

    def recognise(self, headers: Mapping[str, str]) -> None:
        """Look at a call's headers (names in small letters) before its body is read. Pure.

        Raises `Forged` where they alone show that it is not the service's.
        """

    def hear(self, call: Call, now: datetime) -> Sequence[News]:
        """What a call tells; what is not understood in it is left out. Pure; `now` is aware.

        Raises `Forged` where the call is not proven to be the service's.
        """


@runtime_checkable
class Confirms(Protocol):
    """A service that asks whether an address for news is really the account's, before it calls it."""

    def confirm(self, query: Mapping[str, str]) -> str:
        """The answer that proves it. Raises `Forged` where the question is not the service's."""


@runtime_checkable
class HandsOn(Protocol):
    """A mail account to which a person wrote where nobody reads."""

    async def hand_on(self, mail: bytes, now: datetime) -> None:
        """Hand the whole mail to whoever reads the account's answers. `now` is aware.

        Raises the three outcomes; `Rejected` where it was handed on once already.
        """


@runtime_checkable
class Subscribes(Protocol):
    """A service that calls where we ask it to."""

    async def subscribe(self) -> None:
        """Have it call `Surroundings.hook_url`, whatever it called before. To ask twice does no harm.

        Raises `Unavailable`.
        """


@runtime_checkable
class Polls(Protocol):
    """A service that is asked for its news, by one of us at a time."""

    async def poll(self, cursor: str, patience: timedelta) -> Polled:
        """The news after `cursor` (empty: all that waits), or none after `patience`. Raises `Unavailable`.

        The service forgets what comes before the cursor that it is asked with: what was not kept comes again.
        """


class Answering(NamedTuple):
    """How a medium's answers are worded."""

    written: Mapping[Reply, str]
    """The staff's own words for each answer; what is left out is said in the program's words."""
    start: str
    """What a person writes there to get messages again."""
    stop: str
    help: str
    place: str
    """What is written to, in Spanish: «este chat»."""
    where: str
    """Where nothing more is written once somebody says so, in Spanish: «por aquí»."""
    tells_address: bool = False
    """Who is on no list is told the own address, as nobody knows it by heart."""


@runtime_checkable
class Answers(Protocol):
    """A medium on which who writes to an account gets a short answer: a message with `is_answer`."""

    @classmethod
    def answers(cls, options: Options) -> Answering:
        """How they are worded, by an account with these options."""
