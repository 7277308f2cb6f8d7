"""What a lane keeps in its head while it is open: its epoch, its pace, and whether it has to rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from channels.message import NotSent, Unavailable
from delivery.engines.leases import Lease
from delivery.pace import PaceState
from delivery.retry import Decision
from logs import Log

log = Log(__name__)

SEVERAL = 3
"""Recipients refused in a row from which it is not about them."""


@dataclass(slots=True)
class Books:
    """The lane's own account of itself; written back to its row when it closes."""

    sender: str
    epoch: int
    pace: PaceState
    failures: int = 0
    """How often in a row the service itself was down."""
    unwanted: int = 0
    """Recipients in a row whom the service refused for what may be its quarrel with the account."""
    rests_until: datetime | None = None
    """The service is down: nothing is tried before."""
    waits_until: datetime | None = None
    """Pace or quota allow nothing before."""
    needs_person: bool = False
    last_error: str | None = None
    touched: set[int] = field(default_factory=set)
    """Publications on which something was decided."""
    siblings: Mapping[int, PaceState] = field(default_factory=dict)
    """What the sender's other lanes had used when this one was opened, by shard."""
    answers: bool = False
    """Persons write to an account of this credential, and are answered before more is claimed."""
    lease: Lease | None = None
    """None: no other daemon can open the lane."""

    @property
    def ours(self) -> bool:
        """Whether what is intended may still leave: no other daemon can have called it doubtful and sent it again."""
        return self.lease is None or self.lease.holds

    @property
    def resting(self) -> bool:
        """Whether nothing may leave at all: the service is down, or the lane is another's."""
        return self.rests_until is not None or not self.ours

    @property
    def closing(self) -> bool:
        """Whether the lane has to close and be woken later."""
        return self.resting or self.waits_until is not None

    @property
    def rest(self) -> dict[str, object]:
        """What the lane's row says of it when it closes."""
        told = {"needs_person": self.needs_person, "failures": self.failures, "last_error": self.last_error}
        return {"paused_until": self.rests_until, **told}

    def arrived(self) -> None:
        """The service took one: it is up, and has nothing against the account."""
        self.failures = self.unwanted = 0

    def note(self, decision: Decision, outcome: NotSent) -> None:
        """Learn from what did not arrive: a service that is down gives the whole lane a rest, told once."""
        if isinstance(outcome, Unavailable) and outcome.account_if_repeated:
            self.unwanted += 1
            if self.unwanted >= SEVERAL and decision.not_before is not None:
                decision = decision._replace(lane_until=decision.not_before, needs_person=True)
        if decision.lane_until is None:
            return
        if self.rests_until is None:
            self.failures += 1
            log.warning("lane rests", lane=self.sender, until=decision.lane_until.isoformat(), reason=outcome.reason)
        self.rests_until = max(self.rests_until or decision.lane_until, decision.lane_until)
        self.needs_person = self.needs_person or decision.needs_person
        self.last_error = outcome.reason
