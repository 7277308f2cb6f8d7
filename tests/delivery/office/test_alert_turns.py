"""Of an alert that repeats the last time that has come goes out, once; nothing after it was lifted."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select, update

from delivery.office.by_hand import Hurry, send_now
from delivery.office.lifting import lift
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from delivery.publishing.publish import look
from delivery.sending.chunk import next_chunk
from delivery.workplace import Workplace
from storage.database import Database
from storage.ledger import Claimed, intend, open_lane
from storage.tables import lane
from tests.campaigns.town import ACCOUNTS, MUNICIPALITY
from tests.delivery.desk import Desk, at_work, bogota
from tests.delivery.office.test_alerts import ALERT, FILE, hours, orders

NOW = bogota("2027-05-02T22:15")
HORIZON = timedelta(hours=48)
MANY = tuple(f"persona{number}@example.org" for number in range(1_200))
OTHER = "campanas/otra.yaml"
ORDINARY = """\
campaña: otra
titulo: Otra
accion: SE-7
clase: servicio
responsable: educacion
publico: ciudadania
mensajes:
  - {id: aviso, cuando: 2027-09-01 a las 08:00, canales: [correo], asunto: Aviso, texto: Un aviso.}
"""
BESIDE: dict[str, str | bytes | None] = {OTHER: ORDINARY, "municipio.yaml": f"{MUNICIPALITY}ventanas: no\n"}
SLOW: dict[str, str | bytes | None] = {
    FILE: ALERT,
    "canales.yaml": ACCOUNTS.replace("modo: pruebas", "ritmo: {cuota: 1, cuota-horas: 1}\n  modo: pruebas", 1),
}
FIRST = "o1.2027-05-02T22:15-05:00"
SECOND = "o1.2027-05-02T23:15-05:00"
THIRD = "o1.2027-05-03T00:15-05:00"
FOURTH = "o1.2027-05-03T01:15-05:00"


def of(desk: Desk, account: str = "correo") -> dict[str, str]:
    """What became of each time on an account, by its hour."""
    found = {key.partition("@")[2][14:19]: state for key, state in desk.publications().items() if account in key}
    return dict(sorted(found.items(), key=lambda each: (each[0] < "22:00", each[0])))


def ordered(desk: Desk) -> None:
    """The order is given, and no lane has sent anything of it yet: the daemon stops at that moment."""
    desk.write(send_now, "creciente", "alerta", "ana", desk.clock.now(), Hurry(emergency="Nivel rojo"))


def claim_some(connection: Connection, place: Workplace) -> tuple[Claimed, ...]:
    """What a lane takes in hand at once."""
    sender = place.tenant.accounts["correo"].sender
    opened = open_lane(connection, place.tenant_id, sender, 0, "prueba", place.clock.now())
    taken = next_chunk(connection, place, place.lane(sender, 0), opened.epoch, 200, place.clock.now())
    return taken.chunk.rows if taken.chunk is not None else ()


def leaving(connection: Connection, _: Workplace, claimed: Sequence[Claimed]) -> list[int]:
    """What of it leaves when its lane is about to send."""
    epoch = connection.execute(select(func.max(lane.c.epoch))).scalar_one()
    return intend(connection, [row.id for row in claimed], epoch).go


async def test_after_a_stop_only_the_current_one_goes_out(database: Database, tmp_path: Path) -> None:
    """What was going out when it stopped does not go on three hours later: everybody gets the last one, and one."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        desk.people("eva@example.com", "leo@example.com")
        ordered(desk)
        desk.clock.pass_(hours=3, minutes=5)
        await desk.turn()
        assert of(desk) == {"22:15": "cancelled", "23:15": "missed", "00:15": "missed", "01:15": "done"}
        assert desk.states(f"alerta/correo@{FOURTH}") == {"sent": 2}
        assert desk.states(f"alerta/correo@{FIRST}") == {"skipped": 2}
        first, second = (desk.publication(f"alerta/correo@{key}") for key in (FIRST, SECOND))
        assert first.reason == ("La reemplazó la del 3 de mayo a la 1:15 a. m.: a quien le faltaba le llega esa.")
        assert second.reason.startswith("Pasó su hora hace 2 horas: en su lugar sale la del 3 de mayo a la 1:15 a. m.")


