"""The rows of figures that are fetched: what is due, what came, what went wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from campaigns.indicator import Indicator
from campaigns.pulled import Pulled
from campaigns.tenant import Tenant
from delivery.figures.spans import Every, due_at, over, wanted
from delivery.retry import backoff
from delivery.workplace import Workplace
from sources.telling import NoFigure, Source, Span, days_words
from storage.chores import (
    OPEN,
    Chore,
    ChoreState,
    add_chore,
    chores,
    end_chore,
    fail_chore,
    first_slot,
    keep_chore,
    take_chore,
)
from storage.fetched_figures import FETCHING, add_fetched, latest_fetched, standing_figures

BY = "pregonero"
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=3)
BELIEVED = timedelta(hours=2)
"""For how long whoever asks is believed to be at it without a word: a large log, or thirty slow answers."""
NOT_YET = "La fuente no tiene todavía la cifra de {}."
TOLD_AFTER = 4
"""Tries in vain before somebody is told: about an hour. What no time heals is told at once."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A figure to fetch now."""

    indicator: str
    chore: Chore
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PullStatus:
    """How the fetching of one indicator's figure stands."""

    indicator: str
    slot: str
    """The last day of the span that was due last; empty: none has been."""
    state: ChoreState | None
    due_at: datetime | None
    tries: int
    note: str
    """In Spanish: why it could not be fetched the last time; empty where it could."""
    latest: date | None
    """The last day of which there is one."""

    @property
    def wrong(self) -> str:
        """Why somebody should look, in Spanish; empty where it goes well, or has failed for less than an hour."""
        failing = self.state in (ChoreState.FAILING, ChoreState.RUNNING, ChoreState.FAILED)
        return self.note if failing and self.tries >= TOLD_AFTER else ""


def fetched_indicators(tenant: Tenant) -> Iterator[tuple[str, Indicator, Pulled]]:
    """Those whose figure is fetched, by key."""
    for key, indicator in tenant.indicators.items():
        if indicator.pulled is not None:
            yield key, indicator, indicator.pulled


def is_due(connection: Connection, place: Workplace, key: str, pulled: Pulled, now: datetime) -> bool:
    """Whether `take_errand` may find something to do; asked without writing."""
    span, last = over(pulled.every, now, place.tenant.municipality.zone), _last(connection, place.tenant_id, key)
    if pulled.since is not None and span.last < pulled.since:
        return False
    if last is None or last.slot < str(span.last):
        return True
    return last.state in OPEN and last.due_at <= now


def take_errand(
    connection: Connection, place: Workplace, key: str, pulled: Pulled, source: Source | None, now: datetime
) -> Errand | None:
    """Begin to fetch what is due now, written down where it is new; None where nothing is, or another is at it.

    `source`: None where it cannot be asked as it is described.
    """
    zone, tenant = place.tenant.municipality.zone, place.tenant_id
    span, last = over(pulled.every, now, zone), _last(connection, tenant, key)
    if last is None or last.slot < str(span.last):
        last = _written_down(connection, tenant, key, span, due_at(span, zone), last)
    if last is None or not take_chore(connection, last.id, now, BELIEVED):
        return None
    return Errand(key, last, _spans(connection, tenant, key, pulled, source, span))


def record(
    connection: Connection,
    place: Workplace,
    errand: Errand,
    source: Source,
    told: Mapping[Span, float],
    now: datetime,
    jitter: float,
) -> int:
    """Keep what came, and return how many rows that made; nothing where another has taken the errand meanwhile.

    What is told otherwise than before is a correction; a person's word is left as it is. Where the last span is not
    among what came, it is asked for again. `jitter` in [0, 1).
    """
    tenant, key = place.tenant_id, errand.indicator
    if not keep_chore(connection, errand.chore.id, now, BELIEVED):
        return 0
    known, made = standing_figures(connection, tenant, key, [span.last for span in told]), 0
    for span, value in sorted(told.items()):
        standing, note, reason = known.get(span.last), f"Traída de {source.where}, {days_words(span)}.", ""
        if standing is not None and (not standing.fetched or standing.value == value):
            continue
        if standing is not None:
            reason = f"La fuente dice ahora {value:g}; antes decía {standing.value:g}."
        corrects = standing.id if standing is not None else None
        add_fetched(connection, tenant, key, span.last, value, note, BY, now, corrects, reason)
        made += 1
    if (last := errand.spans[-1]) in told:
        end_chore(connection, errand.chore.id, ChoreState.DONE, now)
    else:
        record_failure(connection, place, errand, NoFigure(NOT_YET.format(days_words(last))), now, jitter)
    return made


def record_failure(
    connection: Connection, place: Workplace, errand: Errand, problem: NoFigure, now: datetime, jitter: float
) -> None:
    """Why, and when that was. It is tried again after a pause, the longer the oftener it failed. `jitter` in [0, 1)."""
    tries = errand.chore.tries + 1
    wait = backoff(errand.chore.tries, FIRST_WAIT, LONGEST_WAIT, jitter)
    if problem.needs_person:
        tries, wait = max(tries, TOLD_AFTER), LONGEST_WAIT
    at = now + max(wait, problem.retry_after or timedelta(0))
    local = now.astimezone(place.tenant.municipality.zone)
    note = f"{problem.reason} (Se intentó el {local:%Y-%m-%d} a las {local:%H:%M}.)"
    fail_chore(connection, errand.chore.id, at, tries, note)


def pull_statuses(connection: Connection, tenant: Tenant, tenant_id: int) -> list[PullStatus]:
    """Each indicator whose figure is fetched."""
    found: list[PullStatus] = []
    for key, _, _ in fetched_indicators(tenant):
        last, latest = _last(connection, tenant_id, key), latest_fetched(connection, tenant_id, key)
        if last is None:
            found.append(PullStatus(key, "", None, None, 0, "", latest))
        else:
            note = "" if last.state is ChoreState.DONE else last.note
            found.append(PullStatus(key, last.slot, last.state, last.due_at, last.tries, note, latest))
    return found


def _spans(
    connection: Connection, tenant: int, key: str, pulled: Pulled, source: Source | None, through: Span
) -> tuple[Span, ...]:
    every: Every = pulled.every
    first = first_slot(connection, tenant, FETCHING, key)
    begins = pulled.since or (date.fromisoformat(first) if first else through.first)
    latest = latest_fetched(connection, tenant, key)
    settles, most = (source.settles, source.most) if source is not None else (0, 1)
    return wanted(every, through, begins, latest, settles, most)


def _written_down(
    connection: Connection, tenant: int, key: str, span: Span, due: datetime, before: Chore | None
) -> Chore | None:
    """The chore of a span. What failed before it fails on: that a new day has come is no good news."""
    add_chore(connection, tenant, FETCHING, key, str(span.last), due)
    made = _last(connection, tenant, key)
    if made is None or before is None or before.state is ChoreState.DONE or not before.tries:
        return made
    fail_chore(connection, made.id, due, before.tries, before.note)
    return replace(made, tries=before.tries, note=before.note)


def _last(connection: Connection, tenant: int, key: str) -> Chore | None:
    return next(iter(chores(connection, tenant, FETCHING, key, 1)), None)
