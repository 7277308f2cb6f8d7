"""Indicators that count what services tell of posts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from campaigns.tenant import Tenant
from indicators.lookup import UnknownKey
from indicators.measures import measure
from indicators.outcomes import read_outcomes
from indicators.periods import parse_period
from indicators.report import IndicatorRow, make_report
from indicators.why import TOLD, why
from storage.database import Database
from storage.readings import add_reading
from storage.tables import delivery
from tests.campaigns.town import loaded
from tests.indicators.plan import INDICATORS, NEWS, PLAN
from tests.indicators.rows import add_post, add_tenant, at
from tests.indicators.test_periods import BOGOTA

MORE = """\
comentarios:
  nombre: Comentarios en Telegram
  unidad: comentarios
  tipo: automatico
  cuenta: comentarios
  filtro: {medios: [Telegram]}
"""
NOW = datetime(2027, 6, 1, tzinfo=UTC)


def a_town(folder: Path) -> Tenant:
    """The municipality whose indicators count comments too."""
    files = {"plan.yaml": PLAN, "indicadores.yaml": INDICATORS + MORE, "campanas/noticias.yaml": NEWS}
    found = loaded(folder / "config", files | {"campanas/matriculas.yaml": None})
    assert not found.problems, [str(problem) for problem in found.problems]
    return found.tenants[0]


def told(connection: Connection, tenant: int, post: int, asked: str, **figures: int) -> None:
    """What the service said at a moment."""
    number = connection.execute(select(delivery.c.id).where(delivery.c.publication == post)).scalar_one()
    add_reading(connection, tenant, post, number, at(asked), figures, {"comments"} - figures.keys())


def the_row(connection: Connection, town: Tenant, tenant: int, period: str) -> IndicatorRow:
    """The indicator in the report of a period."""
    found = make_report(connection, town, tenant, parse_period(period, BOGOTA), NOW)
    return next(row for row in found.indicators if row.key == "comentarios")


def test_the_last_reading_holds_and_the_months_add_up(database: Database, tmp_path: Path) -> None:
    """Not the sum of readings; comments that came later count in the month in which they came."""
    town = a_town(tmp_path)
    with database.write() as connection:
        tenant = add_tenant(connection)
        post = add_post(connection, tenant, "noticias/semanal/telegram@2027-01-04", "2027-01-04 12:30")
        other = add_post(connection, tenant, "noticias/semanal/x@2027-01-04", "2027-01-04 12:30", medium="X")
        told(connection, tenant, other, "2027-01-05 12:30", comments=50)
        for asked, comments in (("2027-01-04 13:30", 2), ("2027-01-11 12:30", 9), ("2027-02-03 12:30", 12)):
            told(connection, tenant, post, asked, comments=comments)
        values = {
            name: the_row(connection, town, tenant, name).figure.value for name in ("2027-01", "2027-02", "2027-B1")
        }
        january = why(connection, town, tenant, "comentarios", parse_period("2027-01", BOGOTA))
        [february] = why(connection, town, tenant, "comentarios", parse_period("2027-02", BOGOTA))
    assert values == {"2027-01": 9, "2027-02": 3, "2027-B1": 12}
    assert january[0].columns == TOLD
    told_of = ("noticias/semanal/telegram@2027-01-04", "Noticias", "Telegram")
    first, second = (datetime(*day, 7, 30, tzinfo=BOGOTA) for day in ((2027, 1, 11), (2027, 2, 3)))
    assert january[0].rows == ((*told_of, first, 0, 9, 9),)
    assert february.rows == ((*told_of, second, 9, 12, 3),)


def test_what_nobody_asked_about_in_a_period_is_no_matter_of_its(database: Database, tmp_path: Path) -> None:
    """Posts of years ago say nothing of a month: neither nought nor that their service tells nothing of them."""
    town = a_town(tmp_path)
    with database.write() as connection:
        tenant = add_tenant(connection)
        old = add_post(connection, tenant, "noticias/semanal/telegram@2025-01-06", "2025-01-06 12:30")
        silent = add_post(connection, tenant, "noticias/semanal/telegram@2025-01-13", "2025-01-13 12:30")
        told(connection, tenant, old, "2025-02-05 12:30", comments=7)
        told(connection, tenant, silent, "2025-02-12 12:30")
        before = the_row(connection, town, tenant, "2027-01")
        new = add_post(connection, tenant, "noticias/semanal/telegram@2027-01-04", "2027-01-04 12:30")
        told(connection, tenant, new, "2027-01-05 12:30", comments=4)
        after = the_row(connection, town, tenant, "2027-01")
    assert (before.figure.value, after.figure.value) == (None, 4)
    assert before.note == "sin dato: en este periodo no se le pidió a ningún servicio"
    assert "sin dato" not in after.note


def test_what_is_not_told_is_not_nought(database: Database, tmp_path: Path) -> None:
    """Nobody was asked; asked and not told; told of some, and the report says of how many it was not."""
    town = a_town(tmp_path)
    with database.write() as connection:
        tenant = add_tenant(connection)
        posts = [
            add_post(connection, tenant, f"noticias/semanal/telegram@2027-01-0{day}", f"2027-01-0{day} 12:30")
            for day in (4, 5)
        ]
        rows = [the_row(connection, town, tenant, "2027-01")]
        told(connection, tenant, posts[0], "2027-01-06 12:30", views=7)
        rows.append(the_row(connection, town, tenant, "2027-01"))
        told(connection, tenant, posts[1], "2027-01-06 12:30", comments=0)
        rows.append(the_row(connection, town, tenant, "2027-01"))
    assert [row.figure.value for row in rows] == [None, None, 0]
    assert [row.note for row in rows] == [
        "sin dato: en este periodo no se le pidió a ningún servicio",
        "sin dato: el servicio no la dice",
        "sin dato de 1 publicación",
    ]


def test_it_divides_by_account_and_medium(database: Database, tmp_path: Path) -> None:
    """As every counted figure does; a row of the plan has those of its own posts."""
    town = a_town(tmp_path)
    with database.write() as connection:
        tenant = add_tenant(connection)
        post = add_post(connection, tenant, "noticias/semanal/telegram@2027-01-04", "2027-01-04 12:30")
        told(connection, tenant, post, "2027-01-05 12:30", comments=4)
        outcomes = read_outcomes(connection, tenant, at("2027-01-01 05:00"), at("2027-02-01 05:00"))
    indicator = town.indicators["comentarios"]
    figure = measure(indicator, outcomes, "VC-1")
    assert (figure.value, figure.by_channel, figure.by_medium) == (4, {"telegram": 4}, {"Telegram": 4})
    assert measure(indicator, outcomes, "VC-2").value is None
    with database.read() as connection, pytest.raises(UnknownKey):
        why(connection, town, tenant, "comentario", parse_period("2027-01", BOGOTA))
