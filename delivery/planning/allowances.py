"""Every budget and stock of a municipality: what is gone of it, and what the calendar still asks of it this year."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from delivery.money.affording import Afforded, Gone, Owner, limits_of
from delivery.money.funds import is_limited
from delivery.money.kept_back import KeptBack, read_kept_back
from delivery.planning.known import read_known
from delivery.planning.planning import foresee
from storage.states import Mode
from storage.tenants import find_tenant

NONE = Decimal(0)
ZERO = timedelta()


class Unit(StrEnum):
    """What is counted."""

    PESOS = "pesos"
    UNITS = "units"
    """Spots, leaflets: what people hand out or carry out."""


class Allowance(NamedTuple):
    """One budget or stock."""

    name: str
    """In Spanish: «el presupuesto de «emisora» para 2027»."""
    where: str
    """The file in which it is written."""
    unit: Unit
    mode: Mode
    """The world in which it is spent: tests spend nothing of what is real."""
    limit: Decimal
    spent: Decimal
    """What went out, or surely will."""
    foreseen: Decimal
    """What the calendar still brings until this year ends, if nothing changes, and what is kept back meanwhile."""
    waiting: int
    """Publications that wait for more of it."""
    missed: int
    """Publications that were missed for want of it."""

    @property
    def percent(self) -> int | None:
        """Of the limit, how much is gone, rounded down; None: the limit is nought."""
        return int(self.spent / self.limit * 100) if self.limit else None

    @property
    def lacking(self) -> Decimal:
        """What more it would take for all that is foreseen; nothing where it suffices."""
        return max(self.spent + self.foreseen - self.limit, NONE)

    @property
    def suffices(self) -> bool:
        """Whether what is foreseen can be paid for, and nothing waits for more."""
        return not self.lacking and not self.waiting


def allowances(connection: Connection, tenant: Tenant, now: datetime) -> list[Allowance]:
    """The budgets, then the stocks, those of accounts first, as the files name them.

    Nothing is read where there are none.
    """
    if not is_limited(tenant):
        return []
    number = find_tenant(connection, tenant.slug)
    kept = read_kept_back(connection, number) if number is not None else ()
    waiting = Counter((each.mark, each.mode) for each in kept if each.waits)
    missed = Counter((each.mark, each.mode) for each in kept if not each.waits)
    asked, taken = _asked(connection, tenant, [each for each in kept if each.serves(now)], now)
    found = limits_of(Owner(tenant, taken.tenant_id), now, now)
    money = [
        Allowance(
            fund.name,
            fund.where,
            Unit.PESOS,
            span.mode,
            fund.limit,
            taken.pesos.get(span, NONE),
            asked.pesos.get(span, NONE),
            waiting[fund.mark, span.mode],
            missed[fund.mark, span.mode],
        )
        for span, fund in found.budgets.items()
    ]
    goods = [
        Allowance(
            stock.name,
            stock.where,
            Unit.UNITS,
            span.mode,
            Decimal(stock.limit),
            Decimal(taken.units.get(span, 0)),
            Decimal(asked.units.get(span, 0)),
            waiting[stock.mark, span.mode],
            missed[stock.mark, span.mode],
        )
        for span, stock in found.stocks.items()
    ]
    return [*money, *goods]


def _asked(connection: Connection, tenant: Tenant, kept: Sequence[KeptBack], now: datetime) -> tuple[Afforded, Gone]:
    """What the calendar asks for until this year ends beside what is gone.

    What is kept back has had its hour: the calendar is asked from the first of these hours on.
    """
    local = now.astimezone(tenant.municipality.zone)
    ends = local.replace(year=local.year + 1, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    late = max((message.tolerance for each in tenant.campaigns.values() for message in each.messages), default=ZERO)
    hours = [each.planned_at for each in kept if each.planned_at is not None]
    since = min([now - late, *hours]).astimezone(local.tzinfo)
    known = read_known(connection, tenant, since, ends, local)
    return foresee(tenant, known, since, ends, local, {each.key for each in kept}), known.taken
