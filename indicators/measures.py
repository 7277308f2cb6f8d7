"""What an automatic indicator adds up. Pure: the same outcomes give the same figure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from campaigns.indicator import BY_TERM, METRICS, PETITIONS, SHARES, SUBSCRIBERS, Filter, Indicator
from channels.capabilities import Metric
from indicators.medium import medium_named
from indicators.outcomes import Fulfilled, Outcomes, Published
from indicators.owed import DELIVERED, Owed
from indicators.petitions import Petition
from indicators.subscribed import passes as is_among
from indicators.told import Counted

Row = Published | Fulfilled | Counted | Owed | Petition


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and how it divides; the media add up to it."""

    value: float | None
    """None: nobody has given one yet."""
    by_channel: Mapping[str, float]
    """By the account's name; empty where the figure comes from no account."""
    by_medium: Mapping[str, float]


def measure(indicator: Indicator, outcomes: Outcomes, action: str | None = None) -> Figure:
    """The figure of an automatic indicator over the outcomes of a period; nought where nothing happened.

    Of what services tell it is None where none has told anything: that is not nought.

    `action` narrows it to what serves one row of the plan, unless the indicator itself says whose rows it counts
    (several rows may count into one). Raises KeyError for an indicator that counts nothing by itself.
    """
    if indicator.counts == SUBSCRIBERS:
        return _subscribers(indicator, outcomes)
    found = rows_behind(indicator, outcomes, action)
    if indicator.counts in SHARES:
        return _share(indicator, found)
    metric = METRICS.get(indicator.counts or "")
    if metric is not None and not found:
        return Figure(None, {}, {})
    weigh = _WEIGHTS[indicator.counts or ""] if metric is None else partial(_came, metric=metric)
    channels: Counter[str] = Counter()
    media: Counter[str] = Counter()
    for row, weight in weighed(found, weigh):
        if row.account:
            channels[row.account] += weight
        media[row.medium] += weight
    return Figure(media.total(), dict(sorted((+channels).items())), dict(sorted((+media).items())))


def _share(indicator: Indicator, rows: tuple[Row, ...]) -> Figure:
    """What part of what was due stands as is asked, in percent; None where nothing was."""
    wanted = indicator.filter.standing or (DELIVERED,)
    owed = [row for row in rows if isinstance(row, Owed | Petition)]
    met = sum(any(row.stands(word) for word in wanted) for row in owed)
    return Figure(met / len(owed) * 100 if owed else None, {}, {})


def _subscribers(indicator: Indicator, outcomes: Outcomes) -> Figure:
    """Addresses, which serve all rows of the plan alike."""
    wanted, media = indicator.filter, Counter[str]()
    for row in outcomes.subscribed:
        if is_among(row, wanted.topics, wanted.media):
            media[row.medium] += row.addresses
    return Figure(media.total(), {}, dict(sorted(media.items())))


def rows_behind(indicator: Indicator, outcomes: Outcomes, action: str | None = None) -> tuple[Row, ...]:
    """The rows that an automatic indicator counts."""
    of_orders = indicator.counts in ("tareas-cumplidas", "cantidad-confirmada")
    rows: Iterable[Row] = outcomes.fulfilled if of_orders else outcomes.published
    if (metric := METRICS.get(indicator.counts or "")) is not None:
        rows = (row for row in outcomes.of(metric) if metric.value in row.last)
    if indicator.counts in BY_TERM:
        wanted = () if indicator.counts in SHARES else indicator.filter.standing
        due: Iterable[Owed | Petition] = outcomes.asked if indicator.counts in PETITIONS else outcomes.owed
        rows = (row for row in due if not wanted or any(row.stands(word) for word in wanted))
    if indicator.counts == "contenidos":
        rows = (row for row in outcomes.published if row.publishes)
    return tuple(row for row in rows if _belongs(row, indicator, action))


def untold(indicator: Indicator, outcomes: Outcomes, action: str | None = None) -> int:
    """Of how many posts the service was asked for what the indicator counts, and does not tell it."""
    metric = METRICS.get(indicator.counts or "")
    if metric is None:
        return 0
    return sum(metric.value not in row.last and _belongs(row, indicator, action) for row in outcomes.of(metric))


def _belongs(row: Row, indicator: Indicator, action: str | None) -> bool:
    narrowed = action if not indicator.filter.actions else None
    return passes(row, indicator.filter) and (narrowed is None or narrowed in row.actions)


def passes(row: Row, wanted: Filter) -> bool:
    """The row has one of the values of every list that the filter gives. Tasks have a kind; publications have none."""
    return (
        (not wanted.actions or not set(wanted.actions).isdisjoint(row.actions))
        and (not wanted.campaigns or row.campaign in wanted.campaigns)
        and (not wanted.messages or row.message in wanted.messages)
        and (not wanted.accounts or row.account in wanted.accounts)
        and (not wanted.media or row.medium in map(medium_named, wanted.media))
        and (not wanted.audiences or row.audience in wanted.audiences)
        and (not wanted.orders or (isinstance(row, Fulfilled | Owed | Petition) and row.kind in wanted.orders))
    )


def weighed(rows: Iterable[Row], weigh: Callable[[Row], int]) -> Iterable[tuple[Row, int]]:
    """Each row with what it adds; a publication that reached several audiences is one content all the same."""
    seen: set[int] = set()
    for row in rows:
        if weigh is _one and isinstance(row, Published):
            if row.publication in seen:
                continue
            seen.add(row.publication)
        yield row, weigh(row)


def _one(_row: Row) -> int:
    return 1


def _reached(row: Row) -> int:
    return row.reached if isinstance(row, Published) else 0


def _bounced(row: Row) -> int:
    return row.bounced if isinstance(row, Published) and row.direct else 0


def _count(row: Row) -> int:
    return row.count if isinstance(row, Fulfilled) else 0


def _came(row: Row, metric: Metric) -> int:
    return row.came(metric) if isinstance(row, Counted) else 0


_WEIGHTS: Mapping[str, Callable[[Row], int]] = {
    "contenidos": _one,
    "publicaciones": _one,
    "alcanzados": _reached,
    "devueltos": _bounced,
    "tareas-cumplidas": _one,
    "cantidad-confirmada": _count,
    "deberes": _one,
    "solicitudes": _one,
}
