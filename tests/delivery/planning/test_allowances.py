"""What is gone of each budget and stock, and what the calendar still asks of it."""

from decimal import Decimal
from pathlib import Path

from delivery.planning.allowances import Allowance, Unit, allowances
from storage.database import Database
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.money.test_funds import DAY, FILE, FIRST, days, states, town


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


def once(account: str = "", message: str = "") -> dict[str, str | bytes | None]:
    """One spot of twenty thousand, on the first morning; its event ends on the 29th."""
    changes = town(account, message)
    changes[FILE] = str(changes[FILE]).replace("cada día a las 08:00", "8 días antes a las 08:00")
    return changes


async def test_what_waits_for_money_is_still_to_be_paid(database: Database, tmp_path: Path) -> None:
    """Its hour is past, and it is held: what it costs is still wanted, and what is missing is told."""
    async with at_work(database, tmp_path, FIRST, once(", presupuesto: 12.500")) as desk:
        await desk.turn()
        (money,) = those_of(desk).values()
        assert (money.spent, money.foreseen, money.lacking) == (Decimal(0), Decimal(20_000), Decimal(7_500))
        assert (money.waiting, money.missed, money.suffices) == (1, 0, False)


async def test_what_was_missed_for_want_of_money_is_missing_as_long_as_it_serves(
    database: Database, tmp_path: Path
) -> None:
    """A person may send it until its event is over; that it did not go out is told for good."""
    async with at_work(database, tmp_path, FIRST, once(", presupuesto: 12.500")) as desk:
        await desk.turn()
        desk.clock.moment += DAY
        await desk.turn()
        assert states(desk) == ["missed"]
        (money,) = those_of(desk).values()
        assert (money.lacking, money.waiting, money.missed, money.suffices) == (Decimal(7_500), 0, 1, False)
        desk.clock.moment = bogota("2027-02-01T08:00")
        (money,) = those_of(desk).values()
        assert (money.foreseen, money.lacking, money.missed, money.suffices) == (Decimal(0), Decimal(0), 1, True)


async def test_a_budget_that_is_used_up_does_not_suffice_for_what_costs_nobody_knows(
    database: Database, tmp_path: Path
) -> None:
    """The first spot took all there was, and the second, which costs nothing yet, waits: no pesos are missing."""
    changes = town(", presupuesto: 20.000")
    async with at_work(database, tmp_path, FIRST, changes) as desk:
        await days(desk, 1)
        changes["canales.yaml"] = str(changes["canales.yaml"]).replace("costo: 10.000, ", "")
        await desk.reload(changes)
        await desk.turn()
        assert states(desk) == ["running", "waiting"]
        (money,) = those_of(desk).values()
        assert (money.lacking, money.waiting, money.suffices) == (Decimal(0), 1, False)


async def test_what_the_next_one_replaces_wants_no_money(database: Database, tmp_path: Path) -> None:
    """Held through the next one's hour, it is missed for that: one publication waits, and none was missed for money."""
    async with at_work(database, tmp_path, FIRST, town(", presupuesto: 10.000", "    tolerancia: 2 días\n")) as desk:
        await days(desk, 1)
        await desk.turn()
        await desk.reload(town(", presupuesto: 20.000", "    tolerancia: 2 días\n"))
        await desk.dispatcher.sweep()
        assert states(desk) == ["missed", "running"]
        assert [each.missed for each in those_of(desk).values()] == [0]


async def test_what_found_nothing_left_is_missing(database: Database, tmp_path: Path) -> None:
    """The stock that was promised to another one first."""
    async with at_work(database, tmp_path, FIRST, town(message="    existencias: 4\n")) as desk:
        await days(desk, 2)
        await desk.turn()
        (stock,) = those_of(desk).values()
        assert (stock.spent, stock.waiting, stock.missed) == (Decimal(4), 0, 1)
