"""Parts of the daemon that fail by a mistake of ours: left alone for a while, tried again, and shown meanwhile."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from delivery.clock import Clock
from delivery.contained import contained
from delivery.retry import backoff
from logs import Log, hide
from storage.errors import StorageError

log = Log(__name__)

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=15)
OVER = timedelta(minutes=1)
"""A fault whose next try is past by this much concerns nobody any more: nothing asked for that part again."""
LONGEST_TEXT = 300


class Part(StrEnum):
    """What can fail by itself while the rest goes on."""

    LANE = "lane"
    CAMPAIGN = "campaign"
    REVIEW = "review"
    """What of a campaign awaits approval."""
    SWEEP = "sweep"
    """The look through a municipality's rows."""
    TENANT = "tenant"
    """A municipality's configuration on its way into work."""
    CONFIGURATION = "configuration"
    """The reading of all files."""
    DAEMON = "daemon"
    """What the daemon does for itself: its sign of life, its watch on the database."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One such part."""

    part: Part
    name: str = ""
    """The lane's sender, the campaign's id; empty where the part alone says it."""
    tenant: str = ""
    """The municipality's folder name; empty where it concerns all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that failed, each time that it was tried since."""

    subject: Subject
    error: str
    """The last exception's class and text, in English, without secrets."""
    since: datetime
    at: datetime
    """When it failed last."""
    times: int
    again_at: datetime

    def rests(self, now: datetime) -> bool:
        """Whether it is not to be tried yet. A clock that was set back lets it be tried at once."""
        return self.at <= now < self.again_at


def failed(subject: Subject, error: Exception, before: Fault | None, now: datetime) -> Fault:
    """The fault that follows from an exception; with each in a row the pause grows, from 5 s to 15 min."""
    times = before.times + 1 if before is not None else 1
    pause = backoff(times - 1, FIRST_PAUSE, LONGEST_PAUSE, jitter=0.5)
    told = hide(f"{type(error).__name__}: {error}")[:LONGEST_TEXT]
    return Fault(subject, told, before.since if before is not None else now, now, times, now + pause)


class Faults:
    """All that fails now."""

    def __init__(self) -> None:
        """Nothing does."""
        self._now: dict[Subject, Fault] = {}

    @property
    def all(self) -> tuple[Fault, ...]:
        """In the order in which they began."""
        return tuple(sorted(self._now.values(), key=lambda fault: fault.since))

    def of(self, subject: Subject) -> Fault | None:
        """The part's fault, if it has one."""
        return self._now.get(subject)

    def rests(self, subject: Subject, now: datetime) -> bool:
        """Whether the part failed and is not to be tried yet."""
        fault = self._now.get(subject)
        return fault is not None and fault.rests(now)

    def due(self, parts: Collection[Part], now: datetime) -> bool:
        """Whether one of these failed and is to be tried again."""
        return any(subject.part in parts and not fault.rests(now) for subject, fault in self._now.items())

    @contextmanager
    def contained(self, subject: Subject, clock: Clock, *foreseen: type[Exception]) -> Iterator[None]:
        """Hold back and note what the block raises; a fault that the part had is over where it raises nothing.

        Storage errors pass through, as those `foreseen` do: they are not the part's.
        """
        about = {"part": subject.part.value, "name": subject.name, "tenant": subject.tenant}
        with contained("unforeseen fault", StorageError, *foreseen, **about) as block:
            yield
        if block.error is not None:
            self.note(subject, block.error, clock.now())
        else:
            self.well(subject)

    def well(self, subject: Subject) -> None:
        """The part did its work: a fault that it had is over."""
        if self._now.pop(subject, None) is not None:
            log.info("goes on", part=subject.part.value, name=subject.name, tenant=subject.tenant)

    def resting(self, part: Part, tenant: str, now: datetime) -> frozenset[str]:
        """The names of a tenant's parts of this kind that are not to be tried yet."""
        mine = (fault for subject, fault in self._now.items() if (subject.part, subject.tenant) == (part, tenant))
        return frozenset(fault.subject.name for fault in mine if fault.rests(now))

    def judge(
        self, part: Part, tenant: str, sick: Mapping[str, Exception], resting: Collection[str], now: datetime
    ) -> None:
        """Note what came of trying all parts of this kind but those that rested: the `sick` failed, the others not."""
        mine = [subject for subject in self._now if (subject.part, subject.tenant) == (part, tenant)]
        for subject in mine:
            if subject.name not in sick and subject.name not in resting:
                self.well(subject)
        for name, error in sick.items():
            self.note(Subject(part, name, tenant), error, now)

    def note(self, subject: Subject, error: Exception, now: datetime) -> None:
        """The part failed; say when it is tried again."""
        fault = self._now[subject] = failed(subject, error, self._now.get(subject), now)
        again = fault.again_at.isoformat()
        log.warning("is tried again", part=subject.part.value, name=subject.name, at=again, times=fault.times)

    def hurry(self) -> None:
        """Something was mended, perhaps just this: each part may be tried at once."""
        self._now = {subject: replace(fault, again_at=fault.at) for subject, fault in self._now.items()}

    def drop_over(self, now: datetime) -> None:
        """Forget those that concern nobody any more: a campaign that was taken out, a sending that was cancelled."""
        self._now = {subject: fault for subject, fault in self._now.items() if now - fault.again_at < OVER}
