"""A target says one thing, and a derived indicator is worked out from others that are there."""

from pathlib import Path

import pytest

from tests.campaigns.town import INDICATORS, loaded, problems

OURS = (
    INDICATORS
    + """\
a: {nombre: A, unidad: u, tipo: declarado}
b:
  nombre: B
  unidad: u
%s
"""
)


@pytest.mark.parametrize(
    "written",
    [
        "meta: {valor: 100}",
        "meta: {texto: La mayoría}",
        "meta: {crecimiento: 50}",
        "meta: {crecimiento: [50, 10], desde: 2027-01-01}",
        "meta: {acumulada: 400, desde: 2027-01-01, hasta: 2030-12-31}",
        "meta: {escalones: [20, 30], desde: 2027-01-01}\n  acumula: ultimo",
        "meta: {escalones: [20, 30], desde: 2027-01-01}\n  acumula: ultimo\n  periodo: semestre",
        "meta: {escalones: [20, 30], desde: 2027-01-01}",
        "meta: {escalones: [{hasta: 2027-06-30, valor: 20}]}\n  acumula: ultimo",
        "meta: {porcentaje: 90}\n  acumula: promedio",
        "meta: {crecimiento: -20}\n  sentido: baja",
        "meta: {crecimiento: -100}\n  sentido: baja\n  linea-base: 40",
        "meta: {valor: 0}\n  sentido: baja",
        "meta: {valor: -5}\n  acumula: ultimo",
        "meta: {escalones: [30, 20], desde: 2027-01-01}\n  acumula: ultimo\n  sentido: baja",
        "linea-base: {valor: 4079, fecha: 2009-07-31, fuente: Récord del portal}",
    ],
)
def test_each_way_of_writing_a_target_is_taken(tmp_path: Path, written: str) -> None:
    """Those of the guide."""
    assert problems(tmp_path, {"indicadores.yaml": OURS % f"  tipo: declarado\n  {written}"}) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("meta: {valor: 100, crecimiento: 50}", "la meta dice dos cosas: «valor» y «crecimiento»"),
        ("meta: {}", "la meta está vacía"),
        ("meta: {escalones: []}", "la meta está vacía"),
        ("meta: {crecimiento: []}", "la meta está vacía"),
        ("meta: {valor: 0}", "la meta ya está cumplida sin hacer nada"),
        ("meta: {valor: -5}", "la meta ya está cumplida sin hacer nada"),
        ("meta: {acumulada: 0, desde: 2027-01-01, hasta: 2027-12-31}", "la meta ya está cumplida sin hacer nada"),
        ("linea-base: 0\n  meta: {crecimiento: 50}", "la línea base es cero"),
        ("linea-base: -3\n  meta: {crecimiento: 50}", "la línea base es menor que cero"),
        ("sentido: baja\n  linea-base: 9\n  meta: {crecimiento: -150}", "nada se rebaja en más del 100 %"),
        ("meta: {escalones: [20, 60, 30], desde: 2027-01-01}\n  acumula: ultimo", "cada uno debe ser mayor"),
        ("meta: {escalones: [20, 20], desde: 2027-01-01}\n  acumula: ultimo", "cada uno debe ser mayor"),
        ("meta: {escalones: [2, 3], desde: 2027-01-01}\n  acumula: ultimo\n  sentido: baja", "cada uno debe ser menor"),
        ("meta: {porcentaje: 90}", "«porcentaje» es la meta de lo que se mide en porcentaje"),
        ("meta: {crecimiento: -20}", "un crecimiento por debajo de cero es una rebaja"),
        ("meta: {crecimiento: [50, 10]}", "la meta va por años, y no dice desde cuándo se cuentan"),
        ("meta: {escalones: [20, 30]}", "la meta va por años, y no dice desde cuándo se cuentan"),
        ("meta: {acumulada: 9, hasta: 2027-01-01}", "«acumulada» se suma entre dos fechas"),
        (
            "meta: {acumulada: 9, desde: 2027-01-01, hasta: 2027-12-31}\n  acumula: ultimo",
            "«acumulada» es la meta de lo que se suma",
        ),
        ("meta: {acumulada: 9, desde: 2027-02-01, hasta: 2027-01-01}", "la meta termina antes de empezar"),
        (
            "meta: {escalones: [{valor: 1, hasta: 2027-02-01}], desde: 2027-06-01}\n  acumula: ultimo",
            "un escalón termina antes de que la meta empiece, el 2027-06-01",
        ),
        ("meta: {valor: 9, desde: 2027-02-01}", "«desde» es de las metas por años"),
        ("meta: {valor: 9, hasta: 2027-02-01}", "«hasta» es solo de «acumulada»"),
        (
            "meta: {escalones: [{valor: 1, hasta: 2027-02-01}, 2], desde: 2027-01-01}\n  acumula: ultimo",
            "unos escalones tienen «hasta» y otros no",
        ),
        (
            "meta: {escalones: [{valor: 1, hasta: 2027-02-01}, {valor: 2, hasta: 2027-01-01}]}\n  acumula: ultimo",
            "los escalones no están en orden de fechas",
        ),
        ("meta: {escalones: [{valor: 1, hasta: 2027-02-01}]}", "los escalones con fecha son de lo que no se suma"),
        (
            "meta: {escalones: [20, 40], desde: 2027-01-01}\n  periodo: semestre",
            "los escalones van uno por año, y este indicador se suma por semestre",
        ),
        ("porcentaje: {de: a, sobre: a}", "«porcentaje» es de un indicador de «tipo: derivado»"),
        ("linea-base: 4.079", "«4.079» puede leerse de dos maneras"),
        ("meta: {crecimiento: 1.000}", "«1.000» puede leerse de dos maneras"),
        ("meta: {escalones: [1.000], desde: 2027-01-01}", "«1.000» puede leerse de dos maneras"),
    ],
)
def test_a_target_that_cannot_be_worked_out_is_refused(tmp_path: Path, written: str, said: str) -> None:
    """Once, with a hint, at its place."""
    [found] = problems(tmp_path, {"indicadores.yaml": OURS % f"  tipo: declarado\n  {written}"})
    assert said in found


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{escalones: 20, 30, 60, 90, desde: 2027-01-01}", "escriba escalones: [20, 30, 60, 90]"),
        ("{escalones: 20,30,60, desde: 2027-01-01}", "escriba escalones: [20, 30, 60]"),
        ("{escalones: 20%, 30%, desde: 2027-01-01}", "escriba escalones: [20, 30]"),
        ("{desde: 2027-01-01, escalones: 20, 30}", "escriba escalones: [20, 30]"),
        ("\n    escalones: 20, 30, 60\n    desde: 2027-01-01", "escriba escalones: [20, 30, 60]"),
        ("\n    escalones: 20 % 30 % 60 %\n    desde: 2027-01-01", "escriba escalones: [20, 30, 60]"),
        ("{escalones: 20, desde: 2027-01-01}", "escriba escalones: [20]"),
        ("{valor: 12,5}", "si es una cifra con decimales, escriba valor: 12.5; si son dos, [12, 5]"),
    ],
)
def test_a_list_without_its_brackets_is_told_once(tmp_path: Path, written: str, said: str) -> None:
    """By what to write; a year that the steps are counted from is no fault of its own."""
    indicator = f"  tipo: declarado\n  acumula: ultimo\n  meta: {written}"
    [found] = loaded(tmp_path, {"indicadores.yaml": OURS % indicator}).problems
    assert found.hint == said


