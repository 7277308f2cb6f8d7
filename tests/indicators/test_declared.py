"""Declared figures: kept, corrected by new rows, made into one for a period."""

from datetime import date

import pytest
from sqlalchemy import Connection, func, select

from campaigns.indicator import Indicator
from indicators.declared import BadMeasurement, about, accumulate, measurements, record
from indicators.periods import parse_period
from storage.database import Database
from storage.tables import measurement
from tests.indicators.rows import add_tenant, at
from tests.indicators.test_periods import BOGOTA

VISITS = Indicator.model_validate({"nombre": "Visitas", "unidad": "visitas", "tipo": "declarado"})
COUNTED = Indicator.model_validate({"nombre": "N°", "unidad": "u", "tipo": "automatico", "cuenta": "contenidos"})
JANUARY = parse_period("2027-01", BOGOTA)
WORKED_OUT = Indicator.model_validate(
    {"nombre": "D", "unidad": "%", "tipo": "derivado", "porcentaje": {"de": "a", "sobre": "b"}}
)


def give(connection: Connection, tenant: int, value: float, day: str, **more: object) -> int:
    """A figure for visits."""
    given = date.fromisoformat(day)
    if "corrects" in more:
        more = {"reason": "Error al digitar", **more}
    return record(connection, tenant, "visitas", VISITS, value, given, "prensa", "", at("2027-02-01 12:00"), **more)  # type: ignore[arg-type]  # keywords go through


@pytest.mark.parametrize(("how", "value"), [("suma", 60.5), ("ultimo", 30.5), ("promedio", 60.5 / 3)])
def test_the_figures_of_a_period_make_one(database: Database, how: str, value: float) -> None:
    """By day, in whatever order they were given; those of other periods and municipalities left out."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        give(connection, tenant, 30.5, "2027-01-31")
        give(connection, tenant, 10, "2027-01-01")
        give(connection, tenant, 20, "2027-01-15")
        give(connection, tenant, 1_000, "2026-12-31")
        give(connection, tenant, 1_000, "2027-02-01")
        give(connection, add_tenant(connection, "otro"), 1_000, "2027-01-15")

        figures = about(measurements(connection, tenant, JANUARY), "visitas")

    assert accumulate(how, figures) == pytest.approx(value)  # type: ignore[arg-type]  # the words of the table


def test_a_period_without_figures_has_none(database: Database) -> None:
    """Nobody said anything, which is not nought."""
    with database.write() as connection:
        figures = measurements(connection, add_tenant(connection), JANUARY)

    assert figures == ()
    assert [accumulate("suma", figures), accumulate("ultimo", figures), accumulate("promedio", figures)] == [None] * 3


def test_a_correction_takes_the_place_of_a_figure_and_both_rows_stay(database: Database) -> None:
    """The corrected one counts no more, even where the new one is for another day."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        wrong = give(connection, tenant, 410, "2027-01-31")
        give(connection, tenant, 5, "2027-01-02")
        right = give(connection, tenant, 41, "2027-01-30", corrects=wrong)
        best = give(connection, tenant, 42, "2027-01-30", corrects=right)

        figures = measurements(connection, tenant, JANUARY)

        assert [(each.value, each.corrects) for each in figures] == [(5, None), (42, right)]
        assert [each.id for each in figures][-1] == best
        assert connection.scalar(select(func.count()).select_from(measurement)) == 4


def test_a_figure_may_speak_of_one_row_of_the_plan(database: Database) -> None:
    """It counts for that row and for the whole, not for another row."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        give(connection, tenant, 1, "2027-01-05")
        give(connection, tenant, 10, "2027-01-05", action="VC-1")
        give(connection, tenant, 100, "2027-01-05", action="VC-2")
        figures = measurements(connection, tenant, JANUARY)

    assert accumulate("suma", about(figures, "visitas")) == 111
    assert accumulate("suma", about(figures, "visitas", "VC-1")) == 11
    assert accumulate("suma", about(figures, "otras")) is None


def test_what_cannot_be_a_figure_is_refused(database: Database) -> None:
    """Automatic indicators, numbers that are none, corrections of nothing, of what was corrected, without a reason."""
    with database.write() as connection:
        tenant = add_tenant(connection)
        first = give(connection, tenant, 1, "2027-01-05")
        give(connection, tenant, 2, "2027-01-05", corrects=first)

        with pytest.raises(BadMeasurement, match="se cuenta solo"):
            record(connection, tenant, "c", COUNTED, 1, date(2027, 1, 5), "prensa", "", at("2027-02-01 12:00"))
        with pytest.raises(BadMeasurement, match="«d» se calcula solo; anote las cifras de las que sale: a, b"):
            record(connection, tenant, "d", WORKED_OUT, 1, date(2027, 1, 5), "prensa", "", at("2027-02-01 12:00"))
        with pytest.raises(BadMeasurement, match="no es una cifra"):
            give(connection, tenant, float("nan"), "2027-01-05")
        with pytest.raises(BadMeasurement, match="revise cuántos dígitos tiene"):
            give(connection, tenant, 1e308, "2027-01-05")
        with pytest.raises(BadMeasurement, match="no tiene ninguna cifra con el número 999"):
            give(connection, tenant, 3, "2027-01-05", corrects=999)
        with pytest.raises(BadMeasurement, match="ya fue corregida"):
            give(connection, tenant, 3, "2027-01-05", corrects=first)
        with pytest.raises(BadMeasurement, match="por qué se corrige la cifra 2"):
            give(connection, tenant, 3, "2027-01-05", corrects=first + 1, reason=" ")
