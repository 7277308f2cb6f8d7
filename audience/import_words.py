"""What an import did, or what taking it back did, in Spanish: counts, line by line."""

from collections.abc import Mapping

from audience.import_result import ImportResult
from audience.import_undo import Undone

COUNTS: Mapping[str, tuple[str, str]] = {
    "rows": ("renglón leído", "renglones leídos"),
    "created": ("persona nueva", "personas nuevas"),
    "updated": ("persona con datos nuevos", "personas con datos nuevos"),
    "unchanged": ("ya estaba, sin cambios", "ya estaban, sin cambios"),
    "duplicates": ("repetido en la lista", "repetidos en la lista"),
    "suppressed": (
        "no recibe: lo pidió, su dirección rebota o se olvidó",
        "no reciben: lo pidieron, rebotan o se olvidaron",
    ),
    "refused": ("con errores, sin tomar", "con errores, sin tomar"),
}
"""Name to what is said of one and of several."""
OF_CONSENTS: Mapping[str, tuple[str, str]] = {
    "consents": ("consentimiento anotado, uno por dirección", "consentimientos anotados, uno por dirección"),
    "withdrawn": ("lo había retirado, y sigue así", "lo habían retirado, y siguen así"),
    "dropped": ("estaba en la lista anterior y no en esta", "estaban en la lista anterior y no en esta"),
}
"""The same of what is told only where there is any: consents, and whom a list names no more."""
UNDONE: Mapping[str, tuple[str, str]] = {
    "removed": ("persona que llegó con la lista salió", "personas que llegaron con la lista salieron"),
    "restored": ("persona volvió a sus datos de antes", "personas volvieron a sus datos de antes"),
    "listed": (
        "persona se queda: está también en una lista posterior",
        "personas se quedan: están también en una lista posterior",
    ),
    "wanted": (
        "persona se queda: se suscribió o dio su consentimiento",
        "personas se quedan: se suscribieron o dieron su consentimiento",
    ),
    "consents": ("consentimiento que trajo la lista ya no vale", "consentimientos que trajo la lista ya no valen"),
}
"""Of what is told only where there is any."""
STATES: Mapping[str, str] = {
    "done": "completa",
    "unfinished": "a medias: tráigala otra vez, o deshágala",
    "undoing": "deshecha a medias: deshágala otra vez",
    "undone": "deshecha",
}
"""State to what people read."""

Counted = tuple[int, str]


def counts_of(result: ImportResult) -> dict[str, int]:
    """The counts that are kept and told, by their names."""
    return {name: getattr(result, name) for name in (*COUNTS, *OF_CONSENTS)}


def counted(counts: Mapping[str, int]) -> list[Counted]:
    """Each count with its words, in the order in which they are told."""
    lines = [(counts[name], _words(counts[name], *words)) for name, words in COUNTS.items()]
    return lines + [(number, _words(number, *words)) for name, words in OF_CONSENTS.items() if (number := counts[name])]


def undone_counts(undone: Undone) -> dict[str, int]:
    """The same of an import that was taken back."""
    return {name: getattr(undone, name) for name in ("removed", "restored", "consents", "listed", "wanted")}


def undone_counted(counts: Mapping[str, int]) -> list[Counted]:
    """Each count that is one, with its words."""
    return [(number, _words(number, *words)) for name, words in UNDONE.items() if (number := counts[name])]


def _words(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
