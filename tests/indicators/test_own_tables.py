"""Tables as a plan's document has them, with what came of each line after its own columns."""

from dataclasses import replace
from pathlib import Path

import pytest

from campaigns.plan import OwnTable, TableLine
from indicators.composing import compose
from indicators.periods import parse_period
from indicators.plan_tables import plan_tables
from indicators.report import Report, make_report
from reports.table import Table
from storage.database import Database
from tests.indicators.plan import a_tenant
from tests.indicators.test_report import NOW, fill

COLUMNS = ("Acciones", "Recursos")
LINES = (
    TableLine(acciones="VC-2", celdas={"Acciones": "Llevar gente", "Recursos": ["Portal", "Radio"]}),
    TableLine(acciones=["VC-1", "VC-5"], indicadores="contenidos", celdas={"Acciones": "Publicar y celebrar"}),
    TableLine(acciones="VC-1", celdas={"Acciones": "Publicar"}),
)
MANY = (
    "• N° de contenidos publicados: 4 contenidos (50 % de la meta)\n"
    "• Personas alcanzadas (indicador nuestro): 1.480 personas"
)


@pytest.fixture
def report(database: Database, tmp_path: Path) -> Report:
    """Two months of a town whose plan has a table of its own."""
    town = a_tenant(tmp_path)
    with database.write() as connection:
        tenant = fill(connection, town)
    zone = town.municipality.zone
    with database.read() as connection:
        return make_report(connection, town, tenant, parse_period("2027-B1", zone), NOW)


def written(report: Report, key: str, *titles: str) -> Report:
    """The same of a plan that writes the table under a key, once for each title."""
    tables = tuple(OwnTable(titulo=title, columnas=COLUMNS, renglones=LINES, notas="Objetivo: x") for title in titles)
    plan = report.tenant.plan.model_copy(update={"tables": {key: tables}})
    return replace(report, tenant=replace(report.tenant, plan=plan))


def only(report: Report, key: str) -> Table:
    """The one table under a key."""
    [found] = plan_tables(report, key)
    return found


def test_a_table_of_the_plan_has_its_headings_and_words(report: Report) -> None:
    """In its order; a cell that it leaves out is empty, and an action may fill two lines."""
    table = only(written(report, "tabla-operativa", "Marco operativo"), "tabla-operativa")
    assert (table.title, table.notes) == ("Marco operativo", ("Objetivo: x",))
    assert table.columns == (*COLUMNS, "Cifra del periodo", "Estado")
    assert [row[:2] for row in table.rows] == [
        ("Llevar gente", "• Portal\n• Radio"),
        ("Publicar y celebrar", ""),
        ("Publicar", ""),
    ]


def test_what_came_of_a_line_stands_beside_it(report: Report) -> None:
    """The figures of its rows, by name where there are several, and the state of each of them."""
    table = only(written(report, "tabla-operativa", ""), "tabla-operativa")
    assert table.title == "Tabla operativa"
    assert [row[2:] for row in table.rows] == [
        ("810,5 visitas (83,6 % de la meta)", "VC-2: cumplida"),
        ("4 contenidos (50 % de la meta)", "• VC-1: en curso\n• VC-5: sin empezar"),
        (MANY, "VC-1: en curso"),
    ]


def test_figures_and_states_stand_in_one_cell_where_the_report_has_one(report: Report) -> None:
    """The table of actions and the follow-up table end with one column."""
    rows = only(written(report, "tabla-smart", ""), "tabla-smart").rows
    assert rows[0][-1] == "• 810,5 visitas (83,6 % de la meta)\n• Estado de VC-2: cumplida"


def test_a_plan_may_write_several_tables_under_one_key(report: Report) -> None:
    """They stand in one section, each with its title, though no row asks for them."""
    made = written(report, "tabla-de-acciones", "Nivel interno", "Nivel externo")
    [section] = [each for each in compose(made).sections if each.key == "tabla-de-acciones"]
    assert section.title == "Acciones a emprender"
    assert [(each.key, each.title) for each in section.exhibits] == [
        ("tabla-de-acciones-1", "Nivel interno"),
        ("tabla-de-acciones-2", "Nivel externo"),
    ]


def test_a_row_that_is_a_schedule_has_a_table_of_its_own(report: Report) -> None:
    """Headed as the plan heads it, without the columns in which nothing stands; all other activities follow."""
    actions = tuple(
        action.model_copy(update={"reports": ("cronograma",), "headings": {"Actividad": "Acciones necesarias"}})
        if action.key == "VC-3"
        else action
        for action in report.tenant.plan.actions
    )
    rows = tuple(
        replace(row, action=next(each for each in actions if each.key == row.action.key)) for row in report.actions
    )
    its, others = plan_tables(replace(report, actions=rows), "cronograma")
    assert its.columns == ("Acciones necesarias", "Hasta", "Responsable", "Estado", "Atraso")
    assert [row[0] for row in its.rows] == ["Archivar"]
    assert (others.key, others.columns[0], len(others.rows)) == ("actividades", "Acción", 3)
