"""What came of one send, as a lane tells it."""

from datetime import datetime
from typing import NamedTuple

from storage.states import DeliveryState, Outcome


class Result(NamedTuple):
    """One send and what the lane makes of it.

    `to` is sent, failed, uncertain or pending; with pending, `not_before` says when to try again and `burns_attempt`
    whether this one counts (a pause of the whole account is nobody's attempt). `sha256` is the finished message's,
    `language` that in which it spoke to a person, `people` for how many of a household it was.
    """

    delivery: int
    epoch: int
    started_at: datetime
    ended_at: datetime
    outcome: Outcome
    to: DeliveryState
    code: str = ""
    text: str = ""
    not_before: datetime | None = None
    remote_id: str | None = None
    url: str | None = None
    sha256: str | None = None
    burns_attempt: bool = True
    language: str | None = None
    people: int | None = None

    @property
    def usual(self) -> bool:
        """The service took it, with nothing more to say."""
        return self.outcome is Outcome.SENT and self.to is DeliveryState.SENT and self.burns_attempt and not self.code
