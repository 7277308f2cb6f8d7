"""In how many segments a text goes out as SMS (3GPP TS 23.038 and 23.040): what its service charges by.

A text all of whose letters stand in the GSM 7-bit alphabet has 160 septets in one segment and 153 in each of several;
é, ñ, ü, ¿ and ¡ are in it, and á, í, ó, ú are not. One letter from outside makes the whole text UCS-2: 70 units, or 67.
"""

from collections.abc import Iterable
from functools import lru_cache

from gsm0338 import Codec

from channels.adapter import Explained

SEPTETS = (160, 153)
"""Of one segment alone, and of each of several, whose header takes the rest (3GPP TS 23.040 §9.2.3.24.1)."""
UNITS = (70, 67)
"""The same in UCS-2, in UTF-16 code units."""
MOST_LETTERS = 12
"""Letters from outside the alphabet that are named."""
_ALPHABET = Codec()
_SPACES = str.maketrans(dict.fromkeys("\t\u00a0\u202f\u2009", " "))
_LETTERS = str.maketrans(
    {
        **dict(zip("áíóúÁÍÓÚ", "aiouAIOU", strict=True)),
        **dict.fromkeys("«»“”„", '"'),
        **dict.fromkeys("‘’´", "'"),
        **dict.fromkeys("–—‑", "-"),
        "…": "...",
        "·": "-",
        "º": "o",
        "ª": "a",
    }
)
"""What Spanish texts hold beside the alphabet, and how it is written without."""


def plain(text: str) -> str:
    """`text` with plain spaces: Babel's U+202F in «7:00 a. m.» would more than double what the message costs."""
    return text.translate(_SPACES)


def unaccented(text: str) -> str:
    """`text` written in the GSM 7-bit alphabet, as far as Spanish goes: without the accents that it has not."""
    return plain(text).translate(_LETTERS)


def fits_alphabet(text: str) -> bool:
    """Whether every letter stands in the GSM 7-bit alphabet or its extension table."""
    return all(map(_septets, text))


def segments(text: str) -> int:
    """How many segments `text` takes; none where it is empty.

    A letter is never cut in two, neither one of the extension table (€ [ ] { } ~ ^ | \\ take two septets) nor one
    beyond the first plane (an emoji takes two units or more), so a segment may end a septet or a unit early.
    """
    sizes = list(map(_septets, text))
    if all(sizes):
        return _filled(sizes, *SEPTETS)
    return _filled([2 if ord(letter) > 0xFFFF else 1 for letter in text], *UNITS)


def _filled(sizes: Iterable[int], alone: int, each: int) -> int:
    sizes = list(sizes)
    if not sizes or sum(sizes) <= alone:
        return min(len(sizes), 1)
    count, room = 1, each
    for size in sizes:
        if size > room:
            count, room = count + 1, each
        room -= size
    return count


@lru_cache(maxsize=1_024)
def _septets(letter: str) -> int:
    """Septets of a letter; 0 where the alphabet has it not."""
    try:
        return len(_ALPHABET.encode(letter)[0])
    except UnicodeEncodeError:
        return 0


def segments_of_plain(text: str) -> int:
    """How many segments a text takes as it is sent."""
    return segments(plain(text))


def segments_of_unaccented(text: str) -> int:
    """How many it takes from an account that leaves accents out."""
    return segments(unaccented(text))


def explained(text: str) -> Explained:
    """Alphabet and length of a text as it is sent, and whether it is shorter without its accents."""
    told = _told(plain(text))
    shorter = segments_of_unaccented(text) < segments_of_plain(text)
    return Explained(told, "«sin-tildes: sí» en las opciones de la cuenta" if shorter else "")


def explained_unaccented(text: str) -> Explained:
    """The same of an account that leaves accents out."""
    return Explained(_told(unaccented(text)))


def _told(text: str) -> str:
    sizes = list(map(_septets, text))
    if all(sizes):
        return f"son {sum(sizes)} unidades en el alfabeto GSM-7"
    units = sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)
    foreign = list(dict.fromkeys(letter for letter, size in zip(text, sizes, strict=True) if not size))
    more = f" y {len(foreign) - MOST_LETTERS} más" if len(foreign) > MOST_LETTERS else ""
    letters = ", ".join(f"«{letter}»" for letter in foreign[:MOST_LETTERS])
    return f"son {units} unidades en el alfabeto UCS-2, por {letters}{more}"
