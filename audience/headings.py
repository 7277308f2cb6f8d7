"""The first line of a list: what its columns are called, and which of them mean something of their own."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from audience.homes import PLACES
from audience.line import BadContactsFile
from audience.plain_text import shown

FIELDS: Mapping[str, str] = {
    "nombre": "nombre",
    "nombres": "nombre",
    "nombre-completo": "nombre",
    "nombre-y-apellido": "nombre",
    "nombre-y-apellidos": "nombre",
    "nombres-y-apellidos": "nombre",
    "nombre-y-apellidos-completos": "nombre",
    "nombres-y-apellidos-completos": "nombre",
    "nombres-completos": "nombre",
    "apellidos-y-nombres": "nombre",
    "apellidos": "apellidos",
    "apellido": "apellidos",
    "correo": "correo",
    "correo-electronico": "correo",
    "direccion-de-correo-electronico": "correo",
    "email": "correo",
    "e-mail": "correo",
    "mail": "correo",
    "telegram": "telegram",
    "telefono": "telefono",
    "telefono-celular": "telefono",
    "telefono-movil": "telefono",
    "numero-de-telefono": "telefono",
    "celular": "telefono",
    "no-celular": "telefono",
    "no-de-celular": "telefono",
    "n-o-de-celular": "telefono",
    "n-de-celular": "telefono",
    "n-celular": "telefono",
    "numero-celular": "telefono",
    "numero-de-celular": "telefono",
    "movil": "telefono",
    "idioma": "idioma",
    "consentimiento": "consentimiento",
    "autorizacion": "consentimiento",
}
"""Headings with a meaning of their own, as a slug; any other column is an attribute under its slug."""

QUALIFIED = ("1", "2", "principal", "personal", "institucional", "corporativo", "de-contacto", "contacto", "whatsapp")
"""What may follow the heading of an address: the first such column is read as one, where none says just its kind."""
ADDRESS_WORDS: Mapping[str, str] = {"correo": "correo", "celular": "telefono", "telefono": "telefono"}
"""Words of a heading that promise an address, and which."""

MOST_COLUMNS = 200
_LONGEST_NAME = 60
_TIMES = 10
"""How many times that of a heading is looked at: composing marks without end takes the square of their number."""


def slug(heading: str) -> str:
    """`Vinculación laboral` → `vinculacion-laboral`: how conditions of `publicos.yaml` name a column."""
    looked_at = heading[: _TIMES * _LONGEST_NAME].casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", looked_at) if not unicodedata.combining(c))
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in bare).split())


def columns_of(place: str, written: Sequence[str], homes: bool = False) -> tuple[str, ...]:
    """Names of the fields. `place` is the file with the heading's line. Raises BadContactsFile.

    `homes`: name and place may stand for an address.
    """
    named = list(written)
    while named and not named[-1].strip():
        named.pop()
    if len(named) > MOST_COLUMNS:
        raise BadContactsFile(f"{place}: hay {len(named)} columnas y el máximo es {MOST_COLUMNS}; deje las que use.")
    columns = _names([slug(text) for text in named])
    for text, column in zip(named, columns, strict=True):
        if not column or len(column) > _LONGEST_NAME:
            raise BadContactsFile(
                f"{place}: el encabezado «{shown(text)}» no sirve; escriba una palabra, como «barrio»."
            )
        if columns.count(column) > 1:
            raise BadContactsFile(
                f"{place}: hay dos columnas «{column}»; deje una, con varios valores separados por |."
            )
    at_home = homes and "nombre" in columns and bool({*PLACES} & {*columns})
    if not at_home and not {"correo", "telegram", "telefono"} & set(columns):
        raise BadContactsFile(
            f"{place}: falta una columna con la dirección de las personas. El primer renglón lleva los encabezados: "
            "nombre, y al menos uno de correo, telegram o telefono."
        )
    return columns


def untaken(columns: Sequence[str], asked: Collection[str]) -> Iterator[str]:
    """In Spanish, which headings look like a name or an address and are read as none.

    `asked`: columns that the conditions of publics name; they are what they should be.
    """
    for name in columns:
        words = name.split("-")
        if name in asked or name in FIELDS.values():
            continue
        if "nombre" not in columns and {"nombre", "nombres"} & {*words}:
            yield f"la columna «{name}» no se toma como el nombre de la persona; si lo es, escriba «nombre» ahí"
        for word, field in ADDRESS_WORDS.items():
            if word in words:
                yield (
                    f"la columna «{name}» no se toma como {field}: nadie recibe nada ahí. Si lo es, escriba «{field}» "
                    f"en su encabezado, o ponga su valor en la columna «{field}», separado por |"
                )
                break


def _names(slugs: Sequence[str]) -> tuple[str, ...]:
    names = [FIELDS.get(each, each) for each in slugs]
    for at, name in enumerate(names):
        field = _qualified(name)
        if field and field not in names:
            names[at] = field
    return tuple(names)


def _qualified(name: str) -> str:
    """Which address a heading is of that says more than its kind: `celular-1`; empty: none."""
    for more in QUALIFIED:
        field = FIELDS.get(name.removesuffix(f"-{more}"), "") if name.endswith(f"-{more}") else ""
        if field in ("correo", "telefono", "telegram"):
            return field
    return ""
