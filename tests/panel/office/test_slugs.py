"""How the panel writes what rows have as slugs."""

import pytest

from panel.office.slugs import in_words

WRITTEN = [
    ("vinculacion-laboral", "vinculación laboral"),
    ("junta-de-accion-comunal", "junta de acción comunal"),
    ("puerto-viejo", "puerto viejo"),
    ("anos-de-la-region", "años de la región"),
    ("telefono", "teléfono"),
    ("Vereda El Pión-2", "Vereda El Pión-2"),
    ("2027-01-05", "2027-01-05"),
    ("", ""),
]


@pytest.mark.parametrize(("slug", "written"), WRITTEN)
def test_a_slug_is_written_as_people_do(slug: str, written: str) -> None:
    """With spaces, accents and tildes; what is none stays."""
    assert in_words(slug) == written