async def test_the_current_one_goes_out_however_late(database: Database, tmp_path: Path) -> None:
    """Past the tolerance of any other message: there is danger still, and the next one is minutes away."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        desk.people("eva@example.com")
        orders(desk)
        await desk.settle()
        desk.clock.pass_(hours=1, minutes=55)
        await desk.turn()
        assert of(desk) == {"22:15": "done", "23:15": "done"}
        frozen = json.dumps(desk.publication(f"alerta/correo@{SECOND}").content, ensure_ascii=False)
        assert '"hora": "12:10 a. m."' in frozen


async def test_of_several_within_the_tolerance_one_goes_out(database: Database, tmp_path: Path) -> None:
    """Every five minutes: after a stop of twenty nobody gets four at once."""
    source = ALERT.replace("cada hora hasta levantar", "cada 5 minutos hasta levantar", 1)
    async with at_work(database, tmp_path, NOW, {FILE: source}) as desk:
        desk.people("eva@example.com")
        orders(desk)
        await desk.settle()
        desk.clock.pass_(minutes=21)
        await desk.turn()
        assert of(desk) == {
            "22:15": "done",
            "22:20": "missed",
            "22:25": "missed",
            "22:30": "missed",
            "22:35": "done",
        }


async def test_two_daemons_that_start_together_send_it_once(database: Database, tmp_path: Path) -> None:
    """Each looks at the calendar; the rows are the same as of one."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        desk.people("eva@example.com")
        ordered(desk)
        desk.clock.pass_(hours=3)
        for _ in range(2):
            desk.write(look, desk.tenant.campaigns["creciente"], NOW, desk.clock.now(), HORIZON)
        await desk.turn()
        assert of(desk) == {"22:15": "cancelled", "23:15": "missed", "00:15": "missed", "01:15": "done"}
        assert desk.states(f"alerta/correo@{FOURTH}") == {"sent": 1}


async def test_nothing_goes_out_once_it_is_lifted(database: Database, tmp_path: Path) -> None:
    """Its hour came while nothing ran, then a person lifted it: the row says so, and names no way to send it."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        desk.people("eva@example.com")
        orders(desk)
        await desk.settle()
        desk.clock.pass_(minutes=65)
        desk.write(lift, "creciente", "ana", desk.clock.now())
        desk.clock.pass_(minutes=5)
        await desk.turn()
        assert of(desk) == {"22:15": "done", "23:15": "missed"}
        assert desk.publication(f"alerta/correo@{SECOND}").reason == (
            "Pasó su hora hace 10 minutos: la alerta se levantó el 2 de mayo a las 11:20 p. m."
        )


async def test_what_was_claimed_when_it_was_lifted_does_not_leave(database: Database, tmp_path: Path) -> None:
    """A lane has pieces in hand: what has not left by then never does."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        desk.people(*MANY)
        ordered(desk)
        claimed = desk.write(claim_some)
        assert len(claimed) > 1
        assert {each.state for each in desk.write(lift, "creciente", "ana", desk.clock.now())} == {"cancelled"}
        assert desk.write(leaving, claimed) == []
        await desk.settle()
        await hours(desk, 2)
        assert desk.states(f"alerta/correo@{FIRST}") == {"skipped": len(MANY)}
        assert of(desk) == {"22:15": "cancelled"}


