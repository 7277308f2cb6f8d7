"""What is owed today, and by whom, without a report."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators.declared import record
from indicators.owing import owed_now
from indicators.periods import parse_period
from storage.database import Database
from tests.campaigns.town import INDICATORS, PLAN, loaded
from tests.indicators.rows import add_tenant
from tests.indicators.test_periods import BOGOTA

NOW = datetime(2027, 3, 20, 17, tzinfo=UTC)
MONTHLY = "visitas: {nombre: Visitas, unidad: visitas, tipo: declarado, periodo: mes, responsable: educacion}\n"
YEARLY = "actas: {nombre: Actas, unidad: actas, tipo: declarado}\n"
LEVEL = "saldo: {nombre: Saldo, unidad: pesos, tipo: declarado, periodo: mes, acumula: ultimo}\n"


@pytest.mark.parametrize(
    ("since", "given", "owed"),
    [
        ("2027-01-01", [], {"visitas": ["2027-01", "2027-02"], "saldo": ["2027-02"]}),
        ("2027-01-01", ["2027-01"], {"visitas": ["2027-02"], "saldo": ["2027-02"]}),
        ("2027-01-01", ["2027-01", "2027-02"], {"saldo": ["2027-02"]}),
        ("2026-12-01", ["2027-01", "2027-02"], {"visitas": ["2026-12"], "actas": ["2026"], "saldo": ["2027-02"]}),
    ],
)
def test_what_ended_without_a_figure_is_owed(
    database: Database, tmp_path: Path, since: str, given: list[str], owed: dict[str, list[str]]
) -> None:
    """From the plan's first day on; of a level the last one alone, and nothing of what still runs."""
    changes = {
        "indicadores.yaml": INDICATORS + MONTHLY + YEARLY + LEVEL,
        "plan.yaml": PLAN.replace("acciones:", f"desde: {since}\nacciones:"),
    }
    [tenant] = loaded(tmp_path, changes).tenants
    visits = tenant.indicators["visitas"]
    with database.write() as connection:
        number = add_tenant(connection)
        for month in given:
            record(connection, number, "visitas", visits, 7, parse_period(month, BOGOTA).last, "ana", "", NOW)
        found = owed_now(connection, tenant, number, NOW)

    assert {each.indicator: [gap.key for gap in each.gaps] for each in found} == owed
    assert [each.gaps[0].last for each in found] == sorted(each.gaps[0].last for each in found)
    assert {each.responsible_name for each in found if each.indicator == "visitas"} <= {"Secretaría de Educación"}
