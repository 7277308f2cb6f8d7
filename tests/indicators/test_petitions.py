"""What is asked of the office as figures: counted by its term, how each stands, and what part was answered in time."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update

from campaigns.indicator import Indicator
from indicators.measures import measure
from indicators.outcomes import Outcomes, read_outcomes
from indicators.periods import parse_period
from storage.database import Database
from storage.submissions import add_submission
from storage.tables import submission
from tests.campaigns.town import INDICATORS, problems
from tests.indicators.rows import add_publication, add_tenant, at
from tests.indicators.test_periods import BOGOTA

NOW = at("2027-01-25 12:00")


def fill(connection: Connection) -> int:
    """Seven with a term in January: answered in time and late, in arrears, open, taken back, and taken off the site."""
    tenant = add_tenant(connection)
    page = add_publication(connection, tenant, "comunidad/vecinos/web@6", "2027-01-04 13:00")

    def add(due: str, state: str, answered: str | None = None, kind: str = "request", **more: Any) -> None:
        row = {"kind": kind, "sender": "citizen", "title": "", "text": "", "files": [], "actions": ["SE-7"]}
        number = add_submission(connection, tenant, received_at=at("2027-01-04 13:00"), due_at=at(due), **row)
        moment = None if answered is None else at(answered)
        changed = {"state": state, "answered_at": moment, **more}
        connection.execute(update(submission).where(submission.c.id == number).values(changed))

    add("2027-01-06 23:00", "answered", "2027-01-05 15:00")
    add("2027-01-06 23:00", "rejected", "2027-01-07 15:00")
    add("2027-01-06 23:00", "received", kind="suggestion")
    add("2027-01-28 23:00", "accepted", kind="proposal")
    add("2027-01-06 23:00", "withdrawn", "2027-01-05 15:00")
    add("2027-01-06 23:00", "withdrawn", "2027-01-06 15:00", publication=page)
    add("2027-02-02 23:00", "received")
    return tenant


def outcomes(connection: Connection, tenant: int) -> Outcomes:
    """Of January, as it stands on the 25th."""
    period = parse_period("2027-01", BOGOTA)
    return read_outcomes(connection, tenant, period.since, period.until, NOW)


COUNTED: list[tuple[str, dict[str, Any], float]] = [
    ("solicitudes", {}, 5),
    ("solicitudes", {"estado": "a-tiempo"}, 2),
    ("solicitudes", {"estado": "tarde"}, 1),
    ("solicitudes", {"estado": "entregado"}, 3),
    ("solicitudes", {"estado": "en-mora"}, 1),
    ("solicitudes", {"estado": "con-plazo"}, 1),
    ("solicitudes", {"tareas": ["solicitud"]}, 3),
    ("solicitudes", {"tareas": ["sugerencia"]}, 1),
    ("solicitudes", {"acciones": ["SE-8"]}, 0),
    ("porcentaje-de-solicitudes", {"estado": "a-tiempo"}, 40),
    ("porcentaje-de-solicitudes", {}, 60),
    ("deberes", {}, 0),
]


@pytest.mark.parametrize(("counts", "where", "value"), COUNTED)
def test_what_is_asked_is_counted(database: Database, counts: str, where: dict[str, Any], value: float) -> None:
    """By its term; what its sender took back before an answer is nobody's fault."""
    with database.write() as connection:
        found = outcomes(connection, fill(connection))
    told = {"nombre": "x", "unidad": "x", "tipo": "automatico", "cuenta": counts, "filtro": where}
    assert measure(Indicator.model_validate(told), found).value == value


def test_no_share_of_nothing(sqlite_database: Database) -> None:
    """Where nothing was due there is no percentage."""
    with sqlite_database.write() as connection:
        found = outcomes(connection, add_tenant(connection))
    told = {"nombre": "x", "unidad": "x", "tipo": "automatico", "cuenta": "porcentaje-de-solicitudes"}
    assert measure(Indicator.model_validate(told), found).value is None


@pytest.mark.parametrize(
    ("kind", "said"), [("solicitud", []), ("visita", ["no existe en ningún canal manual la clase «visita»"])]
)
def test_a_filter_names_kinds_that_there_are(tmp_path: Path, kind: str, said: list[str]) -> None:
    """`check` knows them."""
    line = f"pedidas: {{nombre: x, unidad: x, tipo: automatico, cuenta: solicitudes, filtro: {{tareas: [{kind}]}}}}\n"
    found = problems(tmp_path, {"indicadores.yaml": INDICATORS + line})
    assert [each.rpartition(": ")[2] for each in found] == said