async def test_a_slow_account_reaches_everybody_before_anyone_twice(database: Database, tmp_path: Path) -> None:
    """One an hour: the first goes on to its end, and of those that wait behind it only the last goes out."""
    async with at_work(database, tmp_path, NOW, SLOW) as desk:
        desk.people("eva@example.com", "leo@example.com", "sol@example.com")
        orders(desk)
        await desk.settle()
        assert desk.states(f"alerta/correo@{FIRST}") == {"sent": 1, "pending": 2}
        await hours(desk, 1)
        assert of(desk) == {"22:15": "running", "23:15": "running"}
        await hours(desk, 1)
        assert of(desk) == {"22:15": "done", "23:15": "cancelled", "00:15": "running"}
        await hours(desk, 1)
        assert of(desk) == {"22:15": "done", "23:15": "cancelled", "00:15": "cancelled", "01:15": "running"}
        assert desk.states(f"alerta/correo@{FIRST}") == {"sent": 3}


async def test_what_an_account_could_not_send_for_hours_is_the_last_one(database: Database, tmp_path: Path) -> None:
    """It stood still: when it goes on, nobody gets what was said hours ago."""
    async with at_work(database, tmp_path, NOW, SLOW) as desk:
        desk.people("eva@example.com", "leo@example.com")
        orders(desk)
        await desk.settle()
        with desk.database.write() as connection:
            connection.execute(update(lane).values(needs_person=True))
        await hours(desk, 2)
        assert of(desk) == {"22:15": "cancelled", "23:15": "cancelled", "00:15": "running"}


async def test_what_a_person_does_is_not_taken_back(database: Database, tmp_path: Path) -> None:
    """A task of an hour ago may be done already: it stays, to be confirmed."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        orders(desk, "sirena")
        await hours(desk, 2)
        assert [row.state for row in desk.rows("work_order")] == ["to_do", "to_do"]


async def test_the_plan_foretells_what_goes_out_after_a_stop(database: Database, tmp_path: Path) -> None:
    """Before the daemon is back: the last time goes out, the others will not."""
    async with at_work(database, tmp_path, NOW, {FILE: ALERT}) as desk:
        orders(desk)
        desk.clock.pass_(hours=2, minutes=50)
        with desk.database.read() as connection:
            known = read_known(connection, desk.tenant)
        rows = plan(desk.tenant, known, NOW, desk.clock.now(), desk.clock.now())
        told = [(row.key.partition("@")[2], row.decision) for row in rows if row.account == "web"]
        assert told[1:] == [(SECOND, "late"), (THIRD, "send")]


async def test_an_account_whose_quota_is_used_up_sends_it(database: Database, tmp_path: Path) -> None:
    """One message an hour, which another one has taken: what warns people goes out, and what is no emergency waits."""
    async with at_work(database, tmp_path, NOW, SLOW | BESIDE) as desk:
        desk.people("eva@example.com", "leo@example.com")
        desk.write(send_now, "otra", "aviso", "ana", desk.clock.now())
        await desk.settle()
        assert desk.states("aviso/correo@1") == {"sent": 1, "pending": 1}
        ordered(desk)
        await desk.settle()
        assert desk.states(f"alerta/correo@{FIRST}") == {"sent": 2}
        assert desk.states("aviso/correo@1") == {"sent": 1, "pending": 1}


async def test_an_account_that_was_stopped_is_tried_once_more(database: Database, tmp_path: Path) -> None:
    """Nobody has said that it is mended: an emergency finds out, and without one it waits."""
    async with at_work(database, tmp_path, NOW, BESIDE | {FILE: ALERT}) as desk:
        desk.people("eva@example.com")
        desk.write(send_now, "otra", "aviso", "ana", desk.clock.now())
        await desk.settle()
        with desk.database.write() as connection:
            connection.execute(update(lane).values(needs_person=True))
        desk.write(send_now, "creciente", "alerta", "ana", desk.clock.now())
        await desk.settle()
        assert desk.states(f"alerta/correo@{FIRST}") == {}
        desk.write(lift, "creciente", "ana", desk.clock.now())
        desk.clock.pass_(minutes=1)
        ordered(desk)
        await desk.settle()
        assert desk.states("alerta/correo@o2.2027-05-02T22:16-05:00") == {"sent": 1}
