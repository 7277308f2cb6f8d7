"""What sending by hand would do is told before: the same accounts and reasons as then, and nothing is written."""

from pathlib import Path

import pytest
from sqlalchemy import insert

from delivery.office.by_hand import Hurry, send_now
from delivery.office.foretelling import REPORTED, Foretold, foretell
from delivery.office.lifting import lift
from delivery.office.office import Refused, Unknown
from storage.database import Database
from storage.tables import lane
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.office.test_alerts import ALERT
from tests.delivery.office.test_alerts import FILE as ALERTS
from tests.delivery.office.test_by_hand import APPROVED, RED
from tests.delivery.reporting.town import reporting

TUESDAY, SUNDAY = bogota("2026-12-22T08:00"), bogota("2026-12-20T08:00")


def told(desk: Desk, campaign: str = "matriculas", message: str = "anuncio") -> Foretold:
    """By a connection that cannot write."""
    with desk.database.read() as connection:
        return foretell(connection, desk.place, campaign, message, desk.clock.now())


@pytest.mark.parametrize("changes", [{}, APPROVED])
@pytest.mark.parametrize("people", [(), ("eva@example.com",)])
@pytest.mark.parametrize("hurry", [Hurry(), RED])
async def test_it_tells_what_then_comes_of_it(
    database: Database, tmp_path: Path, changes: dict[str, str], people: tuple[str, ...], hurry: Hurry
) -> None:
    """Of what goes out and what does not, and why, whoever is missing and whether it can wait."""
    async with at_work(database, tmp_path, TUESDAY, changes) as desk:
        desk.people(*people)
        before = told(desk)
        held = {
            before.choice.occurrence.key(each.account): why
            for each in before.ways
            if (why := each.held_in_emergency if hurry.emergency else each.held)
        }
        assert desk.publications() == {}
        said = ("matriculas", "anuncio", "ana", desk.clock.now(), hurry, before.choice.name)
        if before.goes_in_emergency if hurry.emergency else before.goes:
            _, look = desk.write(send_now, *said)
            assert look.held == held
        else:
            with pytest.raises(Refused) as refused:
                desk.write(send_now, *said)
            assert str(refused.value) == "\n".join(dict.fromkeys(held.values()))


async def test_without_counting_it_tells_of_rules_alone(database: Database, tmp_path: Path) -> None:
    """Nobody is looked for: whoever is missing is not told, and an approval that is wanting is."""
    async with at_work(database, tmp_path, TUESDAY) as desk:
        for changes, why in (({}, ""), (APPROVED, "Espera la aprobación del Comité GEL.")):
            await desk.reload(changes)
            with database.read() as connection:
                found = foretell(connection, desk.place, "matriculas", "anuncio", desk.clock.now(), counts=False)
            assert {each.held.partition(" Se aprueba")[0] for each in found.ways} == {why}


async def test_it_tells_the_hour_of_what_waits_for_it(database: Database, tmp_path: Path) -> None:
    """A Sunday: the mail is sent, and leaves on Monday; a post needs no hour."""
    async with at_work(database, tmp_path, SUNDAY) as desk:
        desk.people("eva@example.com")
        mail, post = told(desk).ways
        assert (mail.held, post.held, post.told) == ("", "", "")
        assert "lunes" in mail.told


async def test_it_tells_of_an_account_that_is_stopped(database: Database, tmp_path: Path) -> None:
    """It goes out once somebody has mended it; of the other account nothing is said. What was told before is old."""
    async with at_work(database, tmp_path, TUESDAY) as desk:
        desk.people("eva@example.com")
        before = told(desk)
        stopped = {"tenant": desk.place.tenant_id, "sender": desk.tenant.accounts["correo"].sender}
        with database.write() as connection:
            connection.execute(insert(lane).values(**stopped, needs_person=True, last_error="La clave no sirve."))
        assert [each.stopped for each in told(desk).ways] == ["La clave no sirve.", ""]
        assert told(desk).told != before.told


async def test_what_has_gone_out_is_spent(database: Database, tmp_path: Path) -> None:
    """On one account the other is left; on both nothing is, and it says what would let it go out again."""
    async with at_work(database, tmp_path, TUESDAY) as desk:
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        left = told(desk)
        assert ([each.account.name for each in left.ways], left.choice.spent) == (["correo"], "")
        desk.people("eva@example.com")
        desk.write(send_now, "matriculas", "anuncio", "ana", desk.clock.now())
        spent = told(desk)
        assert (spent.ways, spent.goes) == ((), False)
        assert "repetir: 2" in spent.choice.spent


async def test_an_alert_is_named_by_the_order_that_would_be_given(database: Database, tmp_path: Path) -> None:
    """While it repeats it is spent; lifted, the next order has the next number."""
    async with at_work(database, tmp_path, TUESDAY, {ALERTS: ALERT}) as desk:
        assert told(desk, "creciente", "alerta").choice.name == "o1"
        desk.write(send_now, "creciente", "alerta", "ana", desk.clock.now(), Hurry(), "o1")
        assert "por orden de Ana Pérez" in told(desk, "creciente", "alerta").choice.spent
        desk.write(lift, "creciente", "ana", desk.clock.now())
        assert told(desk, "creciente", "alerta").choice.name == "o2"


async def test_a_report_is_made_first(database: Database, tmp_path: Path) -> None:
    """Its hour has not come and it is not there yet: that holds nothing back, for sending makes it."""
    async with reporting(database, tmp_path, now=TUESDAY) as (desk, _):
        assert {(way.held, way.told) for way in told(desk, message="semanal").ways} == {("", REPORTED)}
        desk.write(send_now, "matriculas", "semanal", "ana", desk.clock.now())
        assert set(desk.publications().values()) == {"running"}


async def test_what_there_is_not_is_not_foretold(database: Database, tmp_path: Path) -> None:
    """No campaign, and no message of it, of that name."""
    async with at_work(database, tmp_path, TUESDAY) as desk:
        for campaign, message in (("nada", "anuncio"), ("matriculas", "nada")):
            with pytest.raises(Unknown):
                told(desk, campaign, message)
