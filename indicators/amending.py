"""What a closed report tells besides its figures, with what was said now and nothing else that came since. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from campaigns.indicator import Indicator
from indicators.declared import Measurement
from indicators.findings import Findings
from indicators.measures import Figure
from indicators.outcomes import Fulfilled
from indicators.pace import Course
from indicators.report import IndicatorRow, Report
from indicators.targets import Goal, adds_up, cumulative_stretch, share_reached, standing
from indicators.tasks import Tasks
from storage.spending import Spending

Counted = TypeVar("Counted", Tasks, Spending)


def amended(closed: Findings, before: Findings, after: Findings) -> Findings:
    """`closed` with that in which `after` is not as `before`: figures of persons, counts of tasks, what these cost."""
    done = replace(
        closed.outcomes,
        fulfilled=_fulfilled(closed.outcomes.fulfilled, before.outcomes.fulfilled, after.outcomes.fulfilled),
    )
    return replace(
        closed,
        outcomes=done,
        given=_given(closed.given, before.given, after.given),
        corrected=(*closed.corrected, *(each for each in after.corrected if each not in before.corrected)),
        tasks=_moved(closed.tasks, before.tasks, after.tasks, lambda each: each.medium, _with_count),
        spent=_spent(closed.spent, before.spent, after.spent),
        spent_in_year=_spent(closed.spent_in_year, before.spent_in_year, after.spent_in_year),
        spent_ever=_spent(closed.spent_ever, before.spent_ever, after.spent_ever),
    )


def carried(
    old: IndicatorRow, before: IndicatorRow, after: IndicatorRow, indicator: Indicator, closed: Report
) -> IndicatorRow:
    """The closed row with what was said now; where more came since the close, a sum moves only by what was said.

    Of a level or a mean no part can be told apart: it is as `after` has it.
    """
    # The period before stands beside it as it was closed, and who answers for it is who answered then.
    after = replace(after, before=old.before, name=old.name, responsible=old.responsible, source=old.source)
    values = (old.figure.value, before.figure.value, after.figure.value)
    if old.figure == before.figure or None in values or not adds_up(indicator):
        return after
    figure = Figure(
        _by(*values),
        _parts(old.figure.by_channel, before.figure.by_channel, after.figure.by_channel),
        _parts(old.figure.by_medium, before.figure.by_medium, after.figure.by_medium),
    )
    if figure.value is None or after.goal.target is None:
        return replace(after, figure=figure)
    percent, _ = share_reached(figure.value, after.goal.target, falls=indicator.falls)
    return replace(
        after,
        figure=figure,
        goal=_with_percent(after.goal, percent),
        standing=_standing(figure.value, after, indicator, closed),
    )


def _with_percent(goal: Goal, percent: float | None) -> Goal:
    """What adds up over several periods is judged by all of them, whatever this one's figure is."""
    return replace(goal, percent=percent, judged_percent=percent if goal.summed is None else goal.judged_percent)


def _standing(value: float, after: IndicatorRow, indicator: Indicator, closed: Report) -> Course | None:
    """What adds up over several periods stands by all of them, and not by this one's figure."""
    zone = closed.tenant.municipality.zone
    if cumulative_stretch(indicator, zone) is not None:
        return after.standing
    return standing(indicator, value, after.goal, closed.period, closed.made_at, zone)


def _by(old: float | None, before: float | None, after: float | None) -> float:
    return (old or 0) + (after or 0) - (before or 0)


def _parts(old: Mapping[str, float], before: Mapping[str, float], after: Mapping[str, float]) -> Mapping[str, float]:
    return {key: _by(old[key], before.get(key), after.get(key)) for key in old}


def _given(
    closed: tuple[Measurement, ...], before: tuple[Measurement, ...], after: tuple[Measurement, ...]
) -> tuple[Measurement, ...]:
    gone = {each.id for each in before} - {each.id for each in after}
    stays = [each for each in closed if each.id not in gone]
    return tuple(sorted([*stays, *set(after).difference(before)], key=lambda each: (each.day, each.id)))


def _fulfilled(
    closed: tuple[Fulfilled, ...], before: tuple[Fulfilled, ...], after: tuple[Fulfilled, ...]
) -> tuple[Fulfilled, ...]:
    changed = {each.order: each for each in set(after).difference(before)}
    return tuple(changed.get(each.order, each) for each in closed)


def _spent(
    closed: tuple[Spending, ...], before: tuple[Spending, ...], after: tuple[Spending, ...]
) -> tuple[Spending, ...]:
    named = attrgetter("account", "campaign", "medium", "message")
    return _moved(closed, before, after, named, _with_gone)


def _moved(
    closed: Iterable[Counted],
    before: Iterable[Counted],
    after: Iterable[Counted],
    key: Callable[[Counted], object],
    add: Callable[[Counted, Counted, Counted], Counted],
) -> tuple[Counted, ...]:
    """Each by as much as it has moved."""
    was, now = ({key(each): each for each in rows} for rows in (before, after))
    both = was.keys() & now.keys()
    return tuple(add(each, was[key(each)], now[key(each)]) if key(each) in both else each for each in closed)


def _with_count(closed: Tasks, before: Tasks, after: Tasks) -> Tasks:
    return replace(closed, count=closed.count + after.count - before.count)


def _with_gone(closed: Spending, before: Spending, after: Spending) -> Spending:
    return closed._replace(gone=closed.gone + after.gone - before.gone)
