"""The report of a period: its figures, its states, its tables, and the three forms in which it is read."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from campaigns.checks.report_tables import SMART
from campaigns.plan import Phase
from campaigns.tenant import Tenant
from indicators.composing import compose
from indicators.declared import record
from indicators.periods import parse_period
from indicators.plan_tables import plan_tables
from indicators.remarks import heading
from indicators.report import Report, make_report
from indicators.report_json import as_json
from reports.csv_file import as_csv
from reports.table import Cell, Table
from reports.terminal import as_text
from storage import meta
from storage.database import Database
from tests.indicators.plan import a_tenant
from tests.indicators.rows import add_post, add_publication, add_tenant, at
from tests.indicators.test_periods import BOGOTA

NOW = at("2027-03-01 12:00")
Made = Callable[[str], Report]


def fill(connection: Connection, town: Tenant) -> int:
    """Two months: four posts, a mail to persons, a figure of visits."""
    tenant = add_tenant(connection)
    for day in ("2027-01-04", "2027-01-18", "2027-02-01"):
        add_post(connection, tenant, f"noticias/semanal/web@{day}", f"{day} 12:30")
    add_post(connection, tenant, "noticias/visite/web@1", "2027-01-04 13:00", actions=("VC-2",))
    counts = {"sent": 1_500, "bounced": 20}
    add_publication(connection, tenant, "noticias/semanal/correo@1", "2027-01-18 12:30", counts, kind="direct")
    for day, value in (("2027-01-31", 410), ("2027-02-28", 400.5)):
        kept = town.indicators["visitas"]
        record(connection, tenant, "visitas", kept, value, date.fromisoformat(day), "ana", "=del portal", NOW)
    return tenant


@pytest.fixture
def town(tmp_path: Path) -> Tenant:
    """The municipality of these tests."""
    return a_tenant(tmp_path)


@pytest.fixture
def made(database: Database, town: Tenant) -> Made:
    """Makes the report of a period over the rows of `fill`."""
    with database.write() as connection:
        tenant = fill(connection, town)

    def make(key: str) -> Report:
        with database.read() as connection:
            return make_report(connection, town, tenant, parse_period(key, BOGOTA), NOW)

    return make


def test_the_report_as_data_has_these_keys_and_figures(made: Made) -> None:
    """Counted by hand: five contents in the bimester, 1,480 persons, 810.5 visits of a sixth of 6,000."""
    report = as_json(made("2027-B1"))

    assert json.loads(json.dumps(report)) == {
        "period": "2027-B1",
        "closed": None,
        "indicators": [
            {
                "key": "contenidos",
                "name": "N° de contenidos publicados",
                "unit": "contenidos",
                "value": 5,
                "baseline": None,
                "target": 8,
                "percent": 62.5,
                "summed": None,
                "by_channel": {"correo": 1, "web": 4},
                "before": None,
                "standing": "not_met",
                "source": (
                    "Publicaciones en medios que publican, con al menos una entrega y sin las que se retiraron."
                ),
            },
            {
                "key": "alcanzados",
                "name": "Personas alcanzadas (indicador nuestro)",
                "unit": "personas",
                "value": 1_480,
                "baseline": None,
                "target": None,
                "percent": None,
                "summed": None,
                "by_channel": {"correo": 1_480},
                "before": None,
                "standing": None,
                "source": "Mensajes que llegaron a personas, sin los devueltos.",
            },
            {
                "key": "visitas",
                "name": "Número de visitantes",
                "unit": "visitas",
                "value": 810.5,
                "baseline": 4_000,
                "target": round(6_000 * 59 / 365, 4),
                "percent": round(810.5 / (6_000 * 59 / 365) * 100, 1),
                "summed": None,
                "by_channel": {},
                "before": None,
                "standing": "at_risk",
                "source": ("Cifras que anota Ana Pérez; las de un periodo: se suman."),
            },
        ],
        "actions": [
            action("VC-1", "Publicar noticias", "Secretaría de Educación", "contenidos", 4, 8, "not_met"),
            action("VC-1", "Publicar noticias", "Secretaría de Educación", "alcanzados", 1_480, None, "in_progress"),
            action("VC-2", "Llevar gente a la página", "Ana Pérez", "visitas", 810.5, 969.863, "at_risk"),
            action("VC-3", "Decir dónde se atiende", "Comité GEL", None, None, None, "late"),
            action("VC-4", "Hacer seguimiento", "Comité GEL", None, None, None, "in_force"),
            action("VC-5", "Celebrar el aniversario", "Ana Pérez", None, None, None, "not_started"),
        ],
    }


def action(
    key: str, text: str, who: str, indicator: str | None, value: float | None, target: float | None, state: str
) -> dict[str, object]:
    """One entry of `actions`."""
    named = {"action": key, "text": text, "responsible": who, "indicator": indicator}
    return {**named, "value": value, "target": target, "state": state}


def test_contents_stand_by_medium_and_week(made: Made) -> None:
    """Sums at both edges; the first days of January belong to the last week of 2026."""
    table = made("2027-01").contents

    assert table.columns == ("Medio", "S53", "S01", "S02", "S03", "S04", "Total")
    assert table.rows == (
        ("Correo", 0, 0, 0, 1, 0, 1),
        ("Web", 0, 2, 0, 1, 0, 3),
        ("Total", 0, 2, 0, 2, 0, 4),
    )


def test_weeks_and_media_add_up_to_the_indicator(made: Made) -> None:
    """Total of the table, sum by medium and figure are one number, in every period."""
    for key in ("2027-W03", "2027-01", "2027-02", "2027-B1", "2027-S1", "2027", "2027-01-05..2027-01-20"):
        report = made(key)
        figure = report.indicators[0].figure

        assert report.contents.rows[-1][-1] == figure.value == sum(figure.by_medium.values())


def test_a_silent_indicator_says_so(made: Made) -> None:
    """No figure is not nought, and its note tells."""
    rows = {row.key: row for row in made("2027-06").indicators}

    assert rows["contenidos"].figure.value == 0
    assert rows["visitas"].figure.value is None
    assert rows["visitas"].note.startswith("nadie ha anotado cifras en este periodo; meta del plan: 6.000 por año")


def test_each_figure_stands_beside_that_of_the_period_before(made: Made) -> None:
    """The plan began in January, so January is compared with nothing."""
    before = {key: {row.key: row.before for row in made(key).indicators} for key in ("2027-01", "2027-02", "2027-03")}

    assert before == {
        "2027-01": {"contenidos": None, "alcanzados": None, "visitas": None},
        "2027-02": {"contenidos": 4, "alcanzados": 1_480, "visitas": 410},
        "2027-03": {"contenidos": 1, "alcanzados": 0, "visitas": 400.5},
    }


def row_of(table: Table, first: str) -> tuple[Cell, ...]:
    """The row that begins with these words."""
    return next(row for row in table.rows if str(row[0]).startswith(first))


def test_the_plan_s_own_tables_are_filled(made: Made) -> None:
    """Its words, with the measured figure beside them."""
    report = made("2027-B1")
    smart, operating, tactics, phases, schedule = (
        plan_tables(report, key)[0] for key in ("tabla-smart", "tabla-operativa", "tacticas", "fases", "cronograma")
    )

    assert smart.columns == (*SMART, "Medido")
    assert smart.rows == (
        (
            *("Informar", "Noticias", "Número de noticias", "Sí", "También", "12 meses"),
            "• 4 contenidos (50 % de la meta)\n• 1.480 personas\n• Estado: en curso",
        ),
    )
    assert row_of(operating, "VC-2") == (
        *("VC-2. Llevar gente a la página", "Se enteran", "Número de visitantes", "Un 50% más de visitas"),
        *("• Medir\n• Volver a medir\n• Medir siempre", "Ana Pérez", "Portal", "12 meses"),
        *("810,5 visitas (83,6 % de la meta)", "cumplida"),
    )
    assert row_of(tactics, "VC-1")[2] == "• Escribir\n• Publicar"
    assert [row[-2] for row in phases.rows] == ["18 años", "", ""]
    assert phases.rows[0][-1] == "\n".join(
        (
            "• N° de contenidos publicados: 4 contenidos",
            "• Personas alcanzadas (indicador nuestro): 1.480 personas",
        )
    )
    assert [(row[1], row[5], row[6], row[7]) for row in schedule.rows] == [
        ("Medir", "Ana Pérez", "hecha, con acta", ""),
        ("Volver a medir", "El webmaster", "cumplida", ""),
        ("Medir siempre", "Ana Pérez", "cumplida", ""),
        ("Archivar", "Comité GEL", "atrasada", "59 días"),
    ]


def test_a_phases_table_has_no_column_that_says_nothing(made: Made) -> None:
    """Nobody measured them: neither how far they are nor how far they are to come is asked."""
    report = made("2027-B1")
    bare = {slug: Phase.model_validate({"nombre": each.name}) for slug, each in report.tenant.plan.phases.items()}
    plan = report.tenant.plan.model_copy(update={"phases": bare})
    [table] = plan_tables(replace(report, tenant=replace(report.tenant, plan=plan)), "fases")
    assert table.columns == ("Fase", "Cifra del periodo")
    assert all(len(row) == 2 for row in table.rows)


def test_the_report_shows_the_tables_that_rows_of_the_plan_ask_for(made: Made) -> None:
    """Contents, indicators and actions always; then the plan's own."""
    keys = [table.key for table in compose(made("2027-01")).tables]

    assert {"contenidos", "indicadores"} <= set(keys)
    place = keys.index("acciones")
    assert keys[place + 1 : place + 6] == ["tabla-smart", "tabla-operativa", "tacticas", "fases", "cronograma"]


