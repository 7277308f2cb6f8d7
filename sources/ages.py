"""When a post is asked for its figures: at certain ages, each once. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

AGES: tuple[timedelta, ...] = (
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)
"""Of a post, where its account says nothing else. Most of what comes of one comes in its first week."""
PATIENCE = timedelta(days=7)
"""After the last age: who has told nothing by then is asked no more."""


class Pull(NamedTuple):
    """One time that a post is to be asked for its figures."""

    slot: str
    """Its age in minutes, `60m`: the same whatever the hour at which it is done."""
    due_at: datetime


def next_pull(ages: Sequence[timedelta], sent_at: datetime, now: datetime) -> Pull | None:
    """The first that is still to come at `now`: what a stopped daemon missed is not made up for. None: no more."""
    for age in sorted(ages):
        if sent_at + age > now:
            return Pull(f"{age // timedelta(minutes=1)}m", sent_at + age)
    return None


def is_over(ages: Sequence[timedelta], sent_at: datetime, now: datetime) -> bool:
    """Whether a post is so old that it is not worth asking for any more."""
    return now > sent_at + max(ages, default=timedelta(0)) + PATIENCE
