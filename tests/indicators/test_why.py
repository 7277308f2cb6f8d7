"""The rows behind a figure."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from campaigns.tenant import Tenant
from indicators.closing import PROGRAM, close, closed_report, count_to_close
from indicators.correcting import Given, note_figure
from indicators.declared import record
from indicators.lookup import UnknownKey, find_action, find_indicator
from indicators.periods import parse_period
from indicators.why import DECLARED, PUBLISHED, why
from reports.table import Table
from storage.database import Database
from tests.indicators.plan import a_tenant
from tests.indicators.rows import add_post, add_publication, add_tenant, at
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_report import fill

JANUARY = parse_period("2027-01", BOGOTA)


def local(text: str) -> datetime:
    """A moment on the municipality's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


def test_the_rows_behind_a_figure_are_shown_with_their_counts(database: Database, tmp_path: Path) -> None:
    """Publications by key, campaign and local time; for a row of the plan, those of each of its indicators."""
    town = a_tenant(tmp_path)
    with database.write() as connection:
        tenant = add_tenant(connection)
        add_post(connection, tenant, "noticias/semanal/web@2027-01-04", "2027-01-04 12:30")
        counts = {"sent": 1_500, "bounced": 20}
        add_publication(
            connection, tenant, "noticias/visite/correo@1", "2027-01-18 13:00", counts, ("VC-2",), kind="direct"
        )

        (contents,) = why(connection, town, tenant, "contenidos", JANUARY)
        of_action = why(connection, town, tenant, "VC-1", JANUARY)

    monday, later = local("2027-01-04 07:30"), local("2027-01-18 08:00")
    first = ("noticias/semanal/web@2027-01-04", "Noticias", "Web", monday, 1, 0, None, "Ciudadanía")
    second = ("noticias/visite/correo@1", "Noticias", "Correo", later, 1_500, 20, 1_480, "Ciudadanía")
    assert (contents.columns, contents.rows) == (PUBLISHED, (first, second))
    assert contents.title == "N° de contenidos publicados, enero de 2027"
    assert [(table.key, table.rows) for table in of_action] == [("contenidos", (first,)), ("alcanzados", (first,))]


def test_declared_figures_are_shown_with_who_gave_them(database: Database, tmp_path: Path) -> None:
    """Number of the row, day, figure, person, note and files; a correction stands with what it said before and why."""
    town = a_tenant(tmp_path)
    visits = town.indicators["visitas"]
    with database.write() as connection:
        tenant = add_tenant(connection)
        day = date(2027, 1, 31)
        given = (connection, tenant, "visitas", visits)
        wrong = record(*given, 41, day, "ana", "", at("2027-02-01 12:00"))
        why_ = {"corrects": wrong, "reason": "Faltaba un cero", "evidence": [{"sha256": "0" * 64, "name": "acta.pdf"}]}
        right = record(*given, 410, day, "ana", "Portal", at("2027-02-02 12:00"), **why_)  # type: ignore[arg-type]  # keywords go through

        (table,) = why(connection, town, tenant, "visitas", JANUARY)

    assert table.columns == DECLARED
    said = (str(right), day, 410, "", "Ana Pérez", local("2027-02-02 07:00"), "Portal", "acta.pdf")
    assert table.rows == ((*said, str(wrong), 41, "Faltaba un cero"),)


def test_of_a_closed_period_the_rows_are_those_that_it_counted(database: Database, tmp_path: Path) -> None:
    """By the plan of then: what came since is not among them, what left the plan still is; a correction is."""
    town = a_tenant(tmp_path)
    now = at("2027-02-11 12:00")
    with database.write() as connection:
        tenant = fill(connection, town)
        close(connection, tenant, count_to_close(connection, town, tenant, JANUARY, now), PROGRAM)
        before = _of(connection, town, tenant, "contenidos"), _of(connection, town, tenant, "visitas")
        add_post(connection, tenant, "noticias/tarde/web@1", "2027-01-25 12:30")
        record(connection, tenant, "visitas", town.indicators["visitas"], 7, date(2027, 1, 3), "ana", "", now)
        other = replace(town, indicators={}, plan=town.plan.model_copy(update={"actions": ()}))

        assert (_of(connection, other, tenant, "contenidos"), _of(connection, other, tenant, "visitas")) == before
        assert (len(before[0].rows), len(before[1].rows)) == (4, 1)
        assert len(why(connection, town, tenant, "contenidos", JANUARY)[0].rows) == 5

        figure = Given("visitas", 41, None, corrects=1, reason="Se leyó mal")
        note_figure(connection, town, tenant, figure, "ana", now)
        assert [row[2] for row in _of(connection, other, tenant, "visitas").rows] == [41]


def _of(connection: Connection, town: Tenant, tenant: int, key: str) -> Table:
    """The rows behind a figure of January, which is closed."""
    closed = closed_report(connection, town, tenant, JANUARY)
    assert closed is not None
    (found,) = why(connection, town, tenant, key, JANUARY, None, closed)
    return found


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("visita", "«visita» no es un indicador ni una acción del plan. ¿Quiso decir visitas?"),
        ("VC-9", "¿Quiso decir VC-"),
        ("qqq", "Las claves están en indicadores.yaml y plan.yaml."),
    ],
)
def test_an_unknown_key_is_refused_with_what_comes_close(
    database: Database, tmp_path: Path, key: str, told: str
) -> None:
    """The message offers the keys that look alike, or says where they stand."""
    town = a_tenant(tmp_path)
    with database.read() as connection, pytest.raises(UnknownKey) as refused:
        why(connection, town, 1, key, JANUARY)

    assert told in str(refused.value)


def test_indicators_and_rows_of_the_plan_are_found_by_their_keys(tmp_path: Path) -> None:
    """And by nothing else."""
    town = a_tenant(tmp_path)

    assert find_indicator(town, "visitas").name == "Número de visitantes"
    assert find_action(town, "VC-5").text == "Celebrar el aniversario"
    with pytest.raises(UnknownKey, match="«VC-1» no es un indicador"):
        find_indicator(town, "VC-1")
    with pytest.raises(UnknownKey, match="«visitas» no es una acción del plan"):
        find_action(town, "visitas")


def test_a_row_of_the_plan_without_indicators_has_no_rows_behind_it(database: Database, tmp_path: Path) -> None:
    """Only its state is reported."""
    with database.read() as connection:
        assert why(connection, a_tenant(tmp_path), 1, "VC-3", JANUARY) == ()
