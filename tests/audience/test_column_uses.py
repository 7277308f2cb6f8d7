"""How the headings that offices really write are read."""

import pytest

from audience.column_uses import Use, read_columns
from audience.headings import columns_of, untaken

REAL = (
    ("nombre", "nombre", Use.MEANT),
    ("Nombre completo", "nombre", Use.MEANT),
    ("NOMBRES", "nombre", Use.MEANT),
    ("Nombres y Apellidos", "nombre", Use.MEANT),
    ("APELLIDOS Y NOMBRES", "nombre", Use.MEANT),
    ("NOMBRES Y APELLIDOS COMPLETOS", "nombre", Use.MEANT),
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
    ("No. DE CELULAR", "telefono", Use.MEANT),
    ("Teléfono móvil", "telefono", Use.MEANT),
    ("Celular 1", "telefono", Use.MEANT),
    ("Celular (WhatsApp)", "telefono", Use.MEANT),
    ("Teléfono de contacto", "telefono", Use.MEANT),
    ("Correo institucional", "correo", Use.MEANT),
    ("Nombre del padre", "nombre-del-padre", Use.NONE),
    ("Correo del acudiente", "correo-del-acudiente", Use.NONE),
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


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        (("Celular 1", "Celular 2"), ("telefono", "celular-2")),
        (("Celular 2", "Celular"), ("celular-2", "telefono")),
        (("Correo institucional", "Correo", "Teléfono 2"), ("correo-institucional", "correo", "telefono")),
    ],
)
def test_of_two_addresses_of_a_kind_the_plain_one_is_taken(headings: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Or the first: a list that came in before these headings were known comes in as it did."""
    assert columns_of("lista.csv:1", headings) == names


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (("correo", "Nombre del representante"), ["«nombre-del-representante» no se toma como el nombre"]),
        (("nombre", "correo", "Nombre del representante"), []),
        (("Celular 1", "Celular 2"), ["«celular-2» no se toma como telefono"]),
        (("nombre", "celular", "Teléfono fijo"), ["«telefono-fijo» no se toma como telefono"]),
        (("telegram", "Correo del acudiente"), ["«correo-del-acudiente» no se toma como correo"]),
        (("nombre", "correo", "telefono", "barrio", "renombre"), []),
        (("nombre", "correo", "Celular de la empresa"), []),
    ],
)
def test_a_heading_that_looks_like_a_name_or_an_address_and_is_none_is_told(
    headings: tuple[str, ...], told: list[str]
) -> None:
    """Unless the condition of a public asks for it."""
    found = list(untaken(columns_of("lista.csv:1", headings), {"celular-de-la-empresa"}))

    assert len(found) == len(told)
    assert all(words in remark for words, remark in zip(told, found, strict=True))
