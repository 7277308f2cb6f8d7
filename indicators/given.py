"""What a calendar gives by itself: contents and publications, apart from those that people carry out by hand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.indicator import Indicator
from campaigns.tenant import Tenant
from channels.adapter import Kind
from indicators.measures import rows_behind
from indicators.outcomes import Outcomes, Published
from indicators.report import IndicatorRow

BY_CALENDAR = ("contenidos", "publicaciones")
"""What a calendar settles by itself, but for what people carry out by hand."""


@dataclass(frozen=True, slots=True)
class Given:
    """One indicator that counts what a calendar has."""

    row: IndicatorRow
    by_itself: int
    by_hand: int
    """Of accounts that a person serves: as many as that person carries out."""


def given(rows: Sequence[IndicatorRow], tenant: Tenant, outcomes: Outcomes) -> tuple[Given, ...]:
    """Those of the plan's indicators that a calendar settles, in their order."""
    found = []
    for row in rows:
        indicator = tenant.indicators[row.key]
        if indicator.type == "automatico" and indicator.counts in BY_CALENDAR:
            alone, by_hand = counted_apart(indicator, tenant, outcomes)
            found.append(Given(row, len(alone), len(by_hand)))
    return tuple(found)


def counted_apart(indicator: Indicator, tenant: Tenant, outcomes: Outcomes) -> tuple[list[Published], list[Published]]:
    """Each publication that counts once, in the order of their hours: what goes out by itself, and by hand."""
    first: dict[int, Published] = {}
    for row in rows_behind(indicator, outcomes):
        if isinstance(row, Published):
            first.setdefault(row.publication, row)
    alone = [row for row in first.values() if not _by_hand(tenant, row)]
    return alone, [row for row in first.values() if _by_hand(tenant, row)]


def _by_hand(tenant: Tenant, row: Published) -> bool:
    account = tenant.accounts.get(row.account)
    return account is not None and account.kind is Kind.MANUAL
