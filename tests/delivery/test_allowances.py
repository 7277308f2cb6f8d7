"""What is gone of each budget and stock, and what the calendar still asks of it."""

from decimal import Decimal
from pathlib import Path

from delivery.allowances import Allowance, Unit, allowances
from storage.database import Database
from tests.delivery.desk import Desk, at_work
from tests.delivery.test_funds import FIRST, days, town


def those_of(desk: Desk) -> dict[str, Allowance]:
    """By name."""
    place = desk.place
    with place.database.read() as connection:
        found = allowances(connection, place.tenant, desk.clock.now())
    return {each.name: each for each in found}


async def test_spent_and_foreseen_are_the_calendars_and_the_rows(database: Database, tmp_path: Path) -> None:
    """Two days of twenty thousand are gone; the other 360 of the year are still to come, one after the other."""
    limits = town(", presupuesto: 50.000, existencias: 1000", campaign="presupuesto: 9.000.000\n")
    async with at_work(database, tmp_path, FIRST, limits) as desk:
        await days(desk, 2)
        found = those_of(desk)
        money = found["el presupuesto de «emisora» para 2027"]
        assert (money.spent, money.limit, money.percent, money.suffices) == (
            Decimal(40_000),
            Decimal(50_000),
            80,
            False,
        )
        assert money.foreseen == 360 * 20_000
        whole = found["el presupuesto de la campaña «matriculas»"]
        assert (whole.spent, whole.foreseen, whole.percent) == (Decimal(40_000), Decimal(360 * 20_000), 0)
        assert whole.suffices
        stock = found["las existencias de «emisora»"]
        assert (stock.unit, stock.spent, stock.foreseen, stock.suffices) == (Unit.UNITS, Decimal(4), Decimal(720), True)


async def test_nothing_is_told_where_nothing_is_limited(database: Database, tmp_path: Path) -> None:
    """A cost alone is no limit."""
    async with at_work(database, tmp_path, FIRST, town()) as desk:
        assert those_of(desk) == {}


async def test_a_limit_of_nought_has_no_part(database: Database, tmp_path: Path) -> None:
    """Nothing may be spent: there is nothing to divide by, and it does not suffice."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 0")) as desk:
        (only,) = those_of(desk).values()
        assert (only.percent, only.suffices) == (None, False)
