"""Events that repeat, as a short list shows them: once, with the next date and how they go on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from website.agenda import EventDate
from website.snapshot import Campaign, Snapshot

_HOURS = r"(?:las?\s+)?\d{1,2}:\d\d"
_LEFT_OUT = re.compile(
    rf"\s+(?:a\s+{_HOURS}(?:(?:,|\s+y(?:\s+a)?)\s*{_HOURS})*|desde\s+\d\S*|hasta\s+\d\S*|excepto\s.*\d.*)"
)
"""Of a rule what its next date says already, and what is written as dates."""


@dataclass(frozen=True, slots=True)
class Series:
    """A campaign's event in a list of what is to come."""

    date: EventDate
    """The next."""
    goes_on: str
    """«Se repite cada domingo», «Hay 3 fechas más»; empty: there is no other date."""
    campaign: Campaign
    """On whose page all dates stand."""


def series(snapshot: Snapshot, dates: Iterable[EventDate]) -> list[Series]:
    """One for each campaign, in the order of their next dates."""
    by_campaign: dict[str, list[EventDate]] = {}
    for date in dates:
        by_campaign.setdefault(date.campaign, []).append(date)
    return [
        Series(found[0], _goes_on(snapshot, name, len(found) - 1), snapshot.campaigns[name])
        for name, found in by_campaign.items()
    ]


def rule_words(rule: str) -> str:
    """How a rule is told: «cada domingo a las 06:00 desde 2027-01-01» is «cada domingo». Empty: not in words."""
    return "" if rule.lower().startswith("rrule") else _LEFT_OUT.sub("", rule).strip()


def _goes_on(snapshot: Snapshot, campaign: str, more: int) -> str:
    if not more:
        return ""
    if words := rule_words(snapshot.order.repeats.get(campaign, "")):
        return f"Se repite {words}"
    return "Hay una fecha más" if more == 1 else f"Hay {more} fechas más"
