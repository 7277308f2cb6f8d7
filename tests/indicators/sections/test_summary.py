"""What a mayor reads aloud."""

from tests.indicators.rows import at
from tests.indicators.sections.town import Town


def test_the_summary_tells_what_went_out_and_what_is_late(town: Town) -> None:
    """Each sentence with its figure, and whose it is."""
    assert town.section("2027-02", "resumen").paragraphs == (
        "Febrero de 2027: se publicaron 46 contenidos en 10 medios, frente a 1 en el periodo anterior; salieron "
        "1.580 mensajes a personas, y llegaron 1.560.",
        "De 2 metas: 1 va bien; de 1 todavía no se puede decir nada.",
        "De 5 acciones del plan: 1 vigente, 3 atrasadas y 1 sin empezar. Atrasadas: VC-1, VC-2 y VC-3.",
        "Hay 1 deber en mora: Hacienda (1).",
    )


def test_a_period_that_is_not_over_says_so(town: Town) -> None:
    """Else a third of a year would look like a bad year."""
    assert town.section("2027", "resumen").paragraphs[0].startswith("Año 2027, que todavía no termina: se publicaron")


def test_a_figure_that_is_due_and_missing_is_named_with_whose_it_is(town: Town) -> None:
    """The year is over, and nobody has said how many visits it had; each page warns of it."""
    document = town.document("2027", at("2028-01-05 12:00"))
    [missing] = [said for said in document.sections[0].paragraphs if said.startswith("Falta")]
    assert missing == "Falta una cifra: la de «Número de visitantes» (año 2027). La debe: Ana Pérez."
    assert document.warnings == ("Falta la cifra de 1 indicador; el resumen dice quién la debe.",)
    assert town.document("2027-02").warnings == ()


def test_without_anything_before_it_says_that_nothing_is_compared(town: Town) -> None:
    """Of 2025 nothing is known: 2026 did not grow from nought."""
    said = town.section("2026", "resumen").paragraphs[0]
    assert said.startswith("Año 2026: se publicaron 3 contenidos en 2 medios, sin registros del periodo anterior")
