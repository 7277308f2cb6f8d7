"""Figures of a period: how long a level that somebody gave holds."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from campaigns.tenant import Tenant
from indicators.declared import record
from indicators.figures import read_figures
from indicators.periods import parse_period
from storage.database import Database
from tests.indicators.plan import INDICATORS, a_town
from tests.indicators.rows import add_tenant, at
from tests.indicators.test_periods import BOGOTA

CRITERIA = f"""\
{INDICATORS}
criterios: {{nombre: Criterios cumplidos, unidad: "%", tipo: declarado, acumula: ultimo}}
nivel: {{nombre: Nivel del mes, unidad: "%", tipo: declarado, acumula: ultimo, periodo: mes}}
cursos:
  nombre: Cursos dados
  unidad: cursos
  tipo: declarado
  meta: {{acumulada: 100, desde: 2027-03-01, hasta: 2027-06-30}}
"""


@pytest.mark.parametrize(
    ("key", "period", "value"),
    [
        ("criterios", "2027-01", None),
        ("criterios", "2027-02", 92),
        ("criterios", "2027-07", 92),
        ("criterios", "2027-B5", 97),
        ("criterios", "2027", 97),
        ("criterios", "2028-01", None),
        ("nivel", "2027-02", 92),
        ("nivel", "2027-03", None),
        ("nivel", "2027-W07", 92),
        ("nivel", "2027", 97),
    ],
)
def test_a_level_holds_until_its_own_period_ends(
    database: Database, tmp_path: Path, key: str, period: str, value: float | None
) -> None:
    """Given in February, a yearly one still stands in July, until another is given; in the next year nobody knows."""
    town = a_town(tmp_path, indicators=CRITERIA)
    with database.write() as connection:
        tenant = add_tenant(connection)
        for day, given in (("2027-02-10", 92), ("2027-10-01", 97)):
            record(
                connection,
                tenant,
                key,
                town.indicators[key],
                given,
                date.fromisoformat(day),
                "ana",
                "",
                at(f"{day} 12:00"),
            )
        figures = read_figures(connection, town, tenant, parse_period(period, BOGOTA), at("2028-03-01 12:00"))

    assert figures.figure(key).value == value


@pytest.mark.parametrize(
    ("period", "so_far"),
    [("2027-01", None), ("2027-03", 10), ("2027-05", 30), ("2027-06", 70), ("2027", 70), ("2027-07", None)],
)
def test_what_comes_after_a_target_s_last_day_does_not_help_to_meet_it(
    database: Database, tmp_path: Path, period: str, so_far: float | None
) -> None:
    """Nor does what came before its first: 5 in February, 80 in July."""
    town = a_town(tmp_path, indicators=CRITERIA)
    with database.write() as connection:
        tenant = add_tenant(connection)
        for day, given in (("2027-02-28", 5), ("2027-03-01", 10), ("2027-05-31", 20), ("2027-06-30", 40)):
            _note(connection, tenant, town, day, given)
        _note(connection, tenant, town, "2027-07-01", 80)
        figures = read_figures(connection, town, tenant, parse_period(period, BOGOTA), at("2028-03-01 12:00"))

    assert figures.so_far("cursos") == so_far


def _note(connection: Connection, tenant: int, town: Tenant, day: str, given: float) -> None:
    counted = town.indicators["cursos"]
    record(connection, tenant, "cursos", counted, given, date.fromisoformat(day), "ana", "", at(f"{day} 12:00"))
