"""Duties as figures: counted by their term, how each stands, and what part of them came."""

from typing import Any

import pytest
from sqlalchemy import Connection, insert

from campaigns.indicator import Indicator
from indicators.measures import measure
from indicators.outcomes import Outcomes, read_outcomes
from indicators.periods import parse_period
from storage.database import Database
from storage.tables import escalation, receipt
from tests.indicators.rows import add_order, add_publication, add_tenant, at
from tests.indicators.test_periods import BOGOTA

NOW = at("2027-01-25 12:00")


def fill(connection: Connection) -> int:
    """Five duties of January: in time, late though accepted later, in arrears, not done, with its term to come."""
    tenant = add_tenant(connection)
    made = add_publication(
        connection, tenant, "informes/mes/tareas@1", "2027-01-04 13:00", kind="manual", state="running"
    )
    owed: dict[str, Any] = {"asked_by": "ana"}
    add_order(connection, tenant, made, "deber", "2027-01-10 22:00", "2027-01-10 20:00", done=1, place="a", **owed)
    second = add_order(connection, tenant, made, "deber", "2027-01-10 22:00", place="b", **owed)
    third = add_order(connection, tenant, made, "deber", "2027-01-10 22:00", place="c", **owed)
    add_order(connection, tenant, made, "deber", "2027-01-10 22:00", place="d", state="not_done", **owed)
    add_order(connection, tenant, made, "deber", "2027-01-30 22:00", place="e", **owed)
    add_order(connection, tenant, made, "visita", "2027-01-10 22:00", "2027-01-10 20:00", done=1, place="f")
    add_order(connection, tenant, made, "deber", "2027-02-10 22:00", place="g", **owed)
    late = {"tenant": tenant, "work_order": second, "year": 2027, "number": 1, "received_at": at("2027-01-13 15:00")}
    connection.execute(insert(receipt).values(late | {"handed_by": "b", "by": "ana", "files": []}))
    told = {"work_order": third, "round": 0, "at": at("2027-01-12 13:00"), "told_to": "eva"}
    connection.execute(insert(escalation).values(told))
    return tenant


def outcomes(connection: Connection, tenant: int) -> Outcomes:
    """Of January, as it stands on the 25th."""
    period = parse_period("2027-01", BOGOTA)
    return read_outcomes(connection, tenant, period.since, period.until, NOW)


@pytest.mark.parametrize(
    ("counts", "where", "value"),
    [
        ("deberes", {}, 5),
        ("deberes", {"estado": "a-tiempo"}, 1),
        ("deberes", {"estado": ["tarde"]}, 1),
        ("deberes", {"estado": ["entregado"]}, 2),
        ("deberes", {"estado": ["en-mora"]}, 1),
        ("deberes", {"estado": ["con-plazo"]}, 1),
        ("deberes", {"estado": ["no-hecho"]}, 1),
        ("deberes", {"estado": ["escalado"]}, 1),
        ("deberes", {"campañas": ["otra"]}, 0),
        ("porcentaje-de-deberes", {}, 40),
        ("porcentaje-de-deberes", {"estado": ["a-tiempo"]}, 20),
        ("porcentaje-de-deberes", {"campañas": ["otra"]}, None),
    ],
)
def test_duties_are_counted_by_their_term(
    database: Database, counts: str, where: dict[str, object], value: float | None
) -> None:
    """Visits, and what is due in February, are none of January's duties."""
    written = {"nombre": "N°", "unidad": "u", "tipo": "automatico", "cuenta": counts, "filtro": where}
    with database.write() as connection:
        tenant = fill(connection)
        assert measure(Indicator.model_validate(written), outcomes(connection, tenant)).value == value


def test_days_late_run_to_what_came_or_to_now(database: Database) -> None:
    """What came three days late is three days late; what never came, till today."""
    with database.write() as connection:
        found = outcomes(connection, fill(connection)).owed
    assert [each.record.days_late(NOW, BOGOTA) for each in found] == [0, 3, 15, 0, 0]
