"""Whether what an indicator is to reach, and what a derived one is worked out from, can be worked out."""

from itertools import pairwise

from campaigns.assembly.base import Base
from campaigns.assembly.findings import Findings
from campaigns.indicator import Indicator
from campaigns.reading.files import INDICATORS
from campaigns.target import Target

WAYS = {
    "value": "valor",
    "percent": "porcentaje",
    "growth": "crecimiento",
    "cumulative": "acumulada",
    "steps": "escalones",
}
DERIVED = {"percent": "porcentaje", "ratio": "razon", "growth": "crecimiento"}
COUNTED = {"counts": "cuenta", "filter": "filtro", "accumulates": "acumula"}
"""What a derived indicator has none of."""


def check_targets(findings: Findings, base: Base) -> None:
    """Targets that say one thing; derived indicators of known parts that do not go round in a circle."""
    for slug, indicator in base.indicators.items():
        if indicator.target is not None:
            _target(findings, slug, indicator, indicator.target)
        _derivation(findings, slug, indicator, base)


def _target(findings: Findings, slug: str, indicator: Indicator, target: Target) -> None:
    here = (slug, "meta")
    given = [key for field, key in WAYS.items() if field in target.model_fields_set]
    if len(given) > 1:
        said = f"la meta dice dos cosas: «{given[0]}» y «{given[1]}»"
        findings.add((*here, given[1]), said, "deje una; si el plan pide las dos, escriba otro indicador para la otra")
        return
    bare = not any(getattr(target, field) not in (None, ()) for field in WAYS)
    if bare and not target.text:
        findings.add(here, "la meta está vacía", "escriba «valor: 100», o las palabras del plan en «texto»")
    if target.percent is not None and indicator.adds_up:
        said = "«porcentaje» es la meta de lo que se mide en porcentaje, y este indicador se cuenta o se suma"
        findings.add((*here, "porcentaje"), said, "escriba «valor», o «crecimiento» si crece sobre la línea base")
    _growth(findings, slug, indicator, target)
    _nothing_to_do(findings, slug, indicator, target)
    _dates(findings, slug, indicator, target)


def _growth(findings: Findings, slug: str, indicator: Indicator, target: Target) -> None:
    here = (slug, "meta", "crecimiento")
    if any(percent < 0 for percent in target.growth) and not indicator.falls:
        findings.add(here, "un crecimiento por debajo de cero es una rebaja", "agregue al indicador «sentido: baja»")
    elif any(percent < -100 for percent in target.growth):
        findings.add(here, "nada se rebaja en más del 100 %", "escriba cuánto baja: -20 es una quinta parte menos")
    elif target.growth and indicator.baseline is not None and indicator.baseline.value <= 0:
        said = f"la línea base es {'cero' if indicator.baseline.value == 0 else 'menor que cero'}"
        hint = "escriba en «valor» la cifra a la que debe llegar"
        findings.add(here, f"{said}: un crecimiento en porcentaje no da ninguna meta", hint)


def _nothing_to_do(findings: Findings, slug: str, indicator: Indicator, target: Target) -> None:
    """What is counted stands at nought before anybody has done anything."""
    if indicator.falls or not indicator.adds_up:
        return
    for key, aim in (("valor", target.value), ("acumulada", target.cumulative)):
        if aim is not None and aim <= 0:
            said = "la meta ya está cumplida sin hacer nada: lo que se cuenta empieza en cero"
            hint = "escriba una cifra mayor que cero, o agregue al indicador «sentido: baja» si no debe pasar de ella"
            findings.add((slug, "meta", key), said, hint)


def _dates(findings: Findings, slug: str, indicator: Indicator, target: Target) -> None:
    here = (slug, "meta")
    by_year = len(target.growth) > 1 or any(step.until is None for step in target.steps)
    if by_year and target.since is None:
        said = "la meta va por años, y no dice desde cuándo se cuentan"
        findings.add(here, said, "agregue «desde» con el primer día del primer año: 2027-01-01")
    if target.cumulative is not None and None in (target.since, target.until):
        said = "«acumulada» se suma entre dos fechas"
        findings.add(here, said, "agregue «desde: 2027-01-01» y «hasta: 2030-12-31», con las del plan")
    if target.cumulative is not None and not indicator.adds_up:
        said = "«acumulada» es la meta de lo que se suma, y este indicador no se suma"
        findings.add((*here, "acumulada"), said, "escriba «valor», o «escalones» si sube por pasos")
    if target.since and target.until and target.until < target.since:
        findings.add((*here, "hasta"), "la meta termina antes de empezar", "corrija «desde» o «hasta»")
    has_steps = "steps" in target.model_fields_set
    if target.since is not None and not by_year and target.cumulative is None and not has_steps:
        said = "«desde» es de las metas por años, por escalones o acumuladas"
        findings.add((*here, "desde"), said, "borre la línea")
    if target.until is not None and target.cumulative is None:
        findings.add((*here, "hasta"), "«hasta» es solo de «acumulada»", "borre la línea")
    _steps(findings, slug, indicator, target)