def test_a_forgotten_value_between_braces_is_told_as_ever(tmp_path: Path) -> None:
    """A figure with its colon is a key, and a word is one too."""
    for written in ("{valor: 20, 30: , texto: x}", "{valor: 20, texto}"):
        found = problems(tmp_path, {"indicadores.yaml": OURS % f"  tipo: declarado\n  meta: {written}"})
        assert any("no tiene valor" in each for each in found)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("porcentaje: {de: a, sobre: c}", "no existe el indicador «c»"),
        ("porcentaje: {de: a, sobre: b}", "«b» se calcula a partir de sí mismo: b → b"),
        ("nota: Nada", "el indicador «b» es derivado, y no dice cómo se calcula"),
        ("razon: {de: a, sobre: a}\n  crecimiento: {de: a}", "el indicador «b» dice dos veces cómo se calcula"),
        ("razon: {de: a, sobre: a}\n  acumula: suma", "un indicador derivado no lleva «acumula»"),
        ("crecimiento: {de: a}\n  cuenta: contenidos", "un indicador derivado no lleva «cuenta»"),
    ],
)
def test_a_derived_indicator_that_cannot_be_worked_out_is_refused(tmp_path: Path, written: str, said: str) -> None:
    """It needs parts that are there, and none of them may be itself."""
    [found] = problems(tmp_path, {"indicadores.yaml": OURS % f"  tipo: derivado\n  {written}"})
    assert said in found


def test_a_circle_of_several_is_told_at_each(tmp_path: Path) -> None:
    """Whoever mends one of them mends all."""
    circle = OURS % "  tipo: derivado\n  crecimiento: {de: c}" + (
        "c: {nombre: C, unidad: u, tipo: derivado, razon: {de: a, sobre: b}}\n"
    )
    found = problems(tmp_path, {"indicadores.yaml": circle})
    assert [each.rsplit(": ", 1)[1] for each in found] == ["b → c → b", "c → b → c"]
