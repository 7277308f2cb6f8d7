"""Every budget and stock of a municipality: what is gone of it, and what the calendar still asks of it this year."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from campaigns.tenant import Tenant
from delivery.affording import Owner, limits_of
from delivery.funds import is_limited
from delivery.known import read_known
from delivery.planning import foresee
from storage.states import Mode

NONE = Decimal(0)


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
    """What the calendar still brings until this year ends, if nothing changes."""

    @property
    def percent(self) -> int | None:
        """Of the limit, how much is gone, rounded down; None: the limit is nought."""
        return int(self.spent / self.limit * 100) if self.limit else None

    @property
    def suffices(self) -> bool:
        """Whether what is foreseen can be paid for."""
        return self.spent + self.foreseen <= self.limit


def allowances(connection: Connection, tenant: Tenant, now: datetime) -> list[Allowance]:
    """The budgets, then the stocks, those of accounts first, as the files name them.

    Nothing is read where there are none.
    """
    if not is_limited(tenant):
        return []
    local = now.astimezone(tenant.municipality.zone)
    ends = local.replace(year=local.year + 1, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    known = read_known(connection, tenant, local, ends, local)
    asked, taken = foresee(tenant, known, ends, local), known.taken
    found = limits_of(Owner(tenant, taken.tenant_id), local, local)
    money = [
        Allowance(
            fund.name, fund.where, Unit.PESOS, span.mode, fund.limit, taken.pesos.get(span, NONE), asked.pesos[span]
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
        )
        for span, stock in found.stocks.items()
    ]
    return [*money, *goods]
