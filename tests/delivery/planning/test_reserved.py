"""A day that is reserved for one duty: the plan tells what else its person is asked to do on it."""

from pathlib import Path

from campaigns.loader import load
from delivery.planning.known import Known
from delivery.planning.planning import plan
from storage.database import Database
from tests.campaigns.town import build
from tests.delivery.desk import at_work, bogota
from tests.delivery.duty_town import CHANGES, DUE
from tests.delivery.task_town import FILE, dates, hand, mails

DAYS = """\
campaña: matriculas
titulo: Contratos
accion: SE-7
clase: interna
responsable: ana
publico: ciudadania
mensajes:
  - id: contratos
    cuando: 2027-02-01 a las 08:00
    canales: [emisora]
    deber: {de: [luis], plazo: 8 horas, reserva: sí}
    texto: Publique contratos.
  - {id: mismo-dia, cuando: 2027-02-01 a las 09:00, canales: [emisora], responsable: luis, texto: Lea.}
  - {id: otro-dia, cuando: 2027-02-02 a las 09:00, canales: [emisora], responsable: luis, texto: Lea.}
  - {id: de-otra, cuando: 2027-02-01 a las 09:00, canales: [emisora], responsable: eva, texto: Lea.}
  - {id: urgente, cuando: 2027-02-01 a las 10:00, canales: [emisora], responsable: luis, clase: emergencia, texto: Lea.}
"""
TOWN: dict[str, str | bytes | None] = {**CHANGES, FILE: DAYS}


def test_what_falls_on_a_reserved_day_is_told(tmp_path: Path) -> None:
    """Of that person, on that day, and no emergency."""
    loaded = load(build(tmp_path, TOWN), {"PREGONERO_CLAVE": "x", "PREGONERO_BOT": "123456:" + "A" * 35})
    assert loaded.problems == ()
    rows = plan(loaded.tenants[0], Known(), DUE, bogota("2027-02-03T00:00"), bogota("2027-01-02T00:00"))
    told = {row.message: "reservado para «Contratos»" in row.reason for row in rows}
    assert told == {"contratos": False, "mismo-dia": True, "otro-dia": False, "de-otra": False, "urgente": False}


async def test_the_day_stands_whole_in_a_calendar(database: Database, tmp_path: Path) -> None:
    """Nobody who looks for a free hour of Luis finds one."""
    async with at_work(database, tmp_path, DUE, TOWN) as desk:
        await desk.turn()
        await hand(desk)
        [event] = dates(mails(desk)["contratos~tarea-1"]).values()
        assert (str(event["dtstart"].dt), str(event["dtend"].dt), event["transp"]) == (
            *("2027-02-01", "2027-02-02", "OPAQUE"),
        )
