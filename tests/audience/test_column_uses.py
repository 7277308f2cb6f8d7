"""How the headings that offices really write are read."""

import pytest

from audience.column_uses import Use, read_columns
from audience.headings import columns_of

REAL = (
    ("nombre", "nombre", Use.MEANT),
    ("Nombre completo", "nombre", Use.MEANT),
    ("NOMBRES", "nombre", Use.MEANT),
    ("Nombres y Apellidos", "nombre", Use.MEANT),
    ("APELLIDOS Y NOMBRES", "nombre", Use.MEANT),
    ("E-mail", "correo", Use.MEANT),
    ("e-Mail ", "correo", Use.MEANT),
    ("Mail", "correo", Use.MEANT),
    ("Correo Electrónico", "correo", Use.MEANT),
    ("CORREO ELECTRONICO", "correo", Use.MEANT),
    ("Dirección de correo electrónico", "correo", Use.MEANT),
    ("Celular", "telefono", Use.MEANT),
    ("N.º de celular", "telefono", Use.MEANT),
    ("Número de celular", "telefono", Use.MEANT),
    ("No. Celular", "telefono", Use.MEANT),
    ("Teléfono móvil", "telefono", Use.MEANT),
    ("Dirección", "direccion", Use.MEANT),
    ("Barrio", "barrio", Use.MEANT),
    ("Hogar", "hogar", Use.MEANT),
    ("Zona", "zona", Use.MEANT),
    ("Tema de interés", "tema-de-interes", Use.PUBLIC),
    ("Cédula", "cedula", Use.NONE),
    ("Marca temporal", "marca-temporal", Use.NONE),
    ("Religión", "religion", Use.LEFT_OUT),
)
ADDRESS = ("telegram", "telegram", Use.MEANT)
"""Beside the others: a list without any address is refused."""


@pytest.mark.parametrize(("heading", "name", "use"), REAL)
def test_a_heading_is_read(heading: str, name: str, use: Use) -> None:
    """As the field that it means; any other column by its slug, and it is told whether anything asks for it."""
    headings = [heading, ADDRESS[0], ""]
    names = columns_of("lista.csv:1", headings)

    read = read_columns(names, headings, {"tema-de-interes"})

    assert [(each.heading, each.name, each.use) for each in read] == [(heading.strip(), name, use), ADDRESS]
