"""A count that was confirmed and is corrected after its period closed."""

from datetime import date
from pathlib import Path

from campaigns.tenant import Tenant
from indicators.closing import PROGRAM, close, count_to_close, read_report
from indicators.correcting import closed_with, correcting
from indicators.periods import parse_period
from indicators.why import why
from storage.audit import verify
from storage.database import Database
from storage.recounts import Recount, add_recount, confirmed_at, recounts
from tests.campaigns.town import loaded
from tests.indicators.plan import INDICATORS, NEWS, PLAN
from tests.indicators.rows import add_order, add_publication, add_tenant, at
from tests.indicators.test_periods import BOGOTA

JANUARY, NOW, LATER = parse_period("2027-01", BOGOTA), at("2027-02-11 12:00"), at("2027-03-12 15:00")
RADIO = {"kind": "manual", "unit_cost": 1_000}
SPOTS = """\
cunas: {nombre: Cuñas, unidad: cuñas, tipo: automatico, cuenta: cantidad-confirmada}
pocas:
  nombre: Cuñas de más
  unidad: cuñas
  tipo: automatico
  cuenta: cantidad-confirmada
  sentido: baja
  meta: {valor: 12}
  periodo: mes
"""


def a_town(folder: Path) -> Tenant:
    """The municipality of these tests, which counts its spots."""
    files = {"plan.yaml": PLAN, "indicadores.yaml": f"{INDICATORS}{SPOTS}", "campanas/noticias.yaml": NEWS}
    found = loaded(folder / "config", {**files, "campanas/matriculas.yaml": None})
    assert not found.problems
    return found.tenants[0]


def test_a_corrected_count_makes_another_version_with_nothing_else(database: Database, tmp_path: Path) -> None:
    """Fifteen spots were twelve: figure, tasks and money follow; a spot that was confirmed since stays out."""
    town = a_town(tmp_path)
    with database.write() as connection:
        tenant = add_tenant(connection)
        made = [
            add_publication(
                connection, tenant, f"noticias/radio/emisora@{day}", "2027-01-05 12:00", {"sent": 1}, ("VC-1",), **RADIO
            )
            for day in (1, 2)
        ]
        order = add_order(connection, tenant, made[0], "cuña", "2027-01-08 12:00", "2027-01-07 12:00", done=15)
        close(connection, tenant, count_to_close(connection, town, tenant, JANUARY, NOW), PROGRAM)
        add_order(connection, tenant, made[1], "cuña", "2027-01-09 12:00", "2027-01-09 12:00", done=100)
        before = read_report(connection, town, tenant, JANUARY, LATER).report

        assert confirmed_at(connection, order) == at("2027-01-07 12:00")
        touched = closed_with(connection, town, tenant, [date(2027, 1, 7)])
        with correcting(connection, tenant, touched, "ana", "Tres no salieron", LATER) as versions:
            said = Recount(order, 15, 12, "Tres no salieron", "ana", LATER)
            add_recount(connection, said, [{"sha256": "0" * 64, "name": "pauta.pdf"}])

        after = read_report(connection, town, tenant, JANUARY, LATER).report
        assert versions == [("2027-01", 2)]
        rows = [{row.key: row.figure.value for row in report.indicators}["cunas"] for report in (before, after)]
        assert rows == [15, 12]
        assert {row.key: row.note for row in after.indicators}[
            "cunas"
        ] == "corregido el 12/03/2027 por Ana Pérez: Tres no salieron; antes decía 15"
        few = [{row.key: row for row in report.indicators}["pocas"] for report in (before, after)]
        assert [(row.goal.percent, row.standing) for row in few] == [(80, "not_met"), (100, "met")]
        assert [(each.order, each.count, each.evidence) for each in after.findings.outcomes.fulfilled] == [
            (order, 12, ("pauta.pdf",))
        ]
        assert [each.count for each in (*before.findings.tasks, *after.findings.tasks)] == [15, 12]
        assert [each.gone for each in (*before.findings.spent, *after.findings.spent)] == [15_000, 12_000]
        assert recounts(connection, [order]) == {order: (said,)}
        [behind] = why(connection, town, tenant, "cunas", JANUARY)
        assert behind.rows[0][7] == "corregida de 15 a 12 por Ana Pérez el 12/03/2027: Tres no salieron"
        assert verify(connection) is None


def test_what_is_not_done_has_no_count_to_correct(database: Database) -> None:
    """An open task is confirmed first."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        made = add_publication(connection, tenant, "noticias/radio/emisora@1", "2027-01-05 12:00", kind="manual")
        order = add_order(connection, tenant, made, "cuña", "2027-01-08 12:00")

        assert add_recount(connection, Recount(order, 0, 5, "No", "ana", LATER)) is None
        assert recounts(connection, [order]) == {}
