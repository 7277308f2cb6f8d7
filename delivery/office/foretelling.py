"""What would come of sending a message by hand now: the same choice and the same gate, told before anybody does it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from campaigns.account import Account
from delivery.office.by_hand import why_held
from delivery.office.choosing import Choice, choose, known
from delivery.publications.answer import UNREPORTED, Verdict
from delivery.publishing.publish import gate_on
from delivery.watching.status import lanes_of
from delivery.workplace import Workplace

ANY = "motivo"
"""Stands for the reason of an emergency that nobody has given yet."""
REPORTED = "Antes se hace su informe, con las cifras que haya."


@dataclass(frozen=True, slots=True)
class Way:
    """One account on which it has not begun."""

    account: Account
    held: str
    """Why it would not go out there, in Spanish, with what to do; empty: it would."""
    told: str
    """What is to be said of it where it goes out: after which hour, past which rule; often empty."""
    held_in_emergency: str
    """Why it would not even in an emergency; empty: it would."""
    stopped: str
    """Why the account rests by which it would go; empty: it does not. An emergency tries it again."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """All of it, as things stand."""

    choice: Choice
    ways: tuple[Way, ...]

    @property
    def told(self) -> tuple[tuple[str, ...], ...]:
        """All that it says, in texts: while it stays the same, nothing else would come of it."""
        ways = ((each.account.name, each.held, each.told, each.held_in_emergency, each.stopped) for each in self.ways)
        return (self.choice.name,), *ways

    @property
    def goes(self) -> bool:
        """Whether it would go out anywhere."""
        return any(not each.held for each in self.ways)

    @property
    def goes_in_emergency(self) -> bool:
        """Whether it would where it cannot wait."""
        return any(not each.held_in_emergency for each in self.ways)


def foretell(
    connection: Connection,
    workplace: Workplace,
    campaign_id: str,
    message_id: str,
    now: datetime,
    *,
    counts: bool = True,
) -> Foretold:
    """What `send_now` would do at this moment; nothing is written. Raises `Unknown`.

    `counts`: False leaves out whether it reaches anybody, and what it costs, for which all its people may be looked at.
    """
    campaign, message = known(workplace, campaign_id, message_id)
    choice = choose(connection, workplace, campaign, message, now)
    lanes = lanes_of(connection, workplace.tenant_id) if choice.open else []
    stopped = {each.sender: each.last_error for each in lanes if each.stopped}
    ways = []
    for account, _ in choice.open:
        answered = partial(_answered, connection, workplace, choice, account, now, counts)
        held, told = answered()
        held_in_emergency = answered(ANY)[0] if held else ""
        ways.append(Way(account, held, told, held_in_emergency, stopped.get(account.sender, "")))
    return Foretold(choice, tuple(ways))


def _answered(
    connection: Connection,
    workplace: Workplace,
    choice: Choice,
    account: Account,
    now: datetime,
    counts: bool,
    emergency: str = "",
) -> tuple[str, str]:
    """Why not, and what is to be said where it goes."""
    answer = gate_on(
        connection, workplace, choice.occurrence, now, account, by_hand=True, emergency=emergency, counts=counts
    )
    if answer.verdict is Verdict.WAIT and answer.waits_for == UNREPORTED:
        return "", REPORTED
    held = why_held(workplace, choice.occurrence, answer, now)
    return held, "" if held else answer.reason
