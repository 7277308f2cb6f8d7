"""Automatic figures, each counted once however many rows of the plan ask for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from campaigns.indicator import Indicator
from indicators.measures import Figure, measure, untold
from indicators.outcomes import Outcomes
from storage.origin import Origin

Row = TypeVar("Row", bound=Origin)
Asked = tuple[str, str | None]
"""An indicator's key, and the row of the plan to which it is narrowed."""


class Counting:
    """The figures of some outcomes; outcomes never change, so what was counted of them is remembered."""

    def __init__(self, outcomes: Outcomes) -> None:
        """Nothing is counted before it is asked for."""
        self._outcomes = outcomes
        self._by_action: Mapping[str, Outcomes] | None = None
        self._figures: dict[Asked, Figure] = {}
        self._untold: dict[Asked, int] = {}

    def figure(self, key: str, indicator: Indicator, action: str | None = None) -> Figure:
        """What `measure` says of the indicator."""
        asked = key, _narrowed(indicator, action)
        if asked not in self._figures:
            self._figures[asked] = measure(indicator, self._serving(asked[1]), asked[1])
        return self._figures[asked]

    def untold(self, key: str, indicator: Indicator, action: str | None = None) -> int:
        """What `measures.untold` says of it."""
        asked = key, _narrowed(indicator, action)
        if asked not in self._untold:
            self._untold[asked] = untold(indicator, self._serving(asked[1]), asked[1])
        return self._untold[asked]

    def _serving(self, action: str | None) -> Outcomes:
        if action is None:
            return self._outcomes
        if self._by_action is None:
            self._by_action = by_action(self._outcomes)
        return self._by_action.get(action) or Outcomes((), (), subscribed=self._outcomes.subscribed)


def by_action(outcomes: Outcomes) -> Mapping[str, Outcomes]:
    """What served each row of the plan, in its order. Subscribers serve all rows alike."""
    published, fulfilled = _by_action(outcomes.published), _by_action(outcomes.fulfilled)
    told, voted, owed = _by_action(outcomes.told), _by_action(outcomes.voted), _by_action(outcomes.owed)
    asked = _by_action(outcomes.asked)
    return {
        action: replace(
            outcomes,
            published=tuple(published[action]),
            fulfilled=tuple(fulfilled[action]),
            told=tuple(told[action]),
            voted=tuple(voted[action]),
            owed=tuple(owed[action]),
            asked=tuple(asked[action]),
        )
        for action in sorted({*published, *fulfilled, *told, *voted, *owed, *asked})
    }


def _by_action(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for action in dict.fromkeys(row.actions):
            found[action].append(row)
    return found


def _narrowed(indicator: Indicator, action: str | None) -> str | None:
    """An indicator that says itself whose rows it counts is the same for all of them."""
    return None if indicator.filter.actions else action
