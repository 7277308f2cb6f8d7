"""An alert goes out at once and repeats until a person lifts it."""

from datetime import timedelta
from pathlib import Path

import pytest

from delivery.office.by_hand import Hurry, send_now
from delivery.office.decisions import approve
from delivery.office.lifting import lift
from delivery.office.office import Refused, Unknown
from delivery.planning.known import Known, read_known
from delivery.planning.planning import plan
from storage.database import Database
from tests.delivery.desk import Desk, at_work, bogota

NOW = bogota("2027-05-02T22:15")
FILE = "campanas/creciente.yaml"
ALERT = """\
campaña: creciente
titulo: Creciente
accion: SE-7
clase: emergencia
responsable: educacion
publico: ciudadania
mensajes:
  - id: alerta
    cuando: cada hora hasta levantar
    canales: [web, correo]
    asunto: Alerta
    texto: "{{ hora }}: crece el río."
  - {id: sirena, cuando: cada 2 horas hasta levantar, canales: [emisora], texto: "Suene la sirena de las {{ hora }}."}
"""
APPROVED = ALERT.replace("mensajes:", "aprueba: comite-gel\nmensajes:")


def orders(desk: Desk, message: str = "alerta", emergency: str = "") -> list[str]:
    """The keys of what an order sends at once."""
    hurry = Hurry(emergency=emergency)
    outcomes, _ = desk.write(send_now, "creciente", message, "ana", desk.clock.now(), hurry)
    return [each.key for each in outcomes]


def lifts(desk: Desk) -> list[tuple[str, str]]:
    """What a lift leaves behind."""
    return [(each.key, each.state) for each in desk.write(lift, "creciente", "ana", desk.clock.now())]


async def hours(desk: Desk, number: int) -> None:
    """Time passes, and bells ring as they are set."""
    for _ in range(number):
        desk.clock.pass_(hours=1)
        await desk.turn()


async def test_it_repeats_each_hour_until_it_is_lifted(database: Database, tmp_path: Path) -> None:
    """At once, by its order's number and local time; the other message of the campaign is not ordered by it."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        desk.people("eva@example.com")
        await desk.turn()
        assert desk.publications() == {}
        first = "o1.2027-05-02T22:15-05:00"
        assert orders(desk) == [f"creciente/alerta/web@{first}", f"creciente/alerta/correo@{first}"]
        await desk.settle()
        await hours(desk, 2)
        assert sorted(key.partition("@")[2] for key in desk.publications() if "web" in key) == [
            first,
            "o1.2027-05-02T23:15-05:00",
            "o1.2027-05-03T00:15-05:00",
        ]
        assert set(desk.publications().values()) == {"done"}
        last = "o1.2027-05-03T00:15-05:00"
        assert lifts(desk) == [(f"creciente/alerta/web@{last}", "done"), (f"creciente/alerta/correo@{last}", "done")]
        await hours(desk, 3)
        assert len(desk.publications()) == 6


async def test_the_daemon_learns_of_the_order_from_the_rows(database: Database, tmp_path: Path) -> None:
    """The order is given in another process: the sweep has the campaign looked at, and its bell is set."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        await desk.look()
        desk.clock.pass_(minutes=1)
        orders(desk)
        found = await desk.dispatcher.sweep()
        assert [campaign.id for _, campaign in found.looks] == ["creciente"]
        bell = await desk.dispatcher.publish(desk.place, desk.tenant.campaigns["creciente"])
        assert bell == desk.clock.now() + timedelta(hours=1)


async def test_it_is_ordered_once_and_again_after_it_was_lifted(database: Database, tmp_path: Path) -> None:
    """A second order while one stands is refused, saying whose it is; the next one counts from two."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        orders(desk)
        with pytest.raises(
            Refused, match=r"desde el 2027-05-02 22:15, por orden de Ana Pérez.*pregonero lift creciente"
        ):
            orders(desk)
        lifts(desk)
        desk.clock.pass_(minutes=1)
        assert orders(desk)[0].endswith("@o2.2027-05-02T22:16-05:00")


async def test_what_was_going_out_is_cancelled(database: Database, tmp_path: Path) -> None:
    """Whoever has not got it yet does not get it any more; tasks are taken back too."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        desk.people("eva@example.com")
        orders(desk)
        orders(desk, "sirena")
        assert {state for _, state in lifts(desk)} == {"cancelled"}
        await desk.settle()
        assert desk.states() == {"skipped": 3}
        assert [row.state for row in desk.rows("work_order")] == ["cancelled"]


async def test_an_emergency_is_one_each_time(database: Database, tmp_path: Path) -> None:
    """Its order waits for no approval, at none of its hours, and each row says why."""
    async with at_work(database, tmp_path, NOW, {FILE: APPROVED}) as desk:
        with pytest.raises(Refused, match="Se aprueba con «pregonero approve creciente/alerta@2027-05-02»"):
            orders(desk)
        assert desk.publications() == {}
        orders(desk, emergency="Nivel rojo")
        await desk.settle()
        await hours(desk, 1)
        row = desk.publication("alerta/web@o1.2027-05-02T23:15-05:00")
        assert (row.state, row.priority) == ("done", 0)
        assert row.reason == "Emergencia: Nivel rojo. No esperó la aprobación del Comité GEL."


async def test_it_is_approved_before_it_is_ordered(database: Database, tmp_path: Path) -> None:
    """By the key that the refusal named, on any day; the approval serves every hour."""
    async with at_work(database, tmp_path, NOW, {FILE: APPROVED}) as desk:
        desk.write(approve, "creciente/alerta@2027-05-02", "ana", "", desk.clock.now())
        orders(desk)
        await desk.settle()
        await hours(desk, 1)
        assert {desk.publication(key).state for key in desk.publications() if "web" in key} == {"done"}


async def test_hours_when_nothing_ran_are_missed(database: Database, tmp_path: Path) -> None:
    """Three hours later one alert goes out, and the two before it say that they did not."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        desk.people("eva@example.com")
        await desk.turn()
        orders(desk)
        await desk.settle()
        desk.clock.pass_(hours=3)
        await desk.turn()
        assert [state for key, state in sorted(desk.publications().items()) if "web" in key] == [
            "done",
            "missed",
            "missed",
            "done",
        ]


async def test_the_plan_has_its_hours(database: Database, tmp_path: Path) -> None:
    """Of the orders that stand; a campaign without any has none."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        orders(desk)
        with desk.database.read() as connection:
            known = read_known(connection, desk.tenant)
        rows = plan(desk.tenant, known, NOW, NOW + timedelta(hours=3), NOW)
        assert [row.key.partition("@")[2][-11:-6] for row in rows if row.account == "web"] == [
            "22:15",
            "23:15",
            "00:15",
        ]
        assert plan(desk.tenant, Known(), NOW, NOW + timedelta(hours=3), NOW) == []


async def test_there_is_nothing_to_lift(database: Database, tmp_path: Path) -> None:
    """A campaign that repeats nothing is refused, one that there is not is unknown."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        with pytest.raises(Refused, match="ninguna alerta"):
            lifts(desk)
        with pytest.raises(Unknown):
            desk.write(lift, "nada", "ana", desk.clock.now())
