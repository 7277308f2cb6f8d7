"""Tables on a terminal."""

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


def test_pesos_read_as_money() -> None:
    """What a heading calls pesos has its mark, its points and its cents; other figures have no mark."""
    rows = (("Radio", 1_200_000.0, 3), ("Prensa", 12.5, 1))
    shown = as_text([Table("dinero", "Dinero", ("Medio", "Gastado (pesos)", "Cuñas"), rows)], width=80)
    lines = [
        line.split() for line in shown.splitlines() if line.startswith((" Radio", " Prensa", "  Radio", "  Prensa"))
    ]
    assert lines == [["Radio", "$", "1.200.000", "3"], ["Prensa", "$", "12,50", "1"]]
