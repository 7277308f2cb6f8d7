"""What waits for the order of a person goes out by nothing else."""

from pathlib import Path

import pytest

from delivery.approving.departures import hour_of
from delivery.approving.questions import questions
from delivery.approving.shown import shown
from delivery.office.by_hand import Hurry, send_now
from delivery.office.decisions import approve
from delivery.office.office import Refused
from delivery.planning.known import read_known
from delivery.planning.planning import plan
from storage.database import Database
from tests.delivery.desk import Desk, at_work, bogota

NOW = bogota("2027-05-02T22:15")
FILE = "campanas/creciente.yaml"
CALM = """\
campaña: creciente
titulo: Creciente
accion: SE-7
clase: emergencia
responsable: educacion
publico: ciudadania
mensajes:
  - {id: calma, cuando: por orden, canales: [web, correo], asunto: Pasó el peligro, texto: Vuelva a su casa.}
"""
APPROVED = CALM.replace("mensajes:", "aprueba: comite-gel\nmensajes:")
MAIL, WEB = "calma/correo@1", "calma/web@1"


def orders(desk: Desk, emergency: str = "") -> list[str]:
    """A person sends it now: the keys of what goes out."""
    hurry = Hurry(emergency=emergency)
    outcomes, _ = desk.write(send_now, "creciente", "calma", "ana", desk.clock.now(), hurry)
    return [each.key for each in outcomes]


async def days(desk: Desk, number: int = 3) -> None:
    """Time passes, with a look at everything on each day."""
    for _ in range(number):
        await desk.turn()
        desk.clock.pass_(days=1)
    await desk.turn()
    await desk.settle()


async def test_it_goes_out_when_a_person_sends_it_and_not_before(database: Database, tmp_path: Path) -> None:
    """No look at the calendar makes a row of it; sent, it goes out once, and the plan shows when."""
    async with at_work(database, tmp_path, NOW, {FILE: CALM}) as desk:
        desk.people("eva@example.com")
        await days(desk)
        assert desk.publications() == {}
        ordered = desk.clock.now()
        assert orders(desk) == ["creciente/calma/web@1", "creciente/calma/correo@1"]
        await days(desk)
        assert desk.publications() == {MAIL: "done", WEB: "done"}
        assert desk.states(MAIL) == {"sent": 1}
        since, until = bogota("2027-05-01T00:00"), bogota("2027-06-01T00:00")
        with desk.database.read() as connection:
            known = read_known(connection, desk.tenant, since, until)
        rows = [row for row in plan(desk.tenant, known, since, until, desk.clock.now()) if row.campaign == "creciente"]
        assert [(row.decision, row.local) for row in rows] == [("done", ordered)] * 2
        with pytest.raises(Refused, match="repetir: 2"):
            orders(desk)


async def test_its_approval_does_not_send_it(database: Database, tmp_path: Path) -> None:
    """It is asked for beforehand, and what is asked says so; the order sends it then without another word."""
    async with at_work(database, tmp_path, NOW, {FILE: APPROVED}) as desk:
        with desk.database.read() as connection:
            [asked] = questions(connection, desk.place, desk.clock.now())
            read = dict(shown(connection, desk.place, asked, desk.clock.now()))
        assert (asked.key, asked.hour, read["Cuándo"]) == ("creciente/calma@1", None, "Cuando una persona lo envíe")
        told = "Sale cuando una persona lo envíe, por web, correo."
        assert hour_of(desk.place, asked, desk.clock.now()) == told
        with pytest.raises(Refused, match="Espera la aprobación del Comité GEL"):
            orders(desk)
        desk.people("eva@example.com")
        desk.write(approve, "creciente/calma@1", "ana", "", desk.clock.now())
        await days(desk)
        assert desk.publications() == {}
        orders(desk)
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}


async def test_an_emergency_waits_for_no_approval_of_it(database: Database, tmp_path: Path) -> None:
    """The order alone is enough then."""
    async with at_work(database, tmp_path, NOW, {FILE: APPROVED}) as desk:
        desk.people("eva@example.com")
        orders(desk, "Bajó el río")
        await desk.settle()
        assert desk.publications() == {MAIL: "done", WEB: "done"}
