"""Targets: reached shares, growth over a baseline, other periods than the plan's."""

import pytest

from campaigns.indicator import Indicator
from indicators.pace import Course
from indicators.periods import parse_period
from indicators.targets import goal, standing
from tests.indicators.rows import at
from tests.indicators.test_periods import BOGOTA

GROWING = {"crecimiento": [50, 10], "desde": "2027-01-01"}
ADDING = {"acumulada": 1_826, "desde": "2027-01-01", "hasta": "2031-12-31"}
STEPS = {"escalones": [20, 30, 60, 90], "desde": "2027-01-01"}
DATED = {"escalones": [{"hasta": "2027-06-30", "valor": 20}, {"hasta": "2029-01-31", "valor": 80}]}
WEEKLY = {"valor": 1}
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
        ({"meta": {"crecimiento": 50}, "linea-base": -9}, 3, "2027", None, None, "la línea base es menor que cero"),
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
        ({"meta": {"porcentaje": 90}, "acumula": "promedio"}, 45, "2027-W03", 90, 50, ""),
        (
            {"meta": {"crecimiento": 50}, "linea-base": {"valor": 4_000, "fecha": "2009-07-31"}},
            6_000,
            "2027",
            6_000,
            100,
            "",
        ),
        # Half as much again in the first year, then a tenth more each year, for as long as it is asked.
        ({"meta": GROWING, "linea-base": 1_000}, 1_500, "2027", 1_500, 100, ""),
        ({"meta": GROWING, "linea-base": 1_000}, 1_650, "2028", 1_650, 100, ""),
        ({"meta": GROWING, "linea-base": 1_000}, 1_815, "2029", 1_815, 100, ""),
        ({"meta": GROWING, "linea-base": 1_000}, 900, "2026", None, None, "la meta empieza el 01/01/2027"),
        (
            {"meta": GROWING, "linea-base": 366_000},
            0,
            "2028-01",
            603_900 / 366 * 31,
            0,
            "meta del plan: 603.900 por año",
        ),
        (
            *({"meta": GROWING, "linea-base": 365}, 0, "2027-12-31..2028-01-01"),
            *(1.5 + 365 * 1.65 / 366, 0, "meta del plan: 547,5 y 602,25 por año"),
        ),
        # A fifth of the way in each year: 1,826 days from 2027 to 2031.
        ({"meta": ADDING}, 365, "2027", 365, 100, "meta acumulada: 1.826 entre el 01/01/2027 y el 31/12/2031"),
        ({"meta": ADDING}, 31, "2028-01", 31, 100, "proporcional a los días del periodo"),
        ({"meta": ADDING}, 31, "2032", None, None, "este periodo queda fuera"),
        # By years, and by dates.
        ({"meta": STEPS, "acumula": "ultimo"}, 10, "2027", 20, 50, "meta para el 31/12/2027"),
        ({"meta": STEPS, "acumula": "ultimo"}, 10, "2028-03", 30, 100 / 3, "meta para el 31/12/2028"),
        ({"meta": STEPS, "acumula": "ultimo"}, 99, "2033", 90, 110, "meta para el 31/12/2030"),
        ({"meta": STEPS, "acumula": "ultimo"}, 99, "2026", None, None, ""),
        ({"meta": DATED, "acumula": "ultimo"}, 20, "2027-06", 20, 100, "meta para el 30/06/2027"),
        ({"meta": DATED, "acumula": "ultimo"}, 20, "2027-07", 80, 25, "meta para el 31/01/2029"),
        ({"meta": STEPS}, 15, "2028", 30, 50, ""),
        # Less is better.
        ({"meta": {"valor": 10}, "sentido": "baja"}, 20, "2027", 10, 50, ""),
        ({"meta": {"valor": 10}, "sentido": "baja"}, 5, "2027", 10, 200, ""),
        ({"meta": {"valor": 10}, "sentido": "baja"}, 0, "2027", 10, None, ""),
        ({"meta": {"valor": 0}, "sentido": "baja"}, 0, "2027", 0, 100, ""),
        ({"meta": {"valor": 0}, "sentido": "baja"}, 3, "2027", 0, 0, ""),
        ({"meta": {"crecimiento": -20}, "linea-base": 50, "sentido": "baja"}, 40, "2027", 40, 100, ""),
        ({"meta": {"valor": 5}, "sentido": "baja"}, -3, "2027", 5, None, ""),
        # Ten percent less: who comes down by twenty has done twice that, by five the half.
        ({"meta": {"valor": -10}, "sentido": "baja", "acumula": "promedio"}, -20, "2027", -10, 200, ""),
        ({"meta": {"valor": -10}, "sentido": "baja", "acumula": "promedio"}, -5, "2027", -10, 50, ""),
        ({"meta": {"valor": -10}, "sentido": "baja", "acumula": "promedio"}, 0, "2027", -10, 0, ""),
        ({"meta": {"valor": -50}, "acumula": "promedio"}, -80, "2027", -50, None, "la meta es menor que cero"),
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
    if target is not None:
        assert bool(note) == bool(found.note)


