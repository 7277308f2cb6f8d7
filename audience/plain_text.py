"""What a cell of text may hold: one line, no characters that hide or reorder others."""

import re
import unicodedata

_REFUSED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}
"""Emoji and several scripts are written with them; they reorder nothing."""
_LOST = "\ufffd"
"""What programs write in the place of a letter that they could not read."""
_ACCENTS = re.compile("[\u0300-\u036f]+")
"""The combining marks of European scripts, which nearly all names have no others of."""
_ENDINGS = (
    "com co net org edu gov gob info biz io ly app xyz top online site website web shop store link click live club vip"
    " win icu cc tk gl gd tv us ru cn eu dev page digital news bid fun space tech pro one today world lat"
)
"""Of addresses, those that senders of false prizes use, and our own; none is a word that names are written with."""
_LINK = re.compile(
    rf"www\.|[^\W_]\.[^\W\d_]{{2,24}}(?::\d{{1,5}})?/|[^\W_]{{2}}\.(?:{'|'.join(_ENDINGS.split())})(?![^\W_])"
)
"""What mail programs make a link of: a dot between letters before a path, or before a known ending."""
_SHOWN = 60
_TIMES = 10
"""How many times what may be kept a text may be long to be looked at: composing its marks takes their square."""
_FORMULA = ("=", "+", "-", "@")


class BadText(ValueError):
    """A text that may not be kept; the message is Spanish and says why."""


def one_line(text: str, longest: int) -> str:
    """`text` in NFC with single spaces.

    Raises BadText for line breaks and control characters (they would forge headers of a mail), for characters that
    turn the direction of writing or cannot be seen, and for more than `longest` characters.
    """
    if len(text) > _TIMES * longest:
        raise BadText(f"tiene {len(text)} caracteres y el máximo es {longest}")
    composed = unicodedata.normalize("NFC", text).strip(" \t\u00a0\ufeff")
    # Nearly every cell of a long list is printable, and then none of its characters is one of those.
    if not composed.isprintable() or _LOST in composed:
        _refuse_hidden(composed)
    plain = " ".join(composed.split())
    if len(plain) > longest:
        raise BadText(f"tiene {len(plain)} caracteres y el máximo es {longest}")
    return plain


def _refuse_hidden(text: str) -> None:
    for character in text:
        refused = unicodedata.category(character) in _REFUSED or character == _LOST
        if refused and character not in _JOINERS:
            raise BadText(f"contiene {_named(character)}; bórrelo y escriba el texto de nuevo")


def looks_like_formula(text: str) -> bool:
    """A spreadsheet would take it for a formula. It is kept as text; exports put an apostrophe before it."""
    return text.startswith(_FORMULA)


def bears_web_address(text: str) -> bool:
    """Whether programs that show mails would make a link of something in it: no name of a person does.

    `María.del Mar`, `S.A.S.` and `y Cía.` are none; `bit.ly/3x` and `premio-alcaldia.co` are.
    """
    return ("." in text and _LINK.search(text.casefold()) is not None) or "://" in text


def shown(text: str) -> str:
    """As much of a foreign text as a message may show, whatever it holds: printable, and not long."""
    printable = "".join(character if character.isprintable() else "·" for character in text[:_SHOWN])
    return f"{printable}…" if len(text) > _SHOWN else printable


def _named(character: str) -> str:
    if character == _LOST or "\udc80" <= character <= "\udcff":
        return "un signo en lugar de una letra que se perdió al guardar el archivo en otra codificación"
    if character in "\r\n\x0b\x0c\x85\u2028\u2029":
        return "un salto de línea"
    if unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}:
        return f"un carácter que invierte el sentido de la escritura (U+{ord(character):04X})"
    return f"un carácter que no se ve (U+{ord(character):04X})"


def fold(name: str) -> str:
    """A name without case and accents, for comparing."""
    bare = name.casefold()
    if not bare.isascii():
        bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", bare))
    if not bare.isascii():
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(bare.split())
