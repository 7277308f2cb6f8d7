"""What whoever signs must know in a minute."""

from dataclasses import replace

from indicators.sections.glance import facts_of
from tests.indicators.rows import at
from tests.indicators.sections.town import Town


def test_the_cover_says_how_the_plan_goes(town: Town) -> None:
    """Rows, targets, contents, duties and tasks, each in a line with its figures and whose it is."""
    assert [(fact.name, fact.says) for fact in town.document("2027-02").facts] == [
        ("Acciones del plan", "5: 1 vigente, 3 atrasadas y 1 sin empezar (atrasadas: VC-1, VC-2 y VC-3)"),
        ("Metas", "2: 1 va bien y 1 de las que todavía no se puede decir nada"),
        ("Contenidos", "46 en 10 medios, frente a 1 en el periodo anterior"),
        ("Deberes", "1 de 3 a tiempo; 1 en mora: Hacienda (1)"),
    ]


def test_what_is_missing_and_what_is_short_stand_with_their_names(town: Town) -> None:
    """January brought one content of four; of the year one figure is owed, and by whom."""
    january = {fact.name: fact.says for fact in town.document("2027-01").facts}
    assert january["Hay que mirar"] == "N° de contenidos publicados, 23,8\u00a0% de la meta"
    year = {fact.name: fact.says for fact in town.document("2027", at("2028-01-05 12:00")).facts}
    assert year["Metas"] == "2: 1 no cumplida y 1 sin cifra"
    assert year["Faltan las cifras de"] == "1 indicador: Ana Pérez (1)"


def test_a_plan_without_targets_is_asked_for_none(town: Town) -> None:
    """A line that says nothing is no line."""
    report = town.report("2027-02")
    bare = replace(report, indicators=(), actions=report.actions)
    assert [fact.name for fact in facts_of(bare)] == ["Acciones del plan", "Contenidos", "Deberes"]
