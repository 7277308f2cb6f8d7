"""A text without persons: theirs stands as it was written, and all else can be filled in."""

import pytest

from campaigns.templates import compile_template
from campaigns.templates.impersonal import impersonal


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("Hola", "Hola"),
        ("Buenos días, {{ nombre }}: {{ hora }}", "Buenos días, {{ nombre }}: 08:00"),
        ("De {{ persona.barrio | default('aquí \\\\') }}.", "De {{ persona.barrio | default('aquí \\\\') }}."),
        ("{{ 'nombre' }} {# nombre #}", "nombre "),
        ("{% for each in lista %}{{ each }}{% endfor %} {{ nombres }}", "ab {{ nombres }}"),
    ],
)
def test_what_is_a_persons_own_prints_as_it_is_written(source: str, printed: str) -> None:
    """Quotes and strokes in it too; a word in quotes or in a remark is no name."""
    found = impersonal(source)
    assert found is not None
    assert compile_template(found).render({"hora": "08:00", "lista": ("a", "b")}) == printed


@pytest.mark.parametrize("source", ["{% if nombre %}a{% endif %}", "{% for each in nombres %}{{ each }}{% endfor %}"])
def test_what_hangs_on_the_person_has_no_text_for_all(source: str) -> None:
    """Each reads another."""
    assert impersonal(source) is None