@pytest.mark.parametrize(
    ("written", "value", "so_far", "period", "now", "expected"),
    [
        ({"meta": {"valor": 100}}, 60, None, "2027", "2027-07-02", "on_course"),
        ({"meta": {"valor": 100}}, 30, None, "2027", "2027-07-02", "behind"),
        ({"meta": {"valor": 100}}, 99, None, "2027", "2028-07-02", "not_met"),
        # January of a yearly target, once over, has a pace alone.
        ({"meta": {"valor": 365}}, 31, None, "2027-01", "2027-05-01", "on_course"),
        # A level is held to its own year, and to the way from its baseline, however short the period asked for.
        (
            {"meta": {"valor": 100}, "acumula": "ultimo", "linea-base": 90},
            95,
            None,
            "2027-06",
            "2027-09-01",
            "on_course",
        ),
        ({"meta": {"valor": 100}, "acumula": "ultimo", "linea-base": 90}, 91, None, "2027-06", "2027-09-01", "behind"),
        # What adds up over five years is judged by all that has added up, not by the year that is asked for.
        ({"meta": ADDING}, 100, 730, "2028", "2029-01-01", "on_course"),
        ({"meta": ADDING}, 400, 500, "2028", "2029-01-01", "behind"),
        ({"meta": ADDING}, 400, 1_826, "2030", "2030-06-01", "met"),
        # From a fifth to three tenths within the second year.
        ({"meta": STEPS, "acumula": "ultimo"}, 25, None, "2028-06", "2028-07-01", "on_course"),
        ({"meta": STEPS, "acumula": "ultimo"}, 21, None, "2028-06", "2028-07-01", "behind"),
        ({"meta": STEPS, "acumula": "ultimo"}, 29, None, "2028", "2029-02-01", "not_met"),
        ({"meta": {"valor": 10}, "sentido": "baja"}, 4, None, "2027", "2027-07-02", "on_course"),
        ({"meta": {"valor": 10}, "sentido": "baja"}, 11, None, "2027", "2027-07-02", "behind"),
        # 365 days are 52.14 weeks: who sent one in each of them met the target. One fewer, or hours, did not.
        ({"meta": WEEKLY, "periodo": "semana"}, 52, None, "2027", "2028-01-02", "met"),
        ({"meta": WEEKLY, "periodo": "semana"}, 51, None, "2027", "2028-01-02", "not_met"),
        ({"meta": WEEKLY, "periodo": "semana"}, 52.1, None, "2027", "2028-01-02", "not_met"),
        ({"meta": WEEKLY, "periodo": "semana", "sentido": "baja"}, 53, None, "2027", "2028-01-02", "not_met"),
        ({"meta": {"valor": 52.5}}, 52, None, "2027", "2028-01-02", "not_met"),
        ({"meta": {"texto": "la mayoría"}}, 3, None, "2027", "2028-01-02", None),
        ({"meta": {"valor": 10}}, None, None, "2027", "2028-01-02", None),
    ],
)
def test_a_target_stands_by_the_days_that_are_its_own(
    written: Written, value: float | None, so_far: float | None, period: str, now: str, expected: Course | None
) -> None:
    """Those of the period for what adds up, of its step for a level, all of them for what goes over several periods."""
    indicator, asked = an_indicator(**written), parse_period(period, BOGOTA)
    found = goal(indicator, value, asked, BOGOTA, so_far)

    assert standing(indicator, value, found, asked, at(f"{now} 12:00"), BOGOTA, so_far) == expected


def test_what_adds_up_over_several_periods_is_judged_by_its_sum() -> None:
    """A good year after a bad one: 400 of the year's 366, and 500 of the 731 that two years should have brought."""
    found = goal(an_indicator(meta=ADDING), 400, parse_period("2028", BOGOTA), BOGOTA, 500)

    assert found.percent == pytest.approx(400 / 366 * 100)
    assert (found.summed, found.due) == (500, 731)
    assert found.judged_percent == pytest.approx(500 / 731 * 100)
    alone = goal(an_indicator(meta={"valor": 100}), 55, parse_period("2027", BOGOTA), BOGOTA)
    assert (alone.judged_percent, alone.summed) == (alone.percent, None)
