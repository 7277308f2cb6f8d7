"""What paper says otherwise than a table does."""

from reports.paper import SAME, said_once

TEXT = "Actualizar constantemente los ítems que más lo requieren: noticias, contratación, eventos y normas."


def test_a_long_text_of_the_row_above_is_not_said_again() -> None:
    """A row of the plan with five indicators has one text. Short words stay, and so does what another row says."""
    rows = [
        ["GE-13", TEXT, "cumplida", "noticias"],
        ["GE-13", TEXT, "cumplida", "eventos"],
        ["GE-14", TEXT, "cumplida", "normas"],
    ]
    assert said_once(rows) == [rows[0], ["GE-13", SAME, "cumplida", "eventos"], rows[2]]


def test_a_table_without_rows_stays_without() -> None:
    """Nothing is made up."""
    assert said_once([]) == []
