"""Each figure names the rows that it comes from, in words that people can follow."""

from pathlib import Path

import pytest

from campaigns.indicator import METRICS, Indicator
from indicators.periods import parse_period
from indicators.source import WHAT, baseline_words, source_of
from tests.indicators.plan import a_tenant
from tests.indicators.test_periods import BOGOTA
from tests.indicators.test_targets import an_indicator


@pytest.mark.parametrize(
    ("written", "action", "expected"),
    [
        (
            {"tipo": "automatico", "cuenta": "publicaciones", "filtro": {"acciones": ["VC-1"], "canales": ["web"]}},
            "VC-1",
            "Publicaciones con al menos una entrega: del plan, acción VC-1; por la cuenta web.",
        ),
        (
            {"tipo": "automatico", "cuenta": "contenidos"},
            "VC-2",
            "Publicaciones en medios que publican, con al menos una entrega y sin las que se retiraron: "
            "del plan, acción VC-2.",
        ),
        (
            {"tipo": "automatico", "cuenta": "deberes", "filtro": {"estado": ["tarde", "en-mora", "no-hecho"]}},
            None,
            "Deberes con plazo en el periodo: con estado tarde, en-mora o no-hecho.",
        ),
        (
            {"tipo": "automatico", "cuenta": "alcanzados", "filtro": {"publicos": ["ciudadania"]}},
            None,
            "Mensajes que llegaron a personas, sin los devueltos: para Ciudadanía.",
        ),
        (
            {"acumula": "ultimo", "responsable": "ana"},
            None,
            "Cifras que anota Ana Pérez; las de un periodo: vale la última.",
        ),
        (
            {"tipo": "traido", "trae": {"matomo": {"direccion": "https://m.co", "sitio": 3, "clave": "canario"}}},
            None,
            "Cifra que el pregonero trae cada día de Matomo (https://m.co, sitio 3, visitas); "
            "las de un periodo: se suman.",
        ),
        (
            {"tipo": "traido", "trae": {"plausible": {"sitio": "m.co", "clave": "canario"}, "cada": "mes"}},
            None,
            "Cifra que el pregonero trae cada mes de Plausible (https://plausible.io, sitio m.co, visitas); "
            "las de un periodo: se suman.",
        ),
        (
            {"tipo": "traido", "trae": {"json": {"direccion": "https://m.co/a", "ruta": "a.b"}, "cada": "semana"}},
            None,
            "Cifra que el pregonero trae cada semana de https://m.co/a, «a.b»; las de un periodo: se suman.",
        ),
        (
            {"tipo": "traido", "trae": {"csv": {"direccion": "https://m.co/a", "columna": "n"}}, "acumula": "promedio"},
            None,
            "Cifra que el pregonero trae cada día de la tabla https://m.co/a, columna «n»; "
            "las de un periodo: se promedian.",
        ),
        (
            {"tipo": "traido", "trae": {"registro": {"archivo": "/var/log/access.log"}}},
            None,
            "Cifra que el pregonero trae cada día del registro del servidor web (/var/log/access.log, visitas); "
            "las de un periodo: se suman.",
        ),
        ({}, None, "Cifras que anota una persona; las de un periodo: se suman."),
    ],
)
def test_a_figure_names_its_rows_and_its_filter(
    tmp_path: Path, written: dict[str, object], action: str | None, expected: str
) -> None:
    """Publics by their names, accounts and rows of the plan as staff write them."""
    assert source_of(a_tenant(tmp_path), "clave", an_indicator(**written), action) == expected


def test_all_that_can_be_counted_has_its_words() -> None:
    """A kind of count without them would have a report that cannot say where a figure comes from."""
    kinds = Indicator.model_json_schema(by_alias=True)["properties"]["cuenta"]["anyOf"][0]["enum"]

    assert set(kinds) == set(WHAT)
    assert set(METRICS) <= set(WHAT)


@pytest.mark.parametrize(
    ("written", "accumulates", "period", "expected"),
    [
        (4079, "suma", "2027", ""),
        (4079, "suma", "2027-01", "línea base de 4.079 por año"),
        (4079, "ultimo", "2027-01", ""),
        ({"valor": 4079, "fecha": "2009-07-31"}, "suma", "2027", "línea base del 31/07/2009"),
        (
            {"valor": 4079, "fecha": "2009-07-31"},
            *("suma", "2027-01", "línea base de 4.079 por año, del 31/07/2009"),
        ),
        ({"valor": 4079, "fuente": "El plan"}, "suma", "2027", "línea base, El plan"),
        ({"valor": 4079, "fuente": "El plan"}, "suma", "2027-B1", "línea base de 4.079 por año, El plan"),
        (
            {"valor": 4079, "fecha": "2009-07-31", "fuente": "El plan"},
            *("suma", "2027", "línea base del 31/07/2009, El plan"),
        ),
    ],
)
def test_a_baseline_says_of_what_time_it_is_when_it_was_measured_and_by_whom(
    written: object, accumulates: str, period: str, expected: str
) -> None:
    """A number alone says none of these; beside a target scaled to a month it must say that it is a year's."""
    indicator = an_indicator(**{"linea-base": written, "acumula": accumulates})
    assert baseline_words(indicator, parse_period(period, BOGOTA)) == expected
