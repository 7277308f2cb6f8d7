"""Surveys as the site shows them: where to vote while they are open, and what came of them afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from storage.survey_results import Result, results
from storage.surveys import surveys


class Asking(NamedTuple):
    """The message's occurrence that asks a survey's question."""

    campaign: str
    message: str
    occurrence: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """A survey at the site's moment."""

    question: str
    options: tuple[str, ...]
    closes_at: datetime
    open: bool
    """Whether a vote still counts; no result is told before."""
    results: tuple[Result, ...] = ()
    missing: tuple[str, ...] = ()
    """Media whose votes are not known yet."""
    cancelled_at: datetime | None = None
    """When it was called off; its votes are no result then."""

    @property
    def ended_at(self) -> datetime:
        """When it takes votes no more."""
        return self.cancelled_at or self.closes_at


def ballots(connection: Connection, tenant_id: int, now: datetime) -> dict[Asking, Ballot]:
    """Every survey of a municipality, by who asks it."""
    found = {}
    for each in surveys(connection, tenant_id):
        running = each.takes_votes(now)
        told = ((), ()) if running else results(connection, each)
        off = each.closed_at if each.cancelled else None
        asking = Asking(each.campaign, each.message, each.occurrence)
        found[asking] = Ballot(each.question, each.options, each.closes_at, running, *told, off)
    return found
