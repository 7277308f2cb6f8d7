"""A figure that a person gives is checked, kept and told alike, whichever way it came."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from indicators.correcting import Given
from indicators.declared import BadMeasurement
from indicators.lookup import UnknownKey
from indicators.noting import NotYet, keep_figure
from indicators.typed import NotAFigure, figure_typed
from storage.database import Database
from tests.campaigns.town import INDICATORS, loaded
from tests.indicators.rows import add_tenant

NOW = datetime(2027, 2, 3, 3, tzinfo=UTC)
"""Still the second of February in Colombia."""
TODAY = date(2027, 2, 2)
VISITS = "visitas: {nombre: Visitas, unidad: visitas, tipo: declarado}\n"


def test_a_figure_is_kept_with_what_the_audit_has_of_it(database: Database, tmp_path: Path) -> None:
    """A second one of the same day is kept too, with the first beside it: they are added up."""
    [tenant] = loaded(tmp_path, {"indicadores.yaml": INDICATORS + VISITS}).tenants
    with database.write() as connection:
        number = add_tenant(connection)
        first = keep_figure(connection, tenant, number, Given("visitas", 7, None), "ana", NOW)
        second = keep_figure(connection, tenant, number, Given("visitas", 8, TODAY), "ana", NOW)
    assert (first.noted.day, first.twice) == (TODAY, [])
    assert first.detail == {
        "value": 7,
        "date": "2027-02-02",
        "action": "",
        "corrects": None,
        "reason": "",
        "evidence": [],
    }
    assert [each.id for each in second.twice] == [first.noted.number]


@pytest.mark.parametrize(
    ("figure", "error", "said"),
    [
        (Given("visita", 7, TODAY), UnknownKey, "¿Quiso decir visitas?"),
        (Given("visitas", 7, TODAY, "SE-8"), UnknownKey, "¿Quiso decir SE-7?"),
        (Given("visitas", 7, date(2027, 2, 3)), NotYet, "todavía no ha llegado"),
        (Given("contenidos", 7, TODAY), BadMeasurement, "se cuenta solo"),
    ],
)
def test_what_cannot_be_kept_is_told(
    database: Database, tmp_path: Path, figure: Given, error: type[Exception], said: str
) -> None:
    """And nothing of it is."""
    [tenant] = loaded(tmp_path, {"indicadores.yaml": INDICATORS + VISITS}).tenants
    with database.write() as connection:
        number = add_tenant(connection)
        with pytest.raises(error, match=said.replace("?", r"\?")):
            keep_figure(connection, tenant, number, figure, "ana", NOW)


def test_who_fills_a_form_reads_no_words_of_a_terminal(database: Database, tmp_path: Path) -> None:
    """What is wanted stands in both, and how a terminal is told it in one."""
    [tenant] = loaded(tmp_path, {"indicadores.yaml": INDICATORS + VISITS}).tenants
    with database.write() as connection:
        number = add_tenant(connection)
        with pytest.raises(BadMeasurement) as caught:
            keep_figure(connection, tenant, number, Given("visitas", -5, TODAY), "ana", NOW)
    assert "diga por qué en la nota." in caught.value.said
    assert "--" not in caught.value.said
    assert str(caught.value).startswith(caught.value.said)
    assert "--note" in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "figure"), [("12,5", 12.5), (" 1250 ", 1250), ("-3", -3), ("\u22123", -3), ("0.5", 0.5)]
)
def test_a_figure_is_typed_as_in_colombia(typed: str, figure: float) -> None:
    """With a comma or a point before its decimals."""
    assert figure_typed(typed) == figure


@pytest.mark.parametrize(
    ("typed", "said"), [("1.250", "de dos maneras"), ("12,500", "de dos maneras"), ("doce", "no es")]
)
def test_what_can_be_read_in_two_ways_is_no_figure(typed: str, said: str) -> None:
    """It says how to write it."""
    with pytest.raises(NotAFigure, match=said):
        figure_typed(typed)
