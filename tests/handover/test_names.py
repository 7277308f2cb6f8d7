"""Names that any disk takes, and that people still read."""

import pytest

from handover.names import LONGEST, readable_name


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("Reunión con la gente.pdf", "Reunión con la gente.pdf"),
        ("¿Qué pasó? 3:00.pdf", "¿Qué pasó- 3-00.pdf"),
        ("a/b\\c.jpg", "a-b-c.jpg"),
        ("con.txt", "_con.txt"),
        ("..oculto. ", "oculto"),
        ("???", "---"),
        (" ", "archivo"),
        ("ñ" * 300 + ".PDF", "ñ" * (LONGEST - 4) + ".PDF"),
    ],
)
def test_a_name_is_what_fat_and_windows_take(given: str, made: str) -> None:
    """Its ending stays, by which programs open it; in UTF-8 it is short enough for any file system."""
    assert readable_name(given) == made
    assert len(readable_name(given).encode()) < 250
