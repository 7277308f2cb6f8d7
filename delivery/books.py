"""What a lane keeps in its head while it is open: its epoch, its pace, and whether it has to rest."""

from dataclasses import dataclass, field
from datetime import datetime

from channels.message import NotSent, Sent
from delivery.leases import Lease
from delivery.pace import PaceState
from delivery.retry import Decision
from logs import Log

log = Log(__name__)


@dataclass(slots=True)
class Books:
    """The lane's own account of itself; written back to its row when it closes."""

    sender: str
    epoch: int
    pace: PaceState
    failures: int = 0
    """How often in a row the service itself was down."""
    rests_until: datetime | None = None
    """The service is down: nothing is tried before."""
    waits_until: datetime | None = None
    """Pace or quota allow nothing before."""
    needs_person: bool = False
    last_error: str | None = None
    touched: set[int] = field(default_factory=set)
    """Publications on which something was decided."""
    lease: Lease | None = None
    """None: no other daemon can open the lane."""

    @property
    def ours(self) -> bool:
        """Whether what is intended may still leave: no other daemon can have called it doubtful and sent it again."""
        return self.lease is None or self.lease.holds

    @property
    def closing(self) -> bool:
        """Whether the lane has to close and be woken later."""
        return self.rests_until is not None or self.waits_until is not None or not self.ours

    def note(self, decision: Decision, outcome: Sent | NotSent) -> None:
        """Learn from an outcome: a service that is down gives the whole lane a rest, told once."""
        if isinstance(outcome, Sent):
            self.failures = 0
        if decision.lane_until is None or isinstance(outcome, Sent):
            return
        if self.rests_until is None:
            self.failures += 1
            log.warning("lane rests", lane=self.sender, until=decision.lane_until.isoformat(), reason=outcome.reason)
        self.rests_until = max(self.rests_until or decision.lane_until, decision.lane_until)
        self.needs_person = self.needs_person or decision.needs_person
        self.last_error = outcome.reason
