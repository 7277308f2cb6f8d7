"""The plans' own tables: the headings of the real plans in their order, filled over a year that was played."""

from functools import cache

import pytest

from campaigns.loader import load
from indicators.composing import compose
from indicators.periods import parse_period
from indicators.report import make_report
from reports.document import Document
from reports.table import Table
from storage.database import Database
from storage.tenants import find_tenant
from tests.plans.played import Played, configuration

# As the five texts print them; of Cartagena's the scan has «Alcanza ble».
HEADINGS = {
    "tabla-de-acciones-1": ("Acciones", "Responsable", "Indicadores", "Tácticas y recursos"),
    "tabla-de-acciones-2": ("Acciones", "Responsable", "Indicadores", "Recursos"),
    "tabla-smart": ("Objetivo", "Específico", "Medible", "Relevante", "Alcanzable", "A tiempo"),
    "tabla-operativa": (
        *("Acción", "Beneficios para los ciudadanos", "Indicadores de gestión", "Metas", "Actividades"),
        *("Responsables", "Recursos", "Tiempos"),
    ),
}
# What each plan's report must have, and how many lines: as the texts print them, four of Segovia's inside and ten
# outside, three of Cartagena's, six of Génova's and of Cáqueza's; five phases; and the schedules.
TABLES = {
    "segovia": {"tabla-de-acciones-1": 4, "tabla-de-acciones-2": 10},
    "la-estrella": {"tacticas": 13, "cronograma": 21},
    "cartagena": {"tabla-smart": 3},
    "genova": {"tabla-operativa": 6, "fases": 5, "cronograma": 8, "actividades": 29},
    "caqueza": {"tabla-operativa": 6, "fases": 5, "cronograma": 29, "actividades": 21},
}
# The first words of each line of the operating tables, in the order of the texts.
OPERATING = {
    "genova": (
        *("Procedimientos de actualización", "Acciones para articular", "Acciones para avanzar en las 5 fases"),
        *("Identificación de servicios", "Identificación de trámites", "Estrategias para que el Comité GEL-T empalme"),
    ),
    "caqueza": (
        *("Procedimientos de actualización", "Acciones que articulen", "Acciones para avanzar en la utilización"),
        *("Identificación de servicios", "Identificación de trámites", "Estrategias para que el Comité GELT empalme"),
    ),
}
NECESSARY = 29


@pytest.fixture
def document(played: Played) -> Document:
    """The report of the year that was played."""
    return _composed(played.plan, str(played.folder / "simulacion.db"))


@cache
def _composed(plan: str, file: str) -> Document:
    [tenant] = load(configuration(plan), {}).tenants
    period = parse_period("2027", tenant.municipality.zone)
    database = Database.open(f"sqlite:///{file}")
    with database.read() as connection:
        number = find_tenant(connection, tenant.slug)
        assert number is not None
        return compose(make_report(connection, tenant, number, period, period.until))


def own(document: Document, key: str) -> Table:
    """One of its tables."""
    return next(table for table in document.tables if table.key == key)


def test_each_plan_has_its_tables_filled(played: Played, document: Document) -> None:
    """With a row for each of the plan's, and no cell of what was measured empty."""
    found = {key: len(own(document, key).rows) for key in TABLES[played.plan]}
    assert found == TABLES[played.plan]


def test_headings_are_the_plan_s_own_in_its_order(played: Played, document: Document) -> None:
    """What we add stands after them."""
    for key in TABLES[played.plan].keys() & HEADINGS.keys():
        assert own(document, key).columns[: len(HEADINGS[key])] == HEADINGS[key]


def test_an_operating_table_has_the_plan_s_lines_in_its_order(played: Played, document: Document) -> None:
    """Services and procedures are two lines of Cáqueza's, though one row of the plan follows both."""
    wanted = OPERATING.get(played.plan, ())
    lines = own(document, "tabla-operativa").rows if wanted else ()
    assert [str(line[0]).startswith(words) for line, words in zip(lines, wanted, strict=True)] == [True] * len(wanted)


def test_what_came_of_each_line_stands_in_its_last_cell(played: Played, document: Document) -> None:
    """The measured figure with its unit, and the state of each row of the plan that the line follows."""
    for key in TABLES[played.plan].keys() & HEADINGS.keys():
        for row in own(document, key).rows:
            assert row[-1], (key, row[0])


def test_caqueza_s_schedule_has_its_twenty_nine_actions_with_their_delay(played: Played, document: Document) -> None:
    """Each with its phase and its semester; of those that are not done and have a date, how many days late."""
    if played.plan != "caqueza":
        return
    table = own(document, "cronograma")
    assert table.columns[:3] == ("Fase", "Acciones necesarias", "Plazo de implementación")
    assert len(table.rows) == NECESSARY
    for phase, _, deadline, until, _, stands, late in table.rows:
        assert phase
        assert deadline
        assert bool(late) == (until is not None and not str(stands).startswith("cumplida"))


def test_the_plan_s_people_sign(played: Played, document: Document) -> None:
    """Two of them, the head of the body first."""
    assert len(document.signatures) == 2, played.plan
    assert document.signatures[0].name in ("Alcalde Municipal", "Presidencia del Concejo")