def _steps(findings: Findings, slug: str, indicator: Indicator, target: Target) -> None:
    here = (slug, "meta", "escalones")
    dated = [step.until for step in target.steps if step.until is not None]
    if target.since is not None and any(until < target.since for until in dated):
        said = f"un escalón termina antes de que la meta empiece, el {target.since}"
        findings.add(here, said, "corrija «desde», o el «hasta» del escalón")
    if dated and len(dated) < len(target.steps):
        said = "unos escalones tienen «hasta» y otros no"
        findings.add(here, said, "dé una fecha a cada uno, o a ninguno: van entonces uno por año")
    elif any(later <= earlier for earlier, later in pairwise(dated)):
        findings.add(here, "los escalones no están en orden de fechas", "ordénelos, cada fecha una vez")
    levels = [step.value for step in target.steps]
    if any(later >= earlier if indicator.falls else later <= earlier for earlier, later in pairwise(levels)):
        way, other = ("menor", "sube") if indicator.falls else ("mayor", "baja")
        said = f"los escalones no van en orden: cada uno debe ser {way} que el anterior"
        findings.add(here, said, f"ordénelos, o agregue al indicador «sentido: {other}»")
    if dated and indicator.adds_up:
        said = "los escalones con fecha son de lo que no se suma: un nivel o un porcentaje"
        findings.add(here, said, "escriba un escalón por año, o la meta «acumulada»")
    elif target.steps and indicator.adds_up and indicator.period != "año":
        said = f"los escalones van uno por año, y este indicador se suma por {indicator.period}"
        hint = "escriba «periodo: año» y en cada escalón lo de todo el año: los otros informes sacan su parte"
        findings.add(here, said, hint)


def _derivation(findings: Findings, slug: str, indicator: Indicator, base: Base) -> None:
    given = [key for field, key in DERIVED.items() if getattr(indicator, field) is not None]
    if indicator.type != "derivado":
        for key in given:
            said = f"«{key}» es de un indicador de «tipo: derivado»"
            hint = "cambie el tipo, o borre la línea; la meta se escribe dentro de «meta»"
            findings.add((slug, key), said, hint)
        return
    for key in (key for field, key in COUNTED.items() if field in indicator.model_fields_set):
        findings.add((slug, key), f"un indicador derivado no lleva «{key}»: sale de otros", "borre la línea")
    if len(given) != 1:
        said = "dice dos veces cómo se calcula" if given else "es derivado, y no dice cómo se calcula"
        hint = "escriba una sola: «porcentaje: {de: …, sobre: …}», «razon: {de: …, sobre: …}» o «crecimiento: {de: …}»"
        findings.add((slug, given[1]) if given else (slug,), f"el indicador «{slug}» {said}", hint)
        return
    for field, name in zip(("de", "sobre"), indicator.parts, strict=False):
        if name not in base.indicators:
            findings.unknown((slug, given[0], field), "el indicador", name, base.indicators, INDICATORS)
    if (circle := _circle(slug, base)) is not None:
        said = f"«{slug}» se calcula a partir de sí mismo: {' → '.join(circle)}"
        findings.add((slug, given[0]), said, "calcúlelo a partir de indicadores que se cuenten o se anoten")


def _circle(slug: str, base: Base) -> tuple[str, ...] | None:
    """The way from an indicator back to itself; None: there is none."""
    ways: list[tuple[str, ...]] = [(slug,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for part in base.indicators[way[-1]].parts if way[-1] in base.indicators else ():
            if part == slug:
                return (*way, part)
            if part not in seen:
                seen.add(part)
                ways.append((*way, part))
    return None
