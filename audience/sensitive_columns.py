"""Columns of a list that the law protects above others, and those that look like a consent and are read as none."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from audience.line import Line

SENSITIVE = (
    "religi",
    "credo",
    "iglesia",
    "filiacion",
    "partido",
    "ideologia",
    "sindicato",
    "orientacion-sexual",
    "vida-sexual",
    "sexualidad",
    "identidad-de-genero",
    "etnia",
    "raza",
    "grupo-etnico",
    "pertenencia-etnica",
    "origen-etnico",
    "origen-racial",
    "enfermedad",
    "diagnostico",
    "discapacidad",
    "historia-clinica",
    "embarazo",
    "vih",
    "huella",
    "biometria",
)
"""How the names of such columns begin: what article 5 of Ley 1581 de 2012 calls sensitive."""
LIKE_CONSENT = ("acept", "autoriz", "consien", "habeas", "tratamiento-de-datos")


def left_out(columns: Sequence[str], asked: Collection[str]) -> tuple[str, ...]:
    """The sensitive ones for which no public asks: nobody needs them, and article 6 forbids keeping them then.

    `asked`: columns that the conditions of publics name.
    """
    return tuple(name for name in columns if name not in asked and _begins(name, SENSITIVE))


def remarks(columns: Sequence[str], asked: Collection[str]) -> Iterator[str]:
    """In Spanish, what is said of the headings."""
    for name in left_out(columns, asked):
        yield (
            f"la columna «{name}» es un dato sensible (Ley 1581 de 2012, artículo 5) y no se guarda. Si tiene la "
            "autorización expresa de cada persona y la necesita, pregunte por ella en la condición de un público"
        )
    if "consentimiento" in columns:
        return
    for name in columns:
        if _begins(name, LIKE_CONSENT):
            yield (
                f"la columna «{name}» parece un consentimiento, y no se toma como tal; si lo es, escriba "
                "«consentimiento» en su encabezado"
            )


def without(lines: Iterable[Line], columns: Collection[str]) -> Iterable[Line]:
    """The list as if it did not have these columns."""
    if not columns:
        return lines
    return (
        replace(line, cells={name: text for name, text in line.cells.items() if name not in columns}) for line in lines
    )


def _begins(name: str, words: Iterable[str]) -> bool:
    return any(
        name == word or name.startswith(f"{word}-") or (len(word) > 4 and name.startswith(word)) for word in words
    )
