"""Targets: reached shares, growth over a baseline, other periods than the plan's."""

import pytest

from campaigns.indicator import Indicator
from indicators.periods import parse_period
from indicators.targets import goal
from tests.indicators.test_periods import BOGOTA

Written = dict[str, object]


def an_indicator(**written: object) -> Indicator:
    """One that people declare, unless it says otherwise."""
    return Indicator.model_validate({"nombre": "N°", "unidad": "u", "tipo": "declarado", **written})


@pytest.mark.parametrize(
    ("written", "value", "period", "target", "percent", "note"),
    [
        ({}, 10, "2027", None, None, ""),
        ({"meta": {"valor": 100}}, 55, "2027", 100, 55, ""),
        ({"meta": {"valor": 100}}, 150, "2027", 100, 150, ""),
        ({"meta": {"valor": 100}}, 0, "2027", 100, 0, ""),
        ({"meta": {"valor": 100}}, None, "2027", 100, None, ""),
        ({"meta": {"valor": 0}}, 3, "2027", 0, None, "la meta es cero"),
        ({"meta": {"crecimiento": 50}, "linea-base": 4_000}, 3_000, "2027", 6_000, 50, ""),
        ({"meta": {"crecimiento": 100}, "linea-base": 55}, 110, "2027", 110, 100, ""),
        ({"meta": {"crecimiento": 50}}, 3_000, "2027", None, None, "falta la línea base"),
        ({"meta": {"crecimiento": 50}, "linea-base": 0}, 3_000, "2027", None, None, "la línea base es cero"),
        ({"meta": {"texto": "la mayoría"}}, 3, "2027", None, None, "en palabras"),
        # 31 of 365 days.
        ({"meta": {"valor": 365}}, 62, "2027-01", 31, 200, "meta del plan: 365 por año"),
        ({"meta": {"valor": 366}}, 29, "2028-02", 29, 100, "meta del plan: 366 por año"),
        ({"meta": {"valor": 36_500_000}}, 0, "2027-01", 3_100_000, 0, "meta del plan: 36.500.000 por año"),
        # Twelve whole months, whatever their lengths.
        ({"meta": {"valor": 10}, "periodo": "mes"}, 60, "2027", 120, 50, "meta del plan: 10 por mes"),
        ({"meta": {"valor": 7}, "periodo": "semana"}, 31, "2027-01", 31, 100, "meta del plan: 7 por semana"),
        ({"meta": {"valor": 59}, "periodo": "bimestre"}, 31, "2027-01", 31, 100, "meta del plan: 59 por bimestre"),
        # A level is the same target in any period.
        ({"meta": {"valor": 100}, "acumula": "ultimo"}, 90, "2027-01", 100, 90, ""),
        ({"meta": {"valor": 4}, "acumula": "promedio"}, 3, "2027-W03", 4, 75, ""),
    ],
)
def test_a_target_is_that_of_the_asked_period(
    written: Written, value: float | None, period: str, target: float | None, percent: float | None, note: str
) -> None:
    """Where there is none, or it was scaled, the note says why."""
    found = goal(an_indicator(**written), value, parse_period(period, BOGOTA), BOGOTA)

    assert found.target == (None if target is None else pytest.approx(target))
    assert found.percent == (None if percent is None else pytest.approx(percent))
    assert note in found.note
    assert bool(note) == bool(found.note)
