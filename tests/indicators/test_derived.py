"""Figures that are worked out from others: percentages, ratios, growth."""

from datetime import date
from pathlib import Path

import pytest

from indicators.declared import record
from indicators.derived import Derived, Part, growth, quotient
from indicators.periods import parse_period
from indicators.report import IndicatorRow, make_report
from indicators.why import why
from storage.database import Database
from tests.indicators.plan import INDICATORS, a_town
from tests.indicators.rows import add_post, add_tenant, at
from tests.indicators.test_periods import BOGOTA

SERVICES = f"""\
{INDICATORS}
publicados: {{nombre: Servicios publicados, unidad: servicios, tipo: declarado, acumula: ultimo, responsable: ana}}
identificados: {{nombre: Servicios identificados, unidad: servicios, tipo: declarado, acumula: ultimo}}
porcentaje:
  nombre: Porcentaje de servicios publicados
  unidad: "%"
  tipo: derivado
  porcentaje: {{de: publicados, sobre: identificados}}
  meta: {{porcentaje: 100}}
visitas-por-contenido:
  {{nombre: Visitas por contenido, unidad: visitas, tipo: derivado, razon: {{de: visitas, sobre: contenidos}}}}
mas-visitas: {{nombre: Más visitas, unidad: "%", tipo: derivado, crecimiento: {{de: visitas}}, meta: {{valor: 50}}}}
mas-contenidos:
  nombre: Más contenidos
  unidad: "%"
  tipo: derivado
  crecimiento: {{de: contenidos, frente-a: periodo-anterior}}
"""
OF, OVER = Part("Publicados", 3, "Ana"), Part("Identificados", 4, "")


@pytest.mark.parametrize(
    ("of", "over", "value", "note"),
    [
        (OF, OVER, 75, ""),
        (Part("P", 0, ""), OVER, 0, ""),
        (Part("P", 6, ""), OVER, 150, ""),
        (OF, Part("I", 0, ""), None, "«I» es cero, y nada se divide entre cero"),
        (Part("P", None, "Ana"), OVER, None, "falta la cifra de «P», que es de Ana"),
        (
            *(Part("P", None, "Ana"), Part("I", None, "")),
            *(None, "falta la cifra de «P», que es de Ana y falta la cifra de «I»"),
        ),
    ],
)
def test_a_percentage_without_its_parts_says_whose_is_missing(
    of: Part, over: Part, value: float | None, note: str
) -> None:
    """Nothing over nothing is no figure, and never nought."""
    assert quotient(of, over, 100) == Derived(value, note)


@pytest.mark.parametrize(
    ("base", "value", "note"),
    [
        (2, 50, ""),
        (4, -25, ""),
        (0, None, "la línea base de «Publicados» es cero, y sobre cero ningún crecimiento tiene porcentaje"),
        (None, None, "falta la línea base de «Publicados», y no hay con qué comparar"),
        (-2, None, "la línea base de «Publicados» es menor que cero, y desde ahí ningún crecimiento tiene porcentaje"),
    ],
)
def test_growth_needs_something_to_grow_from(base: float | None, value: float | None, note: str) -> None:
    """A missing baseline and one of nought both say so."""
    assert growth(OF, base, "la línea base") == Derived(value, note)


@pytest.fixture
def rows(database: Database, tmp_path: Path) -> dict[str, dict[str, IndicatorRow]]:
    """Two contents in January and three in February; 3 of 4 services; 500 visits in January of 4,000 a year."""
    town = a_town(tmp_path, indicators=SERVICES)
    with database.write() as connection:
        tenant = add_tenant(connection)
        for day in ("01-04", "01-11", "02-01", "02-08", "02-15"):
            add_post(connection, tenant, f"noticias/semanal/web@{day}", f"2027-{day} 12:30")
        given = (("visitas", 500, "01-31"), ("publicados", 3, "01-31"), ("identificados", 4, "02-10"))
        for key, value, day in given:
            kept = town.indicators[key]
            record(connection, tenant, key, kept, value, date.fromisoformat(f"2027-{day}"), "ana", "", at("2027-03-01"))
        made = {
            key: make_report(connection, town, tenant, parse_period(key, BOGOTA), at("2028-03-01 12:00"))
            for key in ("2027-01", "2027-02")
        }
        behind = why(connection, town, tenant, "porcentaje", parse_period("2027", BOGOTA))
    assert [table.key for table in behind] == ["publicados", "identificados"]
    return {key: {row.key: row for row in report.indicators} for key, report in made.items()}


def test_the_report_works_them_out(rows: dict[str, dict[str, IndicatorRow]]) -> None:
    """Of January's services one number is missing; in February both are there, and three contents come after two."""
    january, february = rows["2027-01"], rows["2027-02"]

    assert january["porcentaje"].figure.value is None
    assert january["porcentaje"].note == "falta la cifra de «Servicios identificados»"
    assert january["visitas-por-contenido"].figure.value == 250
    assert january["mas-visitas"].figure.value == pytest.approx((500 / (4_000 * 31 / 365) - 1) * 100)
    assert january["mas-visitas"].note == "frente a la línea base de 4.000 por año: 339,73 en este periodo"
    assert january["mas-contenidos"].note == (
        "falta la cifra del periodo anterior de «N° de contenidos publicados», y no hay con qué comparar"
    )
    assert february["porcentaje"].figure.value == 75
    assert february["porcentaje"].goal.percent == 75
    assert february["porcentaje"].standing == "on_course"
    assert february["porcentaje"].source == (
        "«Servicios publicados» (publicados) ÷ «Servicios identificados» (identificados) × 100."
    )
    assert february["mas-contenidos"].figure.value == 50
    assert february["visitas-por-contenido"].figure.value is None
