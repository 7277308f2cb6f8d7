"""What sheets are called: as Excel allows, and no two alike. Pure."""

import re
from collections.abc import Iterable

LONGEST = 31
"""Letters of a sheet's name."""
COVER = "Portada"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TAKEN = "history"
"""Excel keeps this name for itself, whatever its language."""


def link_to(name: str) -> str:
    """The address of a sheet's first cell, for who opens the workbook."""
    return "internal:'" + name.replace("'", "''") + "'!A1"


def sheet_names(keys: Iterable[str]) -> list[str]:
    """A name for each key, in their order; the cover has its own."""
    used = {COVER.casefold(), _TAKEN}
    found = []
    for key in keys:
        base = _FORBIDDEN.sub("-", key).strip("' ")[:LONGEST].strip("' ") or "Tabla"
        name, number = base, 1
        while name.casefold() in used:
            number += 1
            ending = f"-{number}"
            name = base[: LONGEST - len(ending)] + ending
        used.add(name.casefold())
        found.append(name)
    return found
