"""Tables on a terminal."""

from dataclasses import replace

import pytest

from reports.table import Table
from reports.terminal import as_text

ROW = ("SI-1", "Mantener informada a la comunidad sobre los servicios", "Oficina de Comunicaciones", 164.0, None)
TABLE = Table("acciones", "Acciones del plan", ("Acción", "Texto", "Responsable", "Cifra", "Meta"), (ROW,))


def test_a_table_that_fits_is_a_grid() -> None:
    """On a wide terminal headings stand over columns."""
    shown = as_text([TABLE], width=120)
    assert "━" in shown
    assert [line for line in shown.splitlines() if "Acción" in line and "Responsable" in line]


def test_a_table_that_does_not_fit_is_cards() -> None:
    """On a narrow one each row is a card: every word whole, and what is empty left out."""
    shown = as_text([TABLE], width=30)
    assert "━" not in shown
    assert "■ SI-1" in shown
    assert "Responsable: Oficina de" in shown
    assert "Cifra: 164" in shown
    assert "Meta" not in shown


def test_no_line_is_wider_than_the_terminal() -> None:
    """Grid or cards, nothing runs over the edge."""
    for width in (30, 50, 80, 120):
        assert all(len(line) <= width for line in as_text([TABLE], width=width).splitlines())


def test_no_word_of_a_grid_is_broken() -> None:
    """Where rows are wider than the terminal, cells have more lines, and each column its longest word."""
    columns = ("Medio", "Envíos", "Mensajes", "Devueltos", "Devueltos (%)", "Personas alcanzadas", "Mayor envío")
    rows = (("Correo electrónico institucional", 1, 6, 0, 0, 6, 6), ("Suscripción del portal", 1, 3, 0, 0, 3, 3))
    shown = as_text([Table("alcance", "Alcance por medio", columns, rows)], width=80)
    words = {word for text in (*columns, *(row[0] for row in rows)) for word in text.split()}
    assert "━" in shown
    assert words - set(shown.split()) == set()


def test_a_table_that_is_a_little_too_wide_moves_together() -> None:
    """A week's days stand side by side in eighty columns."""
    days = ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo")
    week = Table("calendario", "Contenidos por día", ("Semana", *days, "Total"), (("S11", 4, 10, 7, 3, 3, 0, 0, 27),))
    shown = as_text([week], width=80)
    assert " ".join(("Semana", *days, "Total")) in [" ".join(line.split()) for line in shown.splitlines()]
    assert all(len(line) <= 80 for line in shown.splitlines())


@pytest.mark.parametrize("width", [30, 120], ids=["cards", "grid"])
def test_what_a_reader_must_know_of_the_figures_stands_below_them(width: int) -> None:
    """The notes of a table: which days «S11» has is said nowhere else."""
    shown = as_text([replace(TABLE, notes=("S11, del 15 al 21 de marzo.",))], width=width)
    assert [line.strip() for line in shown.splitlines() if line.strip()][-1] == "S11, del 15 al 21 de marzo."


def test_pesos_read_as_money() -> None:
    """What a heading calls pesos has its mark, its points and its cents; other figures have no mark."""
    rows = (("Radio", 1_200_000.0, 3), ("Prensa", 12.5, 1))
    shown = as_text([Table("dinero", "Dinero", ("Medio", "Gastado (pesos)", "Cuñas"), rows)], width=80)
    lines = [
        line.split() for line in shown.splitlines() if line.startswith((" Radio", " Prensa", "  Radio", "  Prensa"))
    ]
    assert lines == [["Radio", "$", "1.200.000", "3"], ["Prensa", "$", "12,50", "1"]]
