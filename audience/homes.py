"""Where somebody is found who has no address at which a message arrives: a name and a place stand for the person."""

from collections.abc import Mapping

from audience.addresses import HOME, Address, BadAddress
from audience.plain_text import fold

PLACES = ("direccion", "vereda", "barrio")
"""The columns that say where, in the order in which they are read aloud."""
WANTED = "hacen falta su nombre y dónde encontrarla: direccion, vereda o barrio"
MARK = "|"
"""Between name and place, where both are typed: `Ana Ruiz | Vereda La Palma`."""


def place_of(cells: Mapping[str, str]) -> str:
    """Where somebody lives: «Casa 3, La Palma»; empty where no column says so."""
    return ", ".join(" ".join(text.split()) for name in PLACES if (text := cells.get(name, "").strip()))


def home(name: str, place: str) -> Address:
    """The person of that name at that place. Raises BadAddress where one of them is wanting.

    Its normal form has line ends, which no other address has.
    """
    if not fold(name) or not fold(place):
        raise BadAddress(WANTED)
    return Address(HOME, place, f"{HOME}\n{fold(name)}\n{fold(place)}")


def typed_home(text: str) -> Address:
    """The same as somebody types it. Raises BadAddress."""
    name, _, place = text.partition(MARK)
    return home(name, place.strip())
