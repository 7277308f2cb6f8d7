"""The bytes of a file as text: UTF-8, without what an editor would not show."""

import re

from campaigns.reading.tree import Location, Place

CONTROL = re.compile("[\x00-\x08\t\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Control characters, tabs, line ends that editors do not count, and marks that turn the direction of a text."""


class Refused(Exception):
    """The rest of the file cannot be read. Its problem says why."""

    def __init__(
        self, place: Place, message: str, hint: str, location: Location = (), *, value: Place | None = None
    ) -> None:
        """`value`: where the value begins that holds `place`, if it begins elsewhere."""
        super().__init__(message)
        self.place = place
        self.value = value
        self.message = message
        self.hint = hint
        self.location = location


def decoded(data: bytes) -> str:
    """The text, without a byte order mark. Raises `Refused` at the first byte or character that does not belong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "ignore").lstrip("\ufeff")) + 1
        raise Refused(
            Place(line, column),
            "aquí hay un carácter que no está en UTF-8",
            "guarde el archivo con codificación UTF-8 (en el Bloc de notas: Guardar como, Codificación, UTF-8)",
        ) from error
    found = CONTROL.search(text)
    if found:
        raise _control(text, found.start())
    return text


def _control(text: str, start: int) -> Refused:
    place = Place(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    if text[start] == "\t":
        return Refused(place, "hay una tabulación", "use espacios: dos por cada nivel de sangría")
    return Refused(
        place,
        f"hay un carácter de control invisible (U+{ord(text[start]):04X})",
        "bórrelo y vuelva a escribir la palabra; suele venir de copiar y pegar",
    )
