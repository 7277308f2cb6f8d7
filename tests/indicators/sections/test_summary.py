"""What a mayor reads aloud."""

from tests.indicators.sections.town import Town


def test_the_summary_tells_what_went_out_what_is_late_and_what_is_missing(town: Town) -> None:
    """Each sentence with its figure, and whose it is."""
    assert town.section("2027-02", "resumen").paragraphs == (
        "Febrero de 2027: se publicaron 46 contenidos en 10 medios, frente a 1 en el periodo anterior; salieron "
        "1.580 mensajes a personas, y llegaron 1.560.",
        "De 1 indicador con meta y cifra, 1 la cumple.",
        "Está atrasada la acción VC-1.",
        "Hay 1 deber en mora: Hacienda (1).",
        "Falta la cifra de «Número de visitantes».",
    )


def test_a_period_that_is_not_over_says_so(town: Town) -> None:
    """Else a third of a year would look like a bad year."""
    assert town.section("2027", "resumen").paragraphs[0].startswith("Año 2027, que todavía no termina: se publicaron")
