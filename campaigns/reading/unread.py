"""Text that YAML leaves out in silence: what follows « #» on the line on which a bare value ends."""

import re

from campaigns.reading.file_text import Refused
from campaigns.reading.tree import Location, Place

UNREAD = re.compile(r" +(?P<rest>#+[^\s#].*)")
"""A comment for YAML, and for its writer the number of a house: `Calle 5 #10-20`. After `# ` it is meant as one."""
SHOWN = 30
"""Characters of it that the message repeats."""


def unread(line: str, end: Place, value: Place, location: Location) -> Refused | None:
    """What is left out of a value that ends on this line, before the character at `end`; None: nothing is."""
    found = UNREAD.match(line, end.column - 1)
    if found is None:
        return None
    rest = found["rest"].rstrip()
    shown = rest if len(rest) <= SHOWN else f"{rest[:SHOWN]}…"
    return Refused(
        Place(end.line, found.start("rest") + 1),
        f"desde aquí no se lee: «{shown}»",
        "escriba el valor entero entre comillas; si es un comentario, deje un espacio después de «#»",
        location,
        value=value,
    )
