"""The cell of a list that says whether somebody consented: yes, no, or the day on which."""

import unicodedata
from datetime import date, datetime

from audience.plain_text import shown

_YES = {"sí", "si", "s", "x", "1", "verdadero", "true"}
_NO = {"no", "n", "0", "falso", "false"}
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
_LONGEST = 100
"""Characters that are looked at: composing marks without end takes the square of their number."""


class BadAnswer(ValueError):
    """A cell that says neither; the message is Spanish."""


def read_answer(text: str) -> date | bool | None:
    """True: yes, no day is told; False: no; None: the cell is empty. Raises BadAnswer."""
    told = text.strip()
    if len(told) > _LONGEST:
        raise BadAnswer(f"«{shown(told)}» no se entiende; escriba sí, no, o el día en que lo dio, como 2026-05-14")
    word = unicodedata.normalize("NFC", told).casefold()
    if not word or word in _YES | _NO:
        return (word in _YES) if word else None
    for form in _DAYS:
        try:
            return datetime.strptime(word, form).date()  # noqa: DTZ007 - a day of the list, without hour and zone
        except ValueError:
            continue
    raise BadAnswer(f"«{shown(text)}» no se entiende; escriba sí, no, o el día en que lo dio, como 2026-05-14")