def test_a_spreadsheet_opens_the_tables(made: Made) -> None:
    """UTF-8 with its mark, semicolons, a decimal comma, no text that becomes a formula."""
    table = Table("t", "Título", ("A", "=B"), (("=1+1", 1_234.5), ("-x", -2), ("línea\ny otra", None)))

    text = as_csv([table, table])

    assert text.startswith("\ufeffTítulo\r\n")
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), delimiter=";"))
    assert rows[:5] == [["Título"], ["A", "'=B"], ["'=1+1", "1234,5"], ["'-x", "-2"], ["línea\ny otra", ""]]
    assert rows[5:] == [[], *rows[:5]]
    assert "810,5" in as_csv(compose(made("2027-B1")).tables)


def test_a_terminal_shows_the_tables_in_spanish(made: Made) -> None:
    """Colombian figures and Spanish headings; brackets in a text stay brackets."""
    text = as_text(compose(made("2027-B1")).tables, width=200)

    assert "Contenidos publicados por medio y semana, primer bimestre de 2027 (enero y febrero)" in text
    assert "1.480" in text
    assert "810,5" in text
    assert "sin empezar" in text
    assert "01/11/2008" in text
    assert "[bold]x[/bold]" in as_text([Table("t", "T", ("A",), (("[bold]x[/bold]",),))])


def test_a_simulation_s_report_says_so(database: Database, made: Made) -> None:
    """The line above the tables warns whoever reads them."""
    real = heading(made("2027-01"))
    with database.write() as connection:
        meta.put(connection, meta.SIMULATION, "yes")

    assert real == "Informe de la Alcaldía de Villa Clara, enero de 2027."
    assert heading(made("2027-01")) == f"{real} Son cifras de una simulación: nada de esto se envió."
